package import ArgumentParser
import Values

/// `help`: lists the commands, or explains a word.
package struct HelpCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "help", abstract: "List the commands, or explain one, or a word.")
    package static let examples = ["help", "help fit", "help feedback add", "help CountVectorizer"]
    package static let isMeta = true

    @Argument(help: "A command, a setting, or a word.")
    package var words: [String] = []

    package init() {}

    /// The command that explains these words.
    static func about(_ words: [String]) throws(NotebookError) -> HelpCommand {
        do { return try HelpCommand.parse(words) } catch { throw NotebookError(error) }
    }

    package func run(in session: Session) throws -> CellOutput {
        guard let first = words.first else { return Self.overview }
        let path = words.map { $0.replacing("_", with: "-") }
        if let type = Self.command(at: path) { return Self.explain(type, width: session.width) }
        if let topic = HelpTopic.find(words.joined(separator: " ")) { return Self.explain(topic) }
        if let setting = Self.explainSetting(first) { return setting }
        // Behind a group's name stands one of its commands.
        if let group = CommandCatalog.refit.commands.first(where: { $0.commandName == path[0] }), path.count > 1 {
            let nearest = Spelling.nearest(to: path[1], among: group.subcommands?.map(\.commandName) ?? [])
            throw NotebookError.refused(
                code: "no_help", message: "there is no help on \(words.joined(separator: " "))",
                remedy: "\(nearest == nil ? "see" : "did you mean") help "
                    + [path[0], nearest].compactMap(\.self).joined(separator: " ") + (nearest == nil ? "" : "?"))
        }
        let known = CommandCatalog.refit.commands.map(\.commandName) + HelpTopic.all.flatMap(\.words)
        throw NotebookError.refused(
            code: "no_help", message: "there is no help on \(words.joined(separator: " "))",
            remedy: Spelling.nearest(to: first, among: known).map { "did you mean help \($0)?" }
                ?? "help lists the commands")
    }

    private static let groups: [(title: String, commands: [String])] = [
        ("data", ["load", "datasets", "show", "write", "sample"]),
        ("settings", ["vectorizer", "classifier", "tokens", "transform"]),
        ("model", ["fit", "partial-fit", "score", "predict", "explain", "undo", "export", "import", "inspect"]),
        ("feedback", ["feedback", "update"]),
        ("runs", ["run-name", "note", "set", "expect", "runs", "replay", "compare", "plot", "report"]),
        ("notebook", ["cells", "rerun", "save", "help", "mode", "timer", "quit"]),
    ]

    /// All commands by group.
    private static var overview: CellOutput {
        let commands = CommandCatalog.refit.commands
        let rows = groups.flatMap { group in
            group.commands.enumerated().map { index, name in
                let abstract = commands.first { $0.commandName == name }?.abstract ?? ""
                return [TableCell.text(index == 0 ? group.title : ""), .text(name), .text(abstract)]
            }
        }
        let listed = groups.flatMap(\.commands).map { JSONValue.text($0) }
        return CellOutput(
            result: ["commands": .array(listed)],
            blocks: [
                .table(Table(columns: ["", "command", ""], rows: rows)),
                .prose("help COMMAND shows its options with examples; Tab completes words, Ctrl-D leaves."),
            ])
    }

    private static func command(at path: [String]) -> (any ParsableCommand.Type)? {
        var type: any ParsableCommand.Type = RefitCommand.self
        for word in path {
            guard let next = type.configuration.subcommands.first(where: { $0._commandName == word }) else {
                return nil
            }
            type = next
        }
        return type
    }

    private static func explain(_ type: any ParsableCommand.Type, width: Int) -> CellOutput {
        let help = RefitCommand.helpMessage(for: type, includeHidden: false, columns: min(width, 100))
        let examples = (type as? any NotebookCommand.Type)?.examples ?? []
        let shown = examples.isEmpty ? "" : "\nEXAMPLES:\n" + examples.map { "  \($0)\n" }.joined()
        // The parser says how bash asks; a cell has no `refit` before it.
        let text =
            help.replacing(/See 'refit help (.*) <subcommand>' for detailed help\./) { "See help \($0.1) COMMAND." }
            .trimmingSuffix(while: \.isNewline) + "\n" + shown
        return CellOutput(
            result: ["word": .text(type._commandName), "text": .text(text)],
            blocks: [.prose(text.trimmingSuffix(while: \.isNewline))])
    }

    private static func explain(_ topic: HelpTopic) -> CellOutput {
        CellOutput(
            result: ["word": .text(topic.words[0]), "text": .text(topic.text)], blocks: [.prose(topic.text)])
    }

    /// A setting such as `n_features`: the commands that take it, with what it does.
    private static func explainSetting(_ word: String) -> CellOutput? {
        let name = word.replacing("_", with: "-").replacing("--", with: "")
        let found = CommandCatalog.refit.commands.compactMap { command in
            command.option(named: name).map { "\(command.commandName) --\(name)  \($0.abstract ?? "")" }
        }
        guard !found.isEmpty else { return nil }
        let text = found.joined(separator: "\n")
        return CellOutput(result: ["word": .text(word), "text": .text(text)], blocks: [.prose(text)])
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self
        while text.last.map(predicate) == true { text.removeLast() }
        return text
    }
}
