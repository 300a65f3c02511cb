import ArgumentParser
import Values

/// A command's words on their way into the argument parser, each with the characters it came from.
struct CommandLineWords {
    struct Argument {
        var text: String
        var range: Range<Int>
    }

    let words: [CommandText.Word]
    let end: Int
    private(set) var path: [String] = []
    private(set) var arguments: [Argument] = []
    private(set) var command: CommandCatalog.Command?
    private var textWords: [String] = []
    private var textStart = 0
    private var textEnd = 0

    init(_ text: CommandText) {
        words = text.words
        end = text.range.upperBound
    }

    /// The words of a command that was read, as the parser takes them.
    ///
    /// It has taken plain words as they stand, whatever options there are.
    init(ofReadable text: CommandText) throws(NotebookError) {
        self.init(text)
        try findCommand()
        if !takesText, let plainWords { arguments += plainWords } else { try translateOptions() }
    }

    /// The words behind the command's name, where the parser takes them as they stand, if it takes them at all.
    ///
    /// `nil` for many words, since the parser looks at each of them again and again; and for a TEXT alone, which needs no
    /// parser (``ParsedCommands``).
    var plainWords: [Argument]? {
        let given = words.dropFirst(path.count)
        guard 1...16 ~= given.count, !takesText || given.contains(where: { $0.text.hasPrefix("-") }),
            given.allSatisfy(Self.isPlain)
        else { return nil }
        return given.map { Argument(text: $0.text, range: $0.range) }
    }

    /// Whether a word is an option as the parser knows it, or something that looks neither like an option nor like Python.
    private static func isPlain(_ word: CommandText.Word) -> Bool {
        guard word.text.hasPrefix("-") else {
            return word.nameLength == nil && !word.text.hasPrefix(TextArgument.mark)
        }
        let name = word.text.dropFirst(2).prefix { $0 != "=" }
        // Of `--label=` the parser would say nothing, and take the next word for the value.
        return word.text.hasPrefix("--") && !word.startsQuoted && name.first?.isLetter == true && !name.contains("_")
            && !word.text.hasSuffix("=")
    }

    /// The TEXT, where nothing else follows the command's name.
    var onlyText: String? {
        textWords.isEmpty || arguments.count != path.count + 1 ? nil : arguments.last?.text
    }

    /// Whether nothing follows the command's name.
    var isBare: Bool { words.count == path.count }

    /// The command that the words name.
    var type: any ParsableCommand.Type { command?.type ?? RefitCommand.self }

    /// The words as they might be typed, and the defaults of the options that are not among them.
    func expanded(with defaults: [OptionDefault]) -> String {
        let given = Set(arguments.map(\.text).filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) })
        let typed = arguments.map { CommandText.quoted(TextArgument.unmarked($0.text)) }
        let left = defaults.filter { !given.contains("--\($0.name)") }
        return (typed + left.flatMap { ["--\($0.name)"] + $0.values.map(CommandText.quoted) }).joined(separator: " ")
    }

    /// Reads the words that name the command, with underscores taken as dashes: `partial_fit` is `partial-fit`.
    mutating func findCommand() throws(NotebookError) {
        var among = CommandCatalog.refit.commands
        for word in words {
            let name = word.text.contains("_") ? word.text.replacing("_", with: "-") : word.text
            guard let found = among.first(where: { $0.commandName == name }) else {
                if command != nil, word.text.hasPrefix("-") { break }
                throw unknown(word, among: among)
            }
            path.append(name)
            arguments.append(Argument(text: name, range: word.range))
            command = found
            among = found.subcommands ?? []
            if among.isEmpty { return }
        }
    }

    /// Whether `--help` or `-h` stands among the words.
    var asksForHelp: Bool {
        words.dropFirst(path.count).contains { !$0.startsQuoted && ($0.text == "--help" || $0.text == "-h") }
    }

    /// Turns `name=value` into `--name=value` where `name` is an option, and refuses options that there are not.
    mutating func translateOptions() throws(NotebookError) {
        guard let command, words.count > path.count else { return }
        // A variable of its own, since each word asks.
        let takesText = takesText
        var isBehindTerminator = false
        /// The option whose value comes next.
        var awaiting: (option: CommandCatalog.Argument, word: CommandText.Word)?
        // Behind an option of several values a word may have an equals sign of its own: --vary alpha=0.1,1.
        var isGathering = false
        for word in words.dropFirst(path.count) {
            let isOption = word.text.hasPrefix("--") && !word.startsQuoted && !isBehindTerminator && awaiting == nil
            if isOption, word.text == "--" {
                isBehindTerminator = true
                if !takesText { arguments.append(Argument(text: "--", range: word.range)) }
            } else if isOption {
                let found = try option(word, of: command)
                arguments.append(found.argument)
                awaiting = found.takesValue ? (found.option, word) : nil
                isGathering = found.isRepeating
            } else if awaiting != nil {
                arguments.append(protected(word))
                awaiting = nil
            } else if takesText {
                try takeText(word, of: command)
            } else if !word.startsQuoted, !isBehindTerminator,
                let argument = try assignment(word, of: command, mayBeValue: isGathering)
            {
                if !argument.text.isEmpty { arguments.append(argument) }
            } else {
                arguments.append(protected(word))
            }
        }
        // The TEXT, which goes last, would become the value.
        if takesText, let awaiting { throw missingValue(of: awaiting.option, in: awaiting.word) }
        finishText()
    }

    /// Whether the words behind the command are a TEXT, but for its options.
    private var takesText: Bool { command?.type is any TextCommand.Type }

    /// Adds a word to the TEXT, which reaches the parser as one argument: it would look at each word again and again.
    private mutating func takeText(
        _ word: CommandText.Word, of command: CommandCatalog.Command
    ) throws(NotebookError) {
        if !word.startsQuoted, let argument = try assignment(word, of: command, mayBeValue: true) {
            if !argument.text.isEmpty { arguments.append(argument) }
            return
        }
        if textWords.isEmpty { textStart = word.range.lowerBound }
        textWords.append(word.text)
        textEnd = word.range.upperBound
    }

    private mutating func finishText() {
        guard !textWords.isEmpty else { return }
        let text = textWords.joined(separator: " ")
        arguments.append(
            Argument(text: text.hasPrefix("-") ? TextArgument.mark + text : text, range: textStart..<textEnd))
    }

    /// A quoted word that looks like an option reaches the parser as a value.
    private func protected(_ word: CommandText.Word) -> Argument {
        // The parser has no quoting of its own: a no-break space in front of the dash would change the text, so a
        // dash at the start is marked and unmarked by the TEXT arguments.
        // A quoted dash, or a negative number, is a value: the parser would take either for an option.
        let isNumber = word.text.dropFirst().first.map { $0.isNumber || $0 == "." } == true
        let isMarked = word.text.hasPrefix("-") && (word.startsQuoted || isNumber)
        return Argument(text: isMarked ? TextArgument.mark + word.text : word.text, range: word.range)
    }

    private func option(
        _ word: CommandText.Word, of command: CommandCatalog.Command
    ) throws(NotebookError) -> (
        argument: Argument, option: CommandCatalog.Argument, takesValue: Bool, isRepeating: Bool
    ) {
        let body = word.text.dropFirst(2)
        let typed = String(body.prefix { $0 != "=" })
        let name = typed.replacing("_", with: "-")
        guard let option = command.option(named: name) else {
            let nearest = Spelling.nearest(to: name, among: command.optionNames)
            throw .syntax(
                message: "\(path.joined(separator: " ")) has no option --\(typed)",
                remedy: nearest.map { "did you mean --\($0)?" } ?? remedyForOptions(of: command),
                range: word.range.lowerBound..<min(word.range.upperBound, word.range.lowerBound + typed.count + 2))
        }
        if option.kind == .option, body.count == typed.count + 1 { throw missingValue(of: option, in: word) }
        let argument = Argument(text: "--" + name + body.dropFirst(typed.count), range: word.range)
        // An option of several values has its words gathered by the parser.
        let takesValue = option.kind == .option && typed.count == body.count
        return (argument, option, takesValue && !option.isRepeating, takesValue && option.isRepeating)
    }

    private func remedyForOptions(of command: CommandCatalog.Command) -> String {
        let names = command.optionNames.filter { $0 != "help" }.map { "--\($0)" }
        let call = "help \(path.joined(separator: " "))"
        return names.isEmpty ? "it takes none; see \(call)" : "it takes \(names.joined(separator: ", ")); see \(call)"
    }

    private func assignment(
        _ word: CommandText.Word, of command: CommandCatalog.Command, mayBeValue: Bool
    ) throws(NotebookError) -> Argument? {
        guard let length = word.nameLength else { return nil }
        let typed = String(word.text.prefix(length))
        let name = typed.replacing("_", with: "-")
        guard let option = command.option(named: name) else {
            // A text may hold an equals sign; commands that take no text can only have meant an option.
            if command.takesWords || mayBeValue { return nil }
            let nearest = Spelling.nearest(to: name, among: command.optionNames)?.replacing("-", with: "_")
            throw .syntax(
                message: "\(path.joined(separator: " ")) has no option \(typed)",
                remedy: nearest.map { "did you mean \($0)=?" } ?? remedyForOptions(of: command),
                range: word.range.lowerBound..<word.range.lowerBound + length)
        }
        let value = String(word.text.dropFirst(length + 1))
        guard option.kind == .flag else {
            // The parser would take the next word for the value.
            if value.isEmpty { throw missingValue(of: option, in: word) }
            return Argument(text: "--\(name)=\(value)", range: word.range)
        }
        switch PythonLiteral.atom(value) {
        case .bool(true): return Argument(text: "--\(name)", range: word.range)
        case .bool(false): return Argument(text: "", range: word.range)
        default: return Argument(text: "--\(name)=\(value)", range: word.range)
        }
    }
}
