import Values

/// JSON written in one way only: no white space, members in the order given, the shortest digits that read back alike.
enum JSONText {
    /// A text in quotes.
    static func text(_ value: String) -> String { JSONString.quoted(value) }

    /// Elements, each already JSON.
    static func array(_ elements: some Sequence<String>) -> String {
        "[" + elements.joined(separator: ",") + "]"
    }

    /// Members, each value already JSON, in the order given.
    static func object(_ members: some Sequence<(String, String)>) -> String {
        "{" + members.map { "\(text($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }
}
