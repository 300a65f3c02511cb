package import Values

/// A row's label as the database stores it.
package enum FeedbackLabel: Hashable, Sendable {
    /// SQL's `NULL`.
    case null
    /// An `INTEGER`.
    case integer(Int64)
    /// A `REAL`, such as `1.0` where the column has no type.
    case real(Double)
    /// A `TEXT` in valid UTF-8.
    case text(String)
    /// A `BLOB`, or a `TEXT` that is not valid UTF-8.
    case bytes([UInt8])

    /// The label of `classes` that the stored value means, or `nil` when it means none of them.
    ///
    /// Among integer classes, `1`, `1.0`, `'1'` and `'1.0'` all mean the integer 1; among text classes, a `TEXT` means
    /// itself and an `INTEGER` means its digits. The classes are in ascending order.
    ///
    /// - Complexity: O(log *k*) comparisons for *k* classes.
    package func label(among classes: [Label]) -> Label? {
        if let whole = wholeNumber, let found = classes.element(equalTo: .integer(whole)) { return found }
        switch self {
        case .text(let text): return classes.element(equalTo: .text(text))
        case .integer(let value): return classes.element(equalTo: .text(String(value)))
        case .null, .real, .bytes: return nil
        }
    }

    /// The label that the stored value most likely means when no classes are known: an integer where it is one in any
    /// spelling, else the text; `nil` for the rest.
    package var natural: Label? {
        if let wholeNumber { return .integer(wholeNumber) }
        if case .text(let text) = self { return .text(text) }
        return nil
    }

    /// What is wrong with the label, as in ``FeedbackRow/defect(classes:)``.
    func defect(classes: [Label]?) -> FeedbackRow.Defect? {
        if case .null = self { return .nullLabel }
        guard let classes else { return natural == nil ? .unknownLabel : nil }
        return label(among: classes) == nil ? .unknownLabel : nil
    }

    private var wholeNumber: Int64? {
        switch self {
        case .integer(let value): return value
        case .real(let value): return Int64(exactly: value)
        case .text(let text):
            let trimmed = text.utf8.trimmingSpaces
            if let value = Int64(trimmed) { return value }
            // Other programs' readers would not take "inf" or "0x1p3" for a label either; a decimal point is enough.
            guard trimmed.utf8.contains(UInt8(ascii: ".")) else { return nil }
            return Double(trimmed).flatMap(Int64.init(exactly:))
        case .null, .bytes: return nil
        }
    }
}

extension [Label] {
    /// The element equal to `label` among ascending ones.
    fileprivate func element(equalTo label: Label) -> Label? { ascendingIndex(of: label).map { self[$0] } }
}

extension String.UTF8View {
    /// The text without spaces, tabs and line ends around it.
    fileprivate var trimmingSpaces: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = firstIndex { !isSpace($0) } ?? endIndex
        let tail = self[start...]
        let end = tail.lastIndex { !isSpace($0) }.map(index(after:)) ?? start
        return String(decoding: self[start..<end], as: UTF8.self)
    }
}
