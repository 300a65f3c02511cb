import Values

/// The parameters that `set` has declared, and the values that refit's command line gives some of them.
package struct SessionParameters: Sendable {
    /// The values that go before those of the `set` commands, by name.
    package var overrides: [String: String] = [:]
    private var values: [String: String] = [:]

    /// Nothing declared.
    package init() {}

    /// The names in ascending order.
    package var names: [String] { values.keys.sorted() }

    /// Declares a parameter, or declares it anew, and returns the value that it now has.
    package mutating func declare(_ name: String, default value: String) -> String {
        let value = overrides[name] ?? value
        values[name] = value
        return value
    }

    /// Whether a text can be a parameter's name: an ASCII letter or `_`, then letters, digits and `_`.
    package static func isName(_ text: some StringProtocol) -> Bool {
        text.first?.isNameStart == true && text.allSatisfy(\.isNamePart)
    }

    /// A text with each `$name` and `${name}` of a declared parameter replaced by its value.
    ///
    /// Names that nobody has declared stay as they are, since a review may speak of $5 or $x; `\$name` stands for a
    /// declared name itself. Values are not looked into again.
    /// - Complexity: O(*n*) for *n* characters.
    package func filled(_ text: String) -> String {
        guard !values.isEmpty, text.contains("$") else { return text }
        let characters = Array(text)
        var filled = ""
        var index = 0
        while index < characters.count {
            let isEscaped = characters[index] == "\\"
            if let use = use(in: characters, at: isEscaped ? index + 1 : index) {
                filled += isEscaped ? String(characters[(index + 1)..<use.end]) : use.value
                index = use.end
            } else {
                filled.append(characters[index])
                index += 1
            }
        }
        return filled
    }

    /// A text that ``filled(_:)`` turns into `text`.
    func escaped(_ text: String) -> String {
        let characters = Array(text)
        return characters.indices.reduce(into: "") { escaped, index in
            if use(in: characters, at: index) != nil { escaped.append("\\") }
            escaped.append(characters[index])
        }
    }

    private func use(in characters: [Character], at start: Int) -> (value: String, end: Int)? {
        guard start < characters.count, characters[start] == "$" else { return nil }
        let hasBraces = start + 1 < characters.count && characters[start + 1] == "{"
        let first = start + (hasBraces ? 2 : 1)
        var end = first
        while end < characters.count, characters[end].isNamePart { end += 1 }
        if hasBraces, end >= characters.count || characters[end] != "}" { return nil }
        guard let value = values[String(characters[first..<end])] else { return nil }
        return (value, hasBraces ? end + 1 : end)
    }
}

extension Character {
    fileprivate var isNameStart: Bool { isASCII && (isLetter || self == "_") }
    fileprivate var isNamePart: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

extension CommandText {
    /// The command with the parameters' values in its words, each of which stays one word whatever its value holds.
    ///
    /// The source and the ranges stay those of what was typed, so that errors point there. The word that names the command
    /// is left alone. Throws where a value would add to a pasted call more than one argument's value.
    func filled(from parameters: SessionParameters) throws(NotebookError) -> CommandText {
        guard !parameters.names.isEmpty, source.contains("$") else { return self }
        var command = self
        for index in words.indices {
            let word = words[index]
            let text = parameters.filled(word.text)
            guard text != word.text else { continue }
            if index == 0 {
                guard try PastedCall(word) != nil else { continue }
                try check(parameters, in: word)
            }
            command.words[index].text = text
            // A value is no option, and none of its characters means anything more than itself.
            if word.text.hasPrefix("$") { command.words[index].startsQuoted = true }
        }
        return command
    }

    private func check(_ parameters: SessionParameters, in call: Word) throws(NotebookError) {
        for name in parameters.names where call.text.contains("$\(name)") || call.text.contains("${\(name)}") {
            let value = parameters.filled("${\(name)}")
            guard value.allSatisfy({ $0.isNamePart || ".+-*^".contains($0) }) else {
                throw .syntax(
                    message: "the value of $\(name) is no number and no word, so it cannot stand in a pasted call",
                    remedy: "use the command's own options, such as classifier --loss $\(name)", range: call.range)
            }
        }
    }
}

extension SessionParameters {
    /// The names that the `set` commands of a script declare, in the order in which they come.
    ///
    /// A script that ends inside a quote is looked at as far as it can be read.
    package static func declared(in script: String) -> [String] {
        var text = script
        while true {
            switch CellText(text) {
            case .commands(let commands): return names(in: commands)
            case .unfinished(let opening): text = String(Array(text)[..<opening.lowerBound])
            }
        }
    }

    private static func names(in commands: [CommandText]) -> [String] {
        var names: [String] = []
        for command in commands where command.words.first?.text == "set" {
            for word in command.words.dropFirst() {
                guard let length = word.nameLength else { continue }
                let name = String(word.text.prefix(length))
                if !names.contains(name) { names.append(name) }
            }
        }
        return names
    }
}
