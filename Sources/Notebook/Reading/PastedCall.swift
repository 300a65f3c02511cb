package import Values

/// A scikit-learn constructor call pasted into a cell: `vect = HashingVectorizer(n_features=2**21, norm=None)`.
package struct PastedCall: Sendable {
    /// The command that the call stands for: `vectorizer` or `classifier`.
    package var command: String
    /// Its arguments.
    package var arguments: [Argument]

    /// One `name=value` of the call.
    package struct Argument: Sendable {
        /// The name.
        package var name: String
        /// The value.
        package var value: ParameterValue
        /// Where the argument stands in the cell's text, in characters.
        package var range: Range<Int>
    }

    /// The classes whose calls are understood.
    package static let names = ["HashingVectorizer", "SGDClassifier"]

    /// Reads a command's only word as a call; `nil` where it is none.
    package init?(_ word: CommandText.Word) throws(NotebookError) {
        guard let open = word.text.utf8.firstIndex(of: UInt8(ascii: "(")),
            let name = Self.names.first(where: word.text.contains)
        else { return nil }
        let head = word.text[..<open]
        guard head.filter({ !$0.isWhitespace }).split(separator: "=").last.map(String.init) == name else { return nil }
        let offset = word.range.lowerBound + head.count
        var reader = LiteralReader(String(word.text[open...]))
        guard let pairs = reader.keywordArguments() else {
            throw .syntax(
                message: "\(name)(…) takes name=value pairs with plain values",
                remedy: "write, for example, \(name)(\(Self.example(name)))", range: word.range)
        }
        command = name == "HashingVectorizer" ? "vectorizer" : "classifier"
        arguments = pairs.map { pair in
            Argument(
                name: pair.name, value: pair.value,
                range: (pair.range.lowerBound + offset)..<(pair.range.upperBound + offset))
        }
    }

    private static func example(_ name: String) -> String {
        name == "HashingVectorizer" ? "n_features=2**21, norm=None" : "loss='log_loss', random_state=1"
    }
}
