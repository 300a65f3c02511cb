import Values

/// Settings as JSON in a file's metadata.
///
/// Whole numbers are written without a point and real ones with one (or an exponent), which is how they are told
/// apart again. A mapping, whose keys may be numbers, is `{"mapping":[[key,value],…]}`.
extension ParameterValue {
    /// The value as JSON; `nil` when a number in it is not finite, which JSON cannot say.
    var json: String? {
        switch self {
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .real(let value): return value.isFinite ? value.description : nil
        case .text(let value): return JSONText.text(value)
        case .list(let values):
            let elements = values.compactMap(\.json)
            return elements.count == values.count ? JSONText.array(elements) : nil
        case .mapping(let entries):
            let pairs = entries.compactMap { entry in
                entry.value.json.map { JSONText.array([entry.key.json, $0]) }
            }
            return pairs.count == entries.count ? JSONText.object([("mapping", JSONText.array(pairs))]) : nil
        }
    }
}

extension Label {
    /// The label as a JSON number or text.
    var json: String {
        switch self {
        case .integer(let value): String(value)
        case .text(let value): JSONText.text(value)
        }
    }
}

extension JSONReader {
    /// Reads a setting's value.
    mutating func parameterValue() throws(ModelFileError) -> ParameterValue {
        switch peek() {
        case UInt8(ascii: "n"):
            try word("null")
            return .none
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "["):
            var values: [ParameterValue] = []
            try array { (reader) throws(ModelFileError) in values.append(try reader.parameterValue()) }
            return .list(values)
        case UInt8(ascii: "{"): return try mapping()
        default:
            return switch try number() {
            case .integer(let value): .integer(value)
            case .real(let value): .real(value)
            }
        }
    }

    /// Reads a number or a text as a label.
    mutating func label() throws(ModelFileError) -> Label {
        peek() == UInt8(ascii: "\"") ? .text(try text()) : .integer(try integer())
    }

    private mutating func mapping() throws(ModelFileError) -> ParameterValue {
        var entries: [ParameterValue.Entry]?
        let offset = fileOffset
        try object { (reader, name) throws(ModelFileError) in
            guard name == "mapping" else { throw reader.damage("the name 'mapping'", "'\(name.prefix(40))'") }
            var pairs: [ParameterValue.Entry] = []
            try reader.array { (reader) throws(ModelFileError) in
                try reader.take("[")
                let key = try reader.label()
                try reader.take(",")
                pairs.append(ParameterValue.Entry(key: key, value: try reader.parameterValue()))
                try reader.take("]")
            }
            entries = pairs
        }
        guard let entries else { throw damage("a mapping", "an empty object", at: offset) }
        return .mapping(entries)
    }
}
