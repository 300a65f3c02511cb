import Values

/// A node of `schema.json` as it is written there, with the place at which it is.
struct SkopsNode {
    /// The byte of the file at which it begins, or of the entry that holds it where that is packed.
    var offset: Int
    /// What it is.
    var content: Content

    /// What JSON knows.
    enum Content {
        case text(String)
        case integer(Int64)
        /// `null`, a truth value or a fraction, none of which a node needs.
        case other
        case list([SkopsNode])
        case object([Member])
    }

    /// A member of an object.
    struct Member {
        /// The name.
        var name: String
        /// The value.
        var node: SkopsNode
    }

    /// The most nodes that a schema may have; a model with 1,000 classes, each with a weight, has 13,000.
    static let most = 100_000
    /// The longest schema: the watermarks of refit's in it, quoted twice, may take 16 MiB.
    static let longestSchema = 1 << 25

    /// The member of an object.
    subscript(name: String) -> SkopsNode? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.node
    }

    /// The text that it is.
    var text: String? {
        guard case .text(let text) = content else { return nil }
        return text
    }

    /// The type that it stands for, such as `sklearn.linear_model._stochastic_gradient.SGDClassifier`.
    var type: String {
        "\(self["__module__"]?.text ?? "?").\(self["__class__"]?.text ?? "?")"
    }

    /// The loader that skops would call for it.
    var loader: String { self["__loader__"]?.text ?? "" }
}

extension JSONReader {
    /// Reads the schema, at most ``SkopsNode/most`` nodes.
    mutating func skopsNode(count: inout Int) throws(ModelFileError) -> SkopsNode {
        count += 1
        guard count <= SkopsNode.most else { throw damage("at most \(SkopsNode.most) nodes", "more") }
        let first = peek()
        let offset = fileOffset
        let content: SkopsNode.Content
        switch first {
        case UInt8(ascii: "\""): content = .text(try text())
        case UInt8(ascii: "["):
            var nodes: [SkopsNode] = []
            try array { (reader) throws(ModelFileError) in nodes.append(try reader.skopsNode(count: &count)) }
            content = .list(nodes)
        case UInt8(ascii: "{"):
            var members: [SkopsNode.Member] = []
            try object { (reader, name) throws(ModelFileError) in
                members.append(SkopsNode.Member(name: name, node: try reader.skopsNode(count: &count)))
            }
            content = .object(members)
        default:
            if case .integer(let value) = try parameterValue() { content = .integer(value) } else { content = .other }
        }
        return SkopsNode(offset: offset, content: content)
    }
}
