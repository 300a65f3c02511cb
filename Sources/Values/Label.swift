/// What a document is an example of: an integer, as in `sentiment INTEGER`, or a text, as in `"pos"`.
///
/// Two text labels are the same when their Unicode scalars are, as in NumPy and unlike Swift's `String`, for which
/// `"é"` and `"e\u{301}"` are equal. The order is NumPy's: integers by value, texts by scalar; integers come first,
/// although no dataset mixes the two kinds.
package enum Label: Sendable {
    /// A label such as `0` or `1`.
    case integer(Int64)
    /// A label such as `pos` or `neg`.
    case text(String)
}

extension Label: Comparable, Hashable {
    package static func == (left: Label, right: Label) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a == b
        case (.text(let a), .text(let b)): a.hasScalars(of: b)
        case (.integer, .text), (.text, .integer): false
        }
    }

    package static func < (left: Label, right: Label) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.integer, .text): true
        case (.text, .integer): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let value):
            hasher.combine(0)
            hasher.combine(value)
        case .text(let value):
            hasher.combine(1)
            for byte in value.utf8 { hasher.combine(byte) }
        }
    }
}

extension Label {
    /// The label for an error, without its words where it is so long that it can only be a document in the wrong column.
    package var excerpt: String {
        let text = description
        return text.count <= 40 ? text : "of \(text.count) characters"
    }

    /// The label for a sentence: as ``excerpt``, in Python's quotes where the sentence would not show where it ends, or
    /// that it is a text.
    package var quoted: String {
        guard case .text(let text) = self, text.count <= 40 else { return excerpt }
        let isPlain =
            Int64(text) == nil && !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "_-".contains($0) }
        return isPlain ? text : ParameterValue.text(text).description
    }

    /// The label as a person means it among `classes`: digits are a text where the classes are texts, and `1.0` is 1
    /// where they are integers.
    package func spelled(like classes: [Label]) -> Label {
        switch (self, classes.first) {
        case (_, .text): return .text(description)
        case (.text(let text), .integer):
            guard text.contains("."), let whole = Double(text).flatMap(Int64.init(exactly:)) else { return self }
            return .integer(whole)
        default: return self
        }
    }
}

extension Label: CustomStringConvertible {
    /// The label as a person writes it: digits, or the text itself.
    package var description: String {
        switch self {
        case .integer(let value): String(value)
        case .text(let value): value
        }
    }
}

extension Sequence<Label> {
    /// The labels for a sentence, quoted where they have to be, and not more than anyone reads: `neg, pos, 'so so'`.
    package var listed: String {
        let first = Array(prefix(21))
        return first.prefix(20).map(\.quoted).joined(separator: ", ") + (first.count > 20 ? ", …" : "")
    }
}
