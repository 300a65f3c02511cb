/// A JSON value (RFC 8259) whose objects keep their keys in the order they were given.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case array([JSONValue])
    case object([Member])

    /// One key of an object with its value.
    package struct Member: Hashable, Sendable {
        /// The key.
        package var key: String
        /// The value.
        package var value: JSONValue

        /// Pairs a key with its value.
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }

    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(stringLiteral value: String) { self = .text(value) }

    package init(integerLiteral value: Int) { self = .integer(value) }

    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(nilLiteral: ()) { self = .null }

    /// A number, or `null` where it is unknown.
    package init(_ value: Double?) { self = value.map { .real($0) } ?? .null }

    /// A whole number, or `null` where it is unknown.
    package init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

    /// A text, or `null` where it is unknown.
    package init(_ value: String?) { self = value.map { .text($0) } ?? .null }

    /// An integer label as a number, a text label as a text, no label as `null`.
    package init(_ label: Label?) {
        switch label {
        case nil: self = .null
        case .integer(let value): self = .integer(Int(value))
        case .text(let value): self = .text(value)
        }
    }

    /// A setting's value; a dictionary's keys become texts, and where two keys have the same text, as the labels `1` and
    /// `'1'` do, the dictionary becomes an array of pairs.
    package init(_ value: ParameterValue) {
        switch value {
        case .none: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(Int(value))
        case .real(let value): self = .real(value)
        case .text(let value): self = .text(value)
        case .list(let values): self = .array(values.map(JSONValue.init))
        case .mapping(let entries):
            let keys = Set(entries.map { Array($0.key.description.utf8) })
            self =
                keys.count == entries.count
                ? .object(entries.map { Member(key: $0.key.description, value: JSONValue($0.value)) })
                : .array(entries.map { .array([JSONValue($0.key), JSONValue($0.value)]) })
        }
    }

    /// Settings as an object with their names as keys.
    package init(_ parameters: [Parameter]) {
        self = .object(parameters.map { Member(key: $0.name, value: JSONValue($0.value)) })
    }
}

extension JSONValue {
    /// The value on one line, doubles in full precision; what is not finite is `null`, since JSON has no word for it.
    ///
    /// - Complexity: O(*n*), where *n* is the length of the text.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// A number as ``text`` has it.
    package static func text(of number: Double) -> String { number.isFinite ? number.description : "null" }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .real(let value): text += Self.text(of: value)
        case .text(let value): text += JSONString.quoted(value)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                text += JSONString.quoted(member.key)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }
}

extension JSONValue {
    /// The value of an object's key; `nil` where there is none, or no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

/// Texts are told apart by their bytes: Swift takes `é` and `e` with an accent behind it for the same.
extension JSONValue.Member {
    package static func == (left: Self, right: Self) -> Bool {
        left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
}

/// Numbers are told apart by their bits, so that −0 is not 0.
extension JSONValue {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left.bitPattern == right.bitPattern
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}
