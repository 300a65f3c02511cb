import Values

/// What `schema.json` says a classifier's attributes are.
///
/// A node is read only where its loader and its type are on a short list: skops' loaders would import and call what a node
/// names, and this reader imports and calls nothing. Everything else is `forbidden`, with the name and the place.
struct SkopsSchema {
    /// The attributes in the schema's order.
    private(set) var attributes: [Attribute] = []
    /// The skops that wrote it; `nil` where it does not say.
    private(set) var skopsVersion: String?
    private let path: String

    /// One attribute.
    struct Attribute {
        /// scikit-learn's name.
        var name: String
        /// The byte at which the schema speaks of it.
        var offset: Int
        /// Its value.
        var value: Value
    }

    /// The value of an attribute.
    enum Value {
        /// One that stands in the schema.
        case plain(ParameterValue)
        /// An array, in the entry of this name.
        case array(file: String)
        /// An object that scikit-learn makes anew from the settings.
        case loss
    }

    /// The class whose models are read.
    static let classifier = "sklearn.linear_model._stochastic_gradient.SGDClassifier"

    private static let losses: Set = [
        "Hinge", "SquaredHinge", "ModifiedHuber", "Log", "SquaredLoss", "Huber", "EpsilonInsensitive",
        "SquaredEpsilonInsensitive", "CyHalfBinomialLoss", "CyHalfSquaredError", "CyHuberLoss",
    ]
    private static let arrays: Set = [
        "numpy.ndarray", "numpy.float64", "numpy.int64", "numpy.int32", "numpy.str_",
    ]

    /// Reads the schema of a classifier.
    init(_ root: SkopsNode, path: String) throws(ModelFileError) {
        self.path = path
        guard root.loader == "ObjectNode", root.type == Self.classifier else {
            throw forbidden(root, "is no classifier of this kind; only \(Self.classifier) is read")
        }
        guard case .integer(let version)? = root["protocol"]?.content, (0...2).contains(version) else {
            throw damage(root, "protocol", "0 to 2", root["protocol"] == nil ? "missing" : "another")
        }
        skopsVersion = root["_skops_version"]?.text
        guard let content = root["content"] else { throw damage(root, "content", "there", "missing") }
        let members = try members(of: content)
        guard try keyTypes(of: content, count: members.count).allSatisfy({ $0 == "str" }) else {
            throw damage(content, "key_types", "texts", "others")
        }
        for member in members {
            attributes.append(
                Attribute(name: member.name, offset: member.node.offset, value: try value(of: member.node)))
        }
    }

    private func value(of node: SkopsNode) throws(ModelFileError) -> Value {
        switch (node.loader, node.type) {
        case ("JsonNode", "builtins.str"): return .plain(try plain(node))
        case ("NdArrayNode", let type) where Self.arrays.contains(type):
            guard node["type"]?.text == "numpy", let file = node["file"]?.text else {
                throw forbidden(node, "is an array of Python objects")
            }
            return .array(file: file)
        case ("DictNode", "builtins.dict"):
            let members = try members(of: node)
            let keys = try keyTypes(of: node, count: members.count)
            var entries: [ParameterValue.Entry] = []
            for (index, member) in members.enumerated() {
                let key: Label
                if keys[index] == "int" {
                    guard let integer = Int64(member.name) else {
                        throw damage(member.node, "a key", "a whole number", "something else")
                    }
                    key = .integer(integer)
                } else {
                    key = .text(member.name)
                }
                entries.append(ParameterValue.Entry(key: key, value: try plain(member.node)))
            }
            return .plain(.mapping(entries))
        case ("LossNode", let type):
            let parts = type.split(separator: ".")
            let module = parts.dropLast().joined(separator: ".")
            guard ["sklearn._loss._loss", "sklearn.linear_model._sgd_fast"].contains(module),
                let name = parts.last, Self.losses.contains(String(name))
            else { throw forbidden(node, "is no loss of SGDClassifier") }
            return .loss
        default:
            throw forbidden(node, "is not among the types that a model is made of (loader \(node.loader.prefix(40)))")
        }
    }

    /// The value of a node that holds JSON in a text.
    private func plain(_ node: SkopsNode) throws(ModelFileError) -> ParameterValue {
        guard node.loader == "JsonNode", node.type == "builtins.str" else {
            throw forbidden(node, "stands where a number, a text, a truth value or None belongs")
        }
        guard let content = node["content"]?.text else { throw damage(node, "content", "a text", "something else") }
        var reader = JSONReader(
            Array(content.utf8),
            origin: JSONReader.Origin(path: path, field: "a value", offset: node.offset, isQuoted: true))
        let value = try reader.parameterValue()
        try reader.end()
        switch value {
        case .none, .bool, .integer, .real, .text: return value
        case .list, .mapping: throw damage(node, "content", "a number, a text, a truth value or null", "a list or more")
        }
    }

    private func members(of node: SkopsNode) throws(ModelFileError) -> [SkopsNode.Member] {
        guard node.loader == "DictNode", node.type == "builtins.dict" else {
            throw forbidden(node, "stands where a dictionary belongs")
        }
        guard case .object(let members)? = node["content"]?.content else {
            throw damage(node, "content", "an object", "something else")
        }
        return members
    }

    /// `int` or `str` for each key of a dictionary, since JSON knows keys of one kind only.
    private func keyTypes(of node: SkopsNode, count: Int) throws(ModelFileError) -> [String] {
        guard let list = node["key_types"], list.loader == "ListNode",
            case .list(let types)? = list["content"]?.content,
            types.count == count
        else { throw damage(node, "key_types", "a type for each of \(count) keys", "something else") }
        var names: [String] = []
        for type in types {
            switch (type.loader, type.type) {
            case ("TypeNode", "builtins.int"), ("TypeNode", "numpy.int64"): names.append("int")
            case ("TypeNode", "builtins.str"), ("TypeNode", "numpy.str_"): names.append("str")
            default: throw forbidden(type, "is no type of a label")
            }
        }
        return names
    }

    private func forbidden(_ node: SkopsNode, _ reason: String) -> ModelFileError {
        .forbidden(path: path, name: String(node.type.prefix(120)), byteOffset: node.offset, reason: reason)
    }

    private func damage(_ node: SkopsNode, _ field: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: node.offset, field: field, expected: expected, actual: actual))
    }
}
