/// The text of one or more cells, and the commands in it.
package enum CellText: Sendable {
    /// The text ends inside a quote, a bracket or a continued line.
    case unfinished(opening: Range<Int>)
    /// The commands in order; none for a blank text or a comment.
    case commands([CommandText])

    /// Splits a text into commands and their words.
    ///
    /// - Words are separated by white space; commands by line feeds and by `;`.
    /// - A quote opens at the start of a word or behind `=`, so that `don't` needs none. Within `"…"` a backslash
    ///   protects `"` and itself; within `'…'` nothing is special. A bracket behind `=`, or behind an option, holds a
    ///   value together: `ngram_range=(1, 2)`, `--class-weight {0: 1, 1: 2}`.
    /// - `#` begins a comment where a command would begin, and elsewhere when a space follows: `#1` is a word. A backslash at the end of a line continues it; before a space,
    ///   a quote, `;`, `#` or another backslash it protects that character, and elsewhere it is itself.
    /// - `HashingVectorizer(…)` and `SGDClassifier(…)`, with or without `name =` in front, are one command each.
    /// - Complexity: O(*n*) for *n* characters.
    package init(_ source: String) {
        if let signs = ASCIISign.signs(of: source) {
            var scanner = CellScanner(signs)
            self = scanner.scan()
        } else {
            var scanner = CellScanner(Array(source))
            self = scanner.scan()
        }
    }
}

/// One command as it was typed.
package struct CommandText: Sendable {
    /// Where the command stands in the cell's text, in characters.
    package var range: Range<Int>
    /// The command as typed, without surrounding white space.
    package var source: String
    /// Its words.
    package var words: [Word]

    /// One word of a command.
    package struct Word: Sendable {
        /// The word without its quotes.
        package var text: String
        /// Where it stands in the cell's text, in characters.
        package var range: Range<Int>
        /// Where in `text` the name ends that a `name=value` begins with, in characters; `nil` for other words.
        package var nameLength: Int?
        /// Whether a quote protects its start, so that it is never an option.
        package var startsQuoted: Bool

        /// Describes one word.
        package init(text: String, range: Range<Int>, nameLength: Int? = nil, startsQuoted: Bool = false) {
            self.text = text
            self.range = range
            self.nameLength = nameLength
            self.startsQuoted = startsQuoted
        }
    }
}

extension CommandText {
    /// A command whose words something else has split already, as bash does.
    package init(words: [String]) {
        var source: [Character] = []
        var scanned: [Word] = []
        for word in words {
            if !source.isEmpty { source.append(" ") }
            let start = source.count
            source += CommandText.quoted(word)
            scanned.append(
                Word(text: word, range: start..<source.count, nameLength: CommandText.nameLength(of: word)))
        }
        self.init(range: 0..<source.count, source: String(source), words: scanned)
    }

    private static func nameLength(of word: String) -> Int? {
        let name = word.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = word.dropFirst(name.count)
        return name.first?.isLetter == true && rest.hasPrefix("=") && !rest.hasPrefix("==") ? name.count : nil
    }

    /// The word as it would have to be typed in a cell, wherever it stands in a command.
    ///
    /// What `name=` and `--option=` are for is not lost in quotes: those stand around the value alone, which behind an
    /// option is a word of its own.
    /// - Complexity: O(*n*) for *n* characters.
    package static func quoted(_ word: String) -> String {
        guard needsQuotes(word) else { return word }
        let value = quoted(value: word[...])
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return value }
        let isOption = word.hasPrefix("--")
        let name = isOption ? word[..<equals].dropFirst(2) : word[..<equals]
        guard !name.isEmpty, !needsQuotes(String(word[..<equals])), isOption || nameLength(of: word) == name.count
        else { return value }
        return word[..<equals] + (isOption ? " " : "=") + quoted(value: word[word.index(after: equals)...])
    }

    private static func quoted(value: Substring) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else {
            return "\"\(value)\""
        }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Whether a word is another, or several, where it stands as it is: first, behind an option, or before another word.
    private static func needsQuotes(_ word: String) -> Bool {
        func isSame(_ source: String, _ words: [String]) -> Bool {
            guard case .commands(let commands) = CellText(source), commands.count == 1 else { return false }
            return commands[0].words.map(\.text) == words
        }
        // Only behind `=` does a bracket, or a quote that is lost, hold a space; the texts that are classified are long.
        if word.utf8.contains(UInt8(ascii: " ")), !word.utf8.contains(UInt8(ascii: "=")) { return true }
        return !isSame("\(word) x", [word, "x"]) || !isSame("x --x \(word) x", ["x", "--x", word, "x"])
    }
}
