import ModelFiles
import Values

@testable import Notebook

/// The decoders of what people type, and of notebooks.
enum NotebookDecoders {
    static func markdown(_ bytes: [UInt8]) throws(Violation) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        guard let notebook = try read(text) else { return }
        try Violation.unless(notebook.text.utf8.elementsEqual(text.utf8), "a notebook's lines are not its text")
        let renewed = notebook.renewed(with: [])
        try Violation.unless(renewed.utf8.elementsEqual(text.utf8), "a notebook that is not renewed is changed")
        for fence in notebook.fences {
            if case .commands(let commands) = CellText(fence.commands.joined(separator: "\n")) {
                try hold(commands.map(\.source))
            }
            guard let figures = fence.figures else { continue }
            let line = figures.comment.line
            let again = try Violation.unlessDone("written figures") { () throws(NotebookError) in
                try FigureComment(reading: line, at: "a.md:1")
            }
            try Violation.unless(again.commands == figures.comment.commands, "figures are others when read again")
        }
        _ = SessionParameters.declared(in: notebook.script)
        _ = renewed
    }

    /// Holds commands of a session in every form in which it is saved.
    static func hold(_ commands: [String]) throws(Violation) {
        let cells = commands.prefix(100).enumerated().map { SavedCell(number: $0 + 1, logged: $1) }
        guard let notebook = try read(SavedForm.md.text(of: cells, title: "a title")) else {
            throw Violation("a saved notebook cannot be read")
        }
        let kept = cells.filter { $0.prose == nil }
        try Violation.unless(
            notebook.fences.count == kept.count,
            "\(kept.count) commands are saved in \(notebook.fences.count) fences: \(notebook.text.debugDescription)")
        for (fence, cell) in zip(notebook.fences, kept) {
            let saved = words(of: fence.commands.joined(separator: "\n"))
            try Violation.unless(
                saved == words(of: cell.command.withLineFeeds),
                "\(cell.command.debugDescription) is saved as \(fence.commands)")
        }
        let all = cells.map { words(of: $0.command.withLineFeeds) }
        if !all.contains(nil) {
            let script = SavedForm.refit.text(of: Array(cells), title: "")
            try Violation.unless(
                words(of: script.withLineFeeds) == all.flatMap { $0 ?? [] }, "\(commands) are saved as \(script)")
        }
        typealias Reader = Values.JSONReader<ModelFileError>
        let json = SavedForm.ipynb.text(of: cells, title: "a title")
        _ = try Violation.unlessDone("a saved notebook") { () throws(ModelFileError) in
            var reader = Reader(Array(json.utf8), origin: Reader.Origin(path: "a.ipynb", field: "it", offset: 0))
            _ = try reader.value()
            try reader.end()
        }
    }

    static func commands(_ bytes: [UInt8]) throws(Violation) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let count = text.count
        let script = ScriptReader(text: text)
        var lines = 0
        while case .lines = script.readLine(prompt: "") { lines += 1 }
        try Violation.unless(lines <= bytes.count, "\(lines) lines of \(bytes.count) bytes")
        let declared = SessionParameters.declared(in: text)
        try Violation.unless(declared.allSatisfy { !$0.isEmpty }, "a parameter without a name")
        var parameters = SessionParameters()
        for name in ["x", "rows"] { _ = parameters.declare(name, default: "$x \\") }
        let escaped = parameters.escaped(text)
        try Violation.unless(
            parameters.filled(escaped).utf8.elementsEqual(text.utf8),
            "\(escaped.debugDescription) is not filled as it was")
        switch CellText(text) {
        case .unfinished(let opening):
            try Violation.unless(
                opening.upperBound <= count && !opening.isEmpty, "an opening at \(opening) of \(count)")
        case .commands(let commands):
            for command in commands {
                let ranges = command.words.map(\.range)
                let isAscending = zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
                try Violation.unless(
                    isAscending && command.range.upperBound <= count
                        && ranges.allSatisfy { !$0.isEmpty && command.range.contains($0.lowerBound) },
                    "words at \(ranges) of \(command.range) of \(count)")
                try read(command, of: text)
                try hold(split: command.words.map(\.text))
            }
        }
        let words = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try hold(split: words)
        read(split: words)
    }

    static func completion(_ bytes: [UInt8]) throws(Violation) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let completer = NotebookCompleter(session: Session())
        let all = Array(text.utf8)
        // Readline asks at the end of what is typed, and where a person has gone back to.
        for cursor in Set([all.count, all.count / 2, all.count / 3]) {
            let found = completer.completions(for: text, cursor: cursor)
            guard cursor == all.count else { continue }
            try Violation.unless(
                (0...cursor).contains(found.replaceFrom), "a word at \(found.replaceFrom) of \(cursor) bytes")
            let typed = String(decoding: all[found.replaceFrom..<cursor], as: UTF8.self)
            for candidate in found.candidates {
                try Violation.unless(
                    candidate.text.hasPrefix(typed), "\(candidate.text) does not complete \(typed.debugDescription)")
            }
        }
    }

    // MARK: Parts

    private static func read(_ text: String) throws(Violation) -> MarkdownNotebook? {
        try Violation.attempt { () throws(NotebookError) in try MarkdownNotebook(text: text, name: "a.md") }
    }

    /// Reads a command, which runs nothing; what is wrong with it can be shown.
    private static func read(_ command: CommandText, of text: String) throws(Violation) {
        do throws(NotebookError) {
            _ = try CommandReader.read(command)
        } catch {
            // Messages repeat what was typed; what shows them takes away what a terminal would obey.
            let shown = DisplayWidth.oneLine(error.description)
            try Violation.unless(!shown.isEmpty, "an error without words")
            try Violation.check(shown: shown, mostBytes: .max)
            guard let range = error.range else { return }
            let excerpt = SourceExcerpt(source: text, range: range, firstLine: 1, width: 80)
            for line in excerpt.lines { try Violation.check(shown: line, mostBytes: .max) }
        }
    }

    /// Words that a shell has split stand in a script as the same words, but for an option and its value, which may be two.
    private static func hold(split words: [String]) throws(Violation) {
        guard let first = words.first, !first.isEmpty, words.allSatisfy(\.isApart) else { return }
        let command = CommandText(words: words)
        let written = self.words(of: command.source)
        guard written?.count == 1, written?.first.map(apart) == apart(words) else {
            throw Violation(
                "\(words) are written as \(command.source.debugDescription), "
                    + "which is \(written?.debugDescription ?? "unfinished")")
        }
    }

    /// Reads words that a shell has split as a command, which runs nothing.
    private static func read(split words: [String]) {
        let command = CommandText(words: words)
        do throws(NotebookError) {
            _ = try CommandReader.read(command)
        } catch {
            guard let range = error.range else { return }
            _ = SourceExcerpt(source: command.source, range: range, firstLine: 1, width: 80)
        }
    }

    /// The words with each `--option=value` as two.
    private static func apart(_ words: [String]) -> [String] {
        words.flatMap { word in
            word.hasPrefix("--") ? word.split(separator: "=", maxSplits: 1).map(String.init) : [word]
        }
    }

    /// The words of each command; `nil` where the text is not finished.
    private static func words(of text: String) -> [[String]]? {
        guard case .commands(let commands) = CellText(text) else { return nil }
        return commands.map { $0.words.map(\.text) }
    }
}

extension String {
    /// The text with the line ends that scripts and notebooks have once they are read.
    fileprivate var withLineFeeds: String { replacing("\r\n", with: "\n").replacing("\r", with: "\n") }

    /// Whether the word is characters of its own among others: no mark at its start joins what stands before it.
    fileprivate var isApart: Bool { !contains("\0") && "\"\(self)\" ".count == count + 3 }
}
