import ArgumentParser
import Values

/// From a command's words to a command that can be run.
package enum CommandReader {
    /// Reads one command.
    ///
    /// Errors carry the characters they are about, and the nearest word where one was mistyped.
    package static func read(_ text: CommandText) throws(NotebookError) -> any NotebookCommand {
        guard let first = text.words.first else {
            throw .refused(code: "empty", message: "there is no command", remedy: nil)
        }
        if let call = try PastedCall(first) { return try SettingsCommands.command(for: call) }
        var line = CommandLineWords(text)
        try line.findCommand()
        if line.asksForHelp { return try HelpCommand.about(line.path) }
        try line.translateOptions()
        return try parse(line)
    }

    /// The command with its words in their canonical form, and behind them the options that were left out.
    static func expanded(
        _ text: CommandText, _ command: any NotebookCommand, in session: Session
    ) -> String {
        if let whole = command.expanded(in: session) { return whole }
        guard var line = try? CommandLineWords(text, translated: true) else { return text.source }
        return line.expanded(with: command.defaults)
    }

    private static func parse(_ line: CommandLineWords) throws(NotebookError) -> any NotebookCommand {
        do {
            // The command itself is asked, and not the whole tree of them, which takes longer to build than to run most.
            if let command = ParsedCommands.command(of: line) { return command }
            let parsed = try line.type.parseAsRoot(line.arguments.dropFirst(line.path.count).map(\.text))
            ParsedCommands.keep(parsed, of: line)
            if let command = parsed as? any NotebookCommand { return command }
            return try HelpCommand.about(line.path)
        } catch let error as NotebookError {
            throw error
        } catch {
            throw line.error(describing: line.type.message(for: error))
        }
    }
}

/// A command's words on their way into the argument parser, each with the characters it came from.
struct CommandLineWords {
    struct Argument {
        var text: String
        var range: Range<Int>
    }

    private let words: [CommandText.Word]
    private let end: Int
    private(set) var path: [String] = []
    private(set) var arguments: [Argument] = []
    private var command: CommandCatalog.Command?
    private var textWords: [String] = []
    private var textStart = 0
    private var textEnd = 0

    init(_ text: CommandText) {
        words = text.words
        end = text.range.upperBound
    }

    /// The words of a command that can be read, with their options translated.
    init(_ text: CommandText, translated: Bool) throws(NotebookError) {
        self.init(text)
        try findCommand()
        if translated { try translateOptions() }
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
    mutating func expanded(with defaults: [OptionDefault]) -> String {
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
        let takesText = takesText(command)
        var isBehindTerminator = false
        var isValue = false
        // Behind an option of several values a word may have an equals sign of its own: --vary alpha=0.1,1.
        var isGathering = false
        for word in words.dropFirst(path.count) {
            let isOption = word.text.hasPrefix("--") && !word.startsQuoted && !isBehindTerminator && !isValue
            if isOption, word.text == "--" {
                isBehindTerminator = true
                if !takesText { arguments.append(Argument(text: "--", range: word.range)) }
            } else if isOption {
                let found = try option(word, of: command)
                arguments.append(found.argument)
                isValue = found.takesValue
                isGathering = found.isRepeating
            } else if isValue {
                arguments.append(protected(word))
                isValue = false
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
        finishText()
    }

    /// Whether the words behind the command are a TEXT, or there is but one, of which the parser makes the same.
    ///
    /// The command describes itself where that says nothing, which takes a millisecond.
    private func takesText(_ command: CommandCatalog.Command) -> Bool {
        if command.type is any TextCommand.Type { return true }
        if words.count == path.count + 1, let word = words.last, word.nameLength == nil, !word.text.hasPrefix("-") {
            return false
        }
        return command.arguments?.contains { $0.kind == .positional && $0.valueName == "text" } == true
    }

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
    ) throws(NotebookError) -> (argument: Argument, takesValue: Bool, isRepeating: Bool) {
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
        let argument = Argument(text: "--" + name + body.dropFirst(typed.count), range: word.range)
        // An option of several values has its words gathered by the parser.
        let takesValue = option.kind == .option && typed.count == body.count
        return (argument, takesValue && !option.isRepeating, takesValue && option.isRepeating)
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
        guard option.kind == .flag else { return Argument(text: "--\(name)=\(value)", range: word.range) }
        switch PythonLiteral.atom(value) {
        case .bool(true): return Argument(text: "--\(name)", range: word.range)
        case .bool(false): return Argument(text: "", range: word.range)
        default: return Argument(text: "--\(name)=\(value)", range: word.range)
        }
    }

    /// The command or topic that a line of Python most likely wants: the last of its names that refit knows.
    private func known(inPython line: some Sequence<CommandText.Word>) -> String? {
        let names = line.flatMap { $0.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init) }
        for name in names.reversed() {
            let command = name.replacing("_", with: "-")
            if CommandCatalog.refit.commands.contains(where: { $0.commandName == command }) {
                return "refit has \(command) NAME; see help \(command)"
            }
            if HelpTopic.find(name) != nil { return "help \(name) says what refit has instead" }
        }
        return nil
    }

    private func unknown(_ word: CommandText.Word, among commands: [CommandCatalog.Command]) -> NotebookError {
        let names = commands.map(\.commandName)
        let group = path.joined(separator: " ")
        let typed = word.text.replacing("_", with: "-")
        let remedy: String
        if let nearest = Spelling.nearest(to: typed, among: names) {
            remedy = "did you mean \(nearest)?"
        } else if path.isEmpty {
            remedy = known(inPython: words) ?? "help lists the commands"
        } else {
            remedy = "there are \(names.joined(separator: ", "))"
        }
        return .syntax(
            message: path.isEmpty ? "there is no command \(word.text)" : "\(group) has no command \(word.text)",
            remedy: remedy, range: word.range)
    }

    /// The parser's message, with the characters of the word that it quotes.
    func error(describing message: String) -> NotebookError {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        let culprits = quoted.indices.filter { $0 % 2 == 1 }.map { String(quoted[$0]) }
        let given = arguments.dropFirst(path.count)
        let found = culprits.lazy.compactMap { culprit in
            given.first { $0.text == culprit || $0.text.hasSuffix("=" + culprit) || $0.text == culprit.firstWord }
        }.first
        let text = (message.split(separator: "\n").first.map(String.init) ?? message)
            .replacing(". Please provide one of the following:", with: "")
        return .syntax(
            message: text.loweringFirst.replacing(TextArgument.mark, with: ""),
            remedy: Self.hint(for: text) ?? found.flatMap { hint(forUnexpected: $0, text) }
                ?? "see help \(path.joined(separator: " "))",
            range: found?.range ?? end..<end + 1)
    }

    /// The option that a `name=value` was meant for which the parser took for a name or a path too many.
    private func hint(forUnexpected argument: Argument, _ message: String) -> String? {
        guard message.contains("nexpected argument"), let command, let name = argument.text.split(separator: "=").first,
            name.count < argument.text.count
        else { return nil }
        let nearest = Spelling.nearest(to: String(name.replacing("_", with: "-")), among: command.optionNames)
        return nearest.map { "did you mean \($0.replacing("-", with: "_"))=?" }
    }

    /// What a value should have looked like, for the kinds of values that many options take.
    private static func hint(for message: String) -> String? {
        let hints = [
            "<tolerance>": "write a number from 0 on, alone or behind a figure: 1e-9, log_loss=1e-6",
            "<timeout>": "write seconds, such as 90 or 1.5",
            "<report>": "write junit:FILE, markdown:FILE or github",
            "<jobs>": "write a whole number from 1",
            "<comparison>": "write >=, >, <=, <, == or !=, or in bash ge, gt, le, lt, eq or ne",
            "rows>": "rows are a Python slice, such as :3000, 3000: or 100:200",
            "<batch-size>": "write a whole number from 1, such as 1000 or 2^10",
            "<epochs>": "write a whole number from 1",
            "<last>": "write a whole number from 1",
            "<documents>": "write a whole number from 1, such as 4000 or 10_000",
            "<strategies>": "write fetchone, fetchmany, fetchmany:1000 or fetchall",
            "<replicate>": "write seed, order or draw, or several with commas",
            "<seeds>":
                "write 1..10 or 1,2,5: whole numbers from 0 to 4294967295, the smaller end first, at most 1,000, each once",
            "<repeats>": "write a whole number from 0 to 1000",
            "<resamples>": "write a whole number from 0 to 1000",
            "<margin>": "write a number from 0 to 1, such as 0.005 for half a percentage point",
            "<max-drop>": "write a number from 0 to 1, such as 0.01 for one percentage point",
            "<flip>": "write a number from 0 to 1",
            "<contradict>": "write a number from 0 to 1",
            "<random-state>": "write a whole number from 0 to 4294967295",
        ]
        return message.contains("is invalid") ? hints.first { message.contains($0.key) }?.value : nil
    }
}

extension String {
    fileprivate var firstWord: String { String(prefix { $0 != " " }) }

    fileprivate var loweringFirst: String {
        var text = prefix(1).lowercased() + dropFirst()
        if text.hasPrefix("error: ") { text.removeFirst(7) }
        while text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
