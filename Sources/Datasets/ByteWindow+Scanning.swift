import Glibc

extension ByteWindow {
    /// The first position from `lower` on that holds `byte`, or `count` where what has been read holds none.
    ///
    /// - Complexity: O(*n*) for *n* bytes passed over, many of them at a time (`memchr`).
    func firstPosition(of byte: UInt8, from lower: Int) -> Int {
        guard lower < count else { return count }
        let from = start + lower
        let searched = count - lower
        return unsafe storage.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let found = unsafe memchr(base + from, Int32(byte), searched) else {
                return lower + searched
            }
            return unsafe lower + (UnsafeRawPointer(found) - (base + from))
        }
    }

    /// The first position from `lower` on that ends a plain CSV field or holds a quote, or `count`.
    ///
    /// - Precondition: The delimiter is not above the comma.
    func firstPosition(ofLineEndQuoteOr delimiter: UInt8, from lower: Int) -> Int {
        let bytes = storage.span
        var position = start + lower
        while position < end {
            let byte = bytes[position]
            // Comma, tab, quote and line ends are all below the letters: one comparison settles most bytes.
            if byte <= UInt8(ascii: ","), byte == delimiter || byte == 0x0A || byte == 0x0D || byte == 0x22 { break }
            position += 1
        }
        return position - start
    }

    /// Hands over the bytes at some positions of the record.
    func withBytes<Result, Failure: Error>(
        _ positions: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.span.extracting(start + positions.lowerBound..<start + positions.upperBound))
    }
}
