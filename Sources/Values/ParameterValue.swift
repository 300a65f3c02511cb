/// The value of a setting as scikit-learn's `get_params` would show it.
///
/// One form serves the command line, the metadata of model files and the canonical bytes behind `model_digest`, so a
/// setting cannot mean one thing in one place and another elsewhere.
package indirect enum ParameterValue: Hashable, Sendable {
    /// Python's `None`.
    case none
    /// Python's `True` or `False`.
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// A binary64 number.
    case real(Double)
    /// A text.
    case text(String)
    /// A list or tuple, such as `ngram_range=(1, 2)` or a list of stop words.
    case list([ParameterValue])
    /// A dictionary with its keys in the order of the labels, such as `class_weight={0: 1.0, 1: 2.0}`.
    case mapping([Entry])

    /// One key of a `mapping` with its value.
    package struct Entry: Hashable, Sendable {
        /// The label that is the key.
        package var key: Label
        /// The value.
        package var value: ParameterValue

        /// Pairs a key with its value.
        package init(key: Label, value: ParameterValue) {
            self.key = key
            self.value = value
        }
    }
}

extension ParameterValue: CustomStringConvertible {
    /// The value in Python's spelling: `None`, `True`, `0.0001`, `'l2'`, `(1, 2)`, `{0: 1.0}`.
    package var description: String {
        switch self {
        case .none: "None"
        case .bool(let value): value ? "True" : "False"
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .text(let value): Self.quoted(value)
        case .list(let values): "(" + values.map(\.description).joined(separator: ", ") + ")"
        case .mapping(let entries):
            "{" + entries.map { "\(Self.description(of: $0.key)): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }

    private static func description(of key: Label) -> String {
        switch key {
        case .integer(let value): String(value)
        case .text(let value): quoted(value)
        }
    }

    /// The text in quotes as Python's `repr` writes it: a backslash is doubled, control characters are escaped.
    private static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var quoted = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case quote: quoted += "\\\(quote)"
            default:
                if let escape = scalar.escape { quoted += escape } else { quoted.unicodeScalars.append(scalar) }
            }
        }
        return quoted + String(quote)
    }
}

extension ParameterValue {
    /// Whether the value is `None`, also where it was typed as a word in any case.
    package var isNone: Bool {
        if case .text(let text) = self { return text.lowercased() == "none" }
        return self == .none
    }

    /// The value as `True` or `False`, also where it was typed as a word in any case; `nil` where it is neither.
    package var truth: Bool? {
        switch self {
        case .bool(let value): value
        case .text(let text) where text.lowercased() == "true": true
        case .text(let text) where text.lowercased() == "false": false
        default: nil
        }
    }
}

/// A setting's name, spelled as in scikit-learn, with its value.
package struct Parameter: Hashable, Sendable {
    /// The name, such as `n_features`.
    package var name: String
    /// The value.
    package var value: ParameterValue

    /// Pairs a name with its value.
    package init(_ name: String, _ value: ParameterValue) {
        self.name = name
        self.value = value
    }
}
