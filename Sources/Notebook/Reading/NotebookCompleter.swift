import Learning

/// Completes words of the command language from what the commands themselves declare.
package final class NotebookCompleter: CompletionSource {
    private let session: Session
    private let catalog = CommandCatalog.refit

    /// Completes for a session, whose datasets it offers by name.
    package init(session: Session) {
        self.session = session
    }

    package func completions(for line: String, cursor: Int) -> Completions {
        let before = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
        let command = before[(before.lastIndex(of: ";").map { before.index(after: $0) } ?? before.startIndex)...]
        let words = command.split(whereSeparator: \.isWhitespace).map(String.init)
        let isNewWord = command.last.map(\.isWhitespace) ?? true
        let typed = isNewWord ? "" : words.last ?? ""
        let earlier = isNewWord ? words : Array(words.dropLast())
        return completions(of: typed, after: earlier, end: before.utf8.count)
    }

    private func completions(of typed: String, after words: [String], end: Int) -> Completions {
        var among = catalog.commands
        var command: CommandCatalog.Command?
        var path = 0
        while path < words.count, let next = among.first(where: { $0.commandName == words[path].dashed }) {
            command = next
            among = next.subcommands ?? []
            path += 1
        }
        if path == words.count, command == nil || !among.isEmpty {
            let candidates = among.map { Candidate($0.commandName, note: $0.abstract) }
            return matching(typed, candidates, replaceFrom: end - typed.utf8.count)
        }
        guard let command, path > 0 else { return Completions(replaceFrom: end, candidates: []) }
        let arguments = Array(words[path...])
        if let equals = typed.firstIndex(of: "="), let option = option(typed[..<equals], of: command) {
            let value = String(typed[typed.index(after: equals)...])
            return values(of: option, typed: value, end: end)
        }
        if typed.hasPrefix("-") {
            let used = Set(arguments)
            let candidates = (command.arguments ?? []).filter(\.shouldDisplay).compactMap { argument -> Candidate? in
                guard argument.kind != .positional, let name = argument.longName, name != "help" else { return nil }
                return used.contains("--\(name)") && !argument.isRepeating
                    ? nil : Candidate("--\(name)", note: argument.abstract)
            }
            return matching(typed, candidates, replaceFrom: end - typed.utf8.count)
        }
        if let place = arguments.lastIndex(where: { $0.hasPrefix("--") }),
            let option = option(arguments[place][...], of: command), option.kind == .option,
            place == arguments.count - 1 || option.takesSeveralWords
        {
            return values(of: option, typed: typed, end: end)
        }
        return positional(typed, after: arguments, of: command, end: end)
    }

    private func option(_ name: Substring, of command: CommandCatalog.Command) -> CommandCatalog.Argument? {
        command.option(named: String(name.drop { $0 == "-" }).dashed)
    }

    /// How many positional arguments stand before the word.
    private func place(of arguments: [String], in command: CommandCatalog.Command) -> Int {
        var place = 0
        var takesValue = false
        for word in arguments {
            if word.hasPrefix("--") {
                takesValue = option(word[...], of: command)?.kind == .option && !word.contains("=")
            } else if takesValue {
                takesValue = false
            } else {
                place += 1
            }
        }
        return place
    }

    private func positional(
        _ typed: String, after arguments: [String], of command: CommandCatalog.Command, end: Int
    ) -> Completions {
        let place = place(of: arguments, in: command)
        let positionals = (command.arguments ?? []).filter { $0.kind == .positional }
        guard let argument = place < positionals.count ? positionals[place] : positionals.last(where: \.isRepeating)
        else { return settings(typed, of: command, end: end) }
        if command.commandName == "help" {
            let words =
                arguments.isEmpty
                ? catalog.commands.map(\.commandName) + HelpTopic.all.flatMap(\.words)
                : catalog.command(at: arguments.map(\.dashed))?.subcommands?.map(\.commandName) ?? []
            return matching(typed, words.map { Candidate($0) }, replaceFrom: end - typed.utf8.count)
        }
        if argument.valueName == "name" { return datasets(typed, end: end) }
        var found = values(of: argument, typed: typed, end: end)
        found.candidates += settings(typed, of: command, end: end).candidates
        return found
    }

    /// `name=` for the settings of `vectorizer` and `classifier`, in Python's spelling.
    private func settings(_ typed: String, of command: CommandCatalog.Command, end: Int) -> Completions {
        guard ["vectorizer", "classifier"].contains(command.commandName), !typed.isEmpty else {
            return Completions(replaceFrom: end, candidates: [])
        }
        let names = command.optionNames.filter { $0 != "help" }.map { $0.replacing("-", with: "_") + "=" }
        var found = matching(typed, names.map { Candidate($0) }, replaceFrom: end - typed.utf8.count)
        found.appendsSpace = false
        return found
    }

    /// The loaded datasets, and files.
    private func datasets(_ typed: String, end: Int) -> Completions {
        var found = matching(typed, session.datasets.map { Candidate($0.name) }, replaceFrom: end - typed.utf8.count)
        found.completesFiles = true
        return found
    }

    /// `SETTING=` for the classifier's settings, and behind it the values that they can have, one after a comma.
    private func variations(_ typed: String, end: Int) -> Completions {
        let classifier = catalog.command(at: ["classifier"])
        var texts = (classifier?.optionNames ?? []).filter { $0 != "help" }.map { $0.replacing("-", with: "_") }
            .filter { (try? SGDClassifierSettings.checkPart(of: $0)) != nil }.map { $0 + "=" }
        if let equals = typed.firstIndex(of: "=") {
            let values = classifier.flatMap { option(typed[..<equals], of: $0)?.completionKind?.list?.values } ?? []
            let before = typed[...(typed.lastIndex(of: ",") ?? equals)]
            texts = values.map { before + $0 }
        }
        var found = matching(typed, texts.map { Candidate($0) }, replaceFrom: end - typed.utf8.count)
        found.appendsSpace = false
        return found
    }

    private func values(of argument: CommandCatalog.Argument, typed: String, end: Int) -> Completions {
        if let name = argument.longName, ["test", "base", "dataset"].contains(name) {
            return datasets(typed, end: end)
        }
        if argument.longName == "vary" { return variations(typed, end: end) }
        let words = argument.completionKind?.list?.values ?? argument.allValues ?? []
        var found = matching(typed, words.map { Candidate($0) }, replaceFrom: end - typed.utf8.count)
        let isFile = argument.completionKind?.file != nil
        found.completesFiles = isFile || argument.longName == "stop-words"
        return found
    }

    private func matching(_ typed: String, _ candidates: [Candidate], replaceFrom: Int) -> Completions {
        Completions(replaceFrom: replaceFrom, candidates: candidates.filter { $0.text.hasPrefix(typed) })
    }
}

extension String {
    fileprivate var dashed: String { replacing("_", with: "-") }
}
