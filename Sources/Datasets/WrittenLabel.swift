import Values

/// The two readings of a label as it is written in a file.
enum WrittenLabel {
    /// The label under the reading that the whole dataset has; `nil` for what is no integer where all are.
    static func label(_ written: String, isInteger: Bool) -> Label? {
        isInteger ? integer(written).map(Label.integer) : .text(written)
    }

    /// The integer that a label is, or `nil`.
    ///
    /// Spaces around it, a sign and a fraction of zeros (`1.0`, as pandas writes a column that once had gaps) are
    /// allowed; a number beyond 64 bits is none.
    static func integer(_ written: String) -> Int64? {
        // As nearly all are written.
        if let plain = Int64(written) { return plain }
        var bytes = Substring(written).utf8
        while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        if let point = bytes.firstIndex(of: UInt8(ascii: ".")) {
            let fraction = bytes[bytes.index(after: point)...]
            guard !fraction.isEmpty, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
            bytes = bytes[..<point]
        }
        return Int64(Substring(bytes))
    }
}
