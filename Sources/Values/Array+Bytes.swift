extension [UInt8] {
    /// Appends a copy of bytes that are only lent.
    ///
    /// - Complexity: amortised O(*n*) in the number of bytes.
    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
