package import Values

extension FeedbackRow {
    /// Appends what the row says, without its number and its date, as bytes that no row with other contents has.
    ///
    /// One byte for the kind of text (0 null, 1 text, 2 undecodable), its length in bytes as eight bytes with the least
    /// significant first, and the bytes themselves; then the label. A label that is one of the model's classes is a
    /// byte 0 and the integer's eight bytes, or a byte 1, a length and the text, so that `1`, `1.0` and `'1'` are the
    /// same; any other is a byte 2 to 6 for its storage class and its raw value.
    ///
    /// - Complexity: O(*n*) for *n* bytes of text.
    package func appendCanonicalBytes(to bytes: inout [UInt8], classes: [Label]) {
        switch text {
        case .null: bytes.append(contents: [], kind: 0)
        case .text(let text): bytes.append(contents: text.utf8, kind: 1)
        case .undecodable(let raw, _): bytes.append(contents: raw, kind: 2)
        }
        label.appendCanonicalBytes(to: &bytes, classes: classes)
    }
}

extension FeedbackLabel {
    /// Appends what the label says, as the last part of a row's canonical bytes.
    func appendCanonicalBytes(to bytes: inout [UInt8], classes: [Label]) {
        switch label(among: classes) {
        case .integer(let value): bytes.append(number: UInt64(bitPattern: value), kind: 0)
        case .text(let text): bytes.append(contents: text.utf8, kind: 1)
        case nil: appendRawBytes(to: &bytes)
        }
    }

    private func appendRawBytes(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(2)
        case .integer(let value): bytes.append(number: UInt64(bitPattern: value), kind: 3)
        case .real(let value): bytes.append(number: value.bitPattern, kind: 4)
        case .text(let text): bytes.append(contents: text.utf8, kind: 5)
        case .bytes(let raw): bytes.append(contents: raw, kind: 6)
        }
    }
}

extension [UInt8] {
    /// Appends a kind and eight bytes, least significant first.
    mutating func append(number: UInt64, kind: UInt8) {
        append(kind)
        for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    fileprivate mutating func append(contents: some Collection<UInt8>, kind: UInt8) {
        append(number: UInt64(contents.count), kind: kind)
        append(contentsOf: contents)
    }
}
