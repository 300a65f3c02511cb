import Files
import Values

/// A notebook as a Markdown file: the commands are what stands in its fences with the language `refit`.
///
/// Everything else is for people, except what directly follows such a fence: a fence with the language `text` is the
/// output of its commands, and a comment `<!-- refit: … -->` behind that holds their figures.
package struct MarkdownNotebook: Sendable {
    /// The file as it is called in messages.
    package let name: String
    /// The fences with commands, from top to bottom.
    package private(set) var fences: [Fence] = []
    /// The file's lines with what ends each of them.
    private(set) var lines: [Line]

    /// The byte order mark that the file begins with, or nothing.
    let mark: String

    /// A line and its end, which is empty at the end of a file without a last line feed.
    struct Line: Sendable {
        var text: String
        var ending: String
    }

    /// Commands, and the output that the file holds of them.
    package struct Fence: Sendable {
        /// The lines with commands.
        package var commands: [String]
        /// The number of the first of them in the file, from 1.
        package var firstLine: Int
        /// The fence's place among the file's lines, from 0.
        var place: Range<Int>
        /// The output; `nil` where the file holds none.
        var output: Output?
        /// The figures; `nil` where the file holds none.
        var figures: Figures?

        /// Whether there is something to compare an output with.
        package var holdsOutput: Bool { output != nil || figures != nil }
    }

    /// The text that a file holds as a fence's output.
    struct Output: Sendable {
        var lines: [String]
        var place: Range<Int>
    }

    /// The figures that a file holds of a fence.
    struct Figures: Sendable {
        var comment: FigureComment
        var place: Int
    }

    /// The most bytes that a notebook may have.
    private static let mostBytes = 64 << 20

    /// Reads a file; throws where it cannot be read, is no UTF-8, has a fence that is not closed or damaged figures.
    package init(path: String) throws(NotebookError) {
        guard !Path.isOtherThanRegularFile(path) else {
            throw .refused(code: "no_file", message: "\(path) is no file", remedy: "a notebook is a file")
        }
        try self.init(text: try ScriptReader.text(path: path), name: path)
    }

    /// Reads a text that messages call `name`.
    ///
    /// - Complexity: O(*n*) for *n* characters.
    package init(text: String, name: String) throws(NotebookError) {
        guard text.utf8.count <= Self.mostBytes else {
            throw .refused(
                code: "large_notebook", message: "\(name) is larger than \(Numerals.bytes(Self.mostBytes))",
                remedy: "outputs that long are not for reading; take them out")
        }
        self.name = name
        let unmarked = ScriptReader.unmarked(text)
        mark = unmarked.unicodeScalars.count == text.unicodeScalars.count ? "" : "\u{FEFF}"
        lines = Self.lines(of: unmarked)
        var index = 0
        while index < lines.count {
            if let fence = MarkdownFence(opening: lines[index].text) {
                let place = try extent(of: fence, at: index)
                index = place.upperBound
                if fence.language == "refit" { index = try take(fence, place) }
            } else if let end = endOfComment(at: index) {
                index = end
            } else {
                index += 1
            }
        }
    }

    /// The text of the file.
    package var text: String { mark + lines.map { $0.text + $0.ending }.joined() }

    private static func lines(of text: String) -> [Line] {
        var lines: [Line] = []
        var line = ""
        for character in text {
            guard character == "\n" || character == "\r\n" || character == "\r" else {
                line.append(character)
                continue
            }
            lines.append(Line(text: line, ending: String(character)))
            line = ""
        }
        if !line.isEmpty { lines.append(Line(text: line, ending: "")) }
        return lines
    }

    /// The lines of a fence, with those that open and close it; as in CommonMark, the end of the file closes any fence,
    /// but not one with commands, of which the last could be missing.
    private func extent(of fence: MarkdownFence, at start: Int) throws(NotebookError) -> Range<Int> {
        for index in lines.indices[(start + 1)...] where fence.isClosed(by: lines[index].text) {
            return start..<index + 1
        }
        guard fence.language != "refit" else {
            let mark = String(repeating: fence.character, count: fence.length)
            throw .refused(
                code: "open_fence", message: "\(name):\(start + 1): the fence with commands is not closed",
                remedy: "close it with a line of \(mark)")
        }
        return start..<lines.count
    }

    /// The line behind an HTML comment that begins here: what is hidden on the page is not run.
    private func endOfComment(at start: Int) -> Int? {
        let text = lines[start].text
        let indent = text.prefix { $0 == " " }.count
        guard indent <= 3, text.dropFirst(indent).hasPrefix("<!--") else { return nil }
        let last = lines.indices[start...].first { index in
            let line = index == start ? text.dropFirst(indent + 4) : lines[index].text[...]
            return line.contains("-->")
        }
        return last.map { $0 + 1 } ?? lines.count
    }

    /// Takes up a fence with commands and its output, and returns the line behind both.
    private mutating func take(_ fence: MarkdownFence, _ place: Range<Int>) throws(NotebookError) -> Int {
        var taken = Fence(
            commands: content(of: fence, place), firstLine: place.lowerBound + 2, place: place, output: nil,
            figures: nil)
        var end = place.upperBound
        if let start = nextText(from: end), let output = MarkdownFence(opening: lines[start].text),
            output.language == "text"
        {
            let place = try extent(of: output, at: start)
            taken.output = Output(lines: content(of: output, place), place: place)
            end = place.upperBound
        }
        if let start = nextText(from: end), FigureComment.begins(lines[start].text) {
            let comment = try FigureComment(reading: lines[start].text, at: "\(name):\(start + 1)")
            taken.figures = Figures(comment: comment, place: start)
            end = start + 1
        }
        fences.append(taken)
        return end
    }

    private func content(of fence: MarkdownFence, _ place: Range<Int>) -> [String] {
        let inner = place.dropFirst()
        let isClosed = inner.last.map { fence.isClosed(by: lines[$0].text) } ?? false
        return (isClosed ? inner.dropLast() : inner).map { fence.content(lines[$0].text) }
    }

    private func nextText(from index: Int) -> Int? {
        lines.indices[index...].first { !lines[$0].text.allSatisfy(\.isWhitespace) }
    }
}

extension MarkdownNotebook {
    /// The commands of all fences, as one script.
    package var script: String { fences.flatMap(\.commands).joined(separator: "\n") }
}
