import Values

extension CommandLineWords {
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

    /// The error for an option with nothing behind it, in the parser's words.
    func missingValue(of option: CommandCatalog.Argument, in word: CommandText.Word) -> NotebookError {
        let name = option.longName ?? ""
        return .syntax(
            message: "missing value for '--\(name) <\(option.valueName ?? name)>'",
            remedy: "see help \(path.joined(separator: " "))", range: word.range)
    }

    func unknown(_ word: CommandText.Word, among commands: [CommandCatalog.Command]) -> NotebookError {
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
