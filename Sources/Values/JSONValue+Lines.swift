extension JSONValue {
    /// The value over several lines for people and for `diff`: an object's keys in ascending order, one a line.
    ///
    /// Arrays and objects without arrays or objects in them stand on one line where they fit 100 columns. The same value
    /// always has the same text.
    /// - Complexity: O(*n*) for *n* bytes of text, times the depth.
    package var lines: String {
        var text = ""
        sortedByKey.writeLines(to: &text, indent: 0)
        return text + "\n"
    }

    /// The value with the keys of every object in ascending order of their scalars.
    package var sortedByKey: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { Member(key: $0.key, value: $0.value.sortedByKey) }
                    .sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) })
        case .array(let values): .array(values.map(\.sortedByKey))
        case .null, .bool, .integer, .real, .text: self
        }
    }

    private var isFlat: Bool {
        func isLeaf(_ value: JSONValue) -> Bool {
            switch value {
            case .array(let values): values.isEmpty
            case .object(let members): members.isEmpty
            default: true
            }
        }
        switch self {
        case .array(let values): return values.allSatisfy(isLeaf)
        case .object(let members): return members.allSatisfy { isLeaf($0.value) }
        default: return true
        }
    }

    private func writeLines(to text: inout String, indent: Int) {
        if isFlat {
            let line = self.text
            if line.utf8.count + indent <= 100 || isLeaf {
                text += line
                return
            }
        }
        let inner = String(repeating: " ", count: indent + 2)
        switch self {
        case .array(let values):
            text += "[\n"
            for (index, value) in values.enumerated() {
                text += inner
                value.writeLines(to: &text, indent: indent + 2)
                text += index + 1 < values.count ? ",\n" : "\n"
            }
            text += String(repeating: " ", count: indent) + "]"
        case .object(let members):
            text += "{\n"
            for (index, member) in members.enumerated() {
                text += inner + JSONString.quoted(member.key) + ": "
                member.value.writeLines(to: &text, indent: indent + 2)
                text += index + 1 < members.count ? ",\n" : "\n"
            }
            text += String(repeating: " ", count: indent) + "}"
        case .null, .bool, .integer, .real, .text: text += self.text
        }
    }

    private var isLeaf: Bool {
        switch self {
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        case .null, .bool, .integer, .real, .text: true
        }
    }
}
