extension Span<UInt8> {
    /// Whether the bytes are UTF-8.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    package var isUTF8: Bool { isUTF8(from: firstBeyondASCII(from: 0)) }

    /// Whether the bytes are UTF-8, of which those before `first` are ASCII; all are where it is `nil`.
    ///
    /// ASCII is passed over many bytes at a time. What stands between two ASCII bytes is a whole number of characters by
    /// itself or not at all, since ASCII bytes are in no other character.
    fileprivate func isUTF8(from first: Int?) -> Bool {
        var next = first
        while let index = next {
            // Few bytes at a time where others are rare, and not one by one where they are the rule.
            var end = Swift.min(index + 32, count)
            while end < count, self[end] >= 0x80 { end += 1 }
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: extracting(index..<end))
            } catch {
                return false
            }
            next = firstBeyondASCII(from: end)
        }
        return true
    }

    /// The first place from `start` on whose byte is 128 or more, or `nil`.
    ///
    /// - Complexity: O(*n*) for *n* bytes passed over, sixty-four of them at a time.
    package func firstBeyondASCII(from start: Int) -> Int? {
        let bytes = unsafe self.bytes
        func highBits(_ place: Int) -> UInt64 {
            unsafe UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self))
                & 0x8080_8080_8080_8080
        }
        var index = start
        while index &+ 64 <= count {
            var union: UInt64 = 0
            for word in 0..<8 { union |= highBits(index &+ 8 &* word) }
            guard union == 0 else { break }
            index &+= 64
        }
        while index &+ 8 <= count {
            let high = highBits(index)
            guard high == 0 else { return index &+ high.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, self[index] < 0x80 { index += 1 }
        return index < count ? index : nil
    }
}

extension String {
    /// Whether another text has the same Unicode scalars, which `==` does not ask: for it `"é"` and `"e\u{301}"` are equal.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    package func hasScalars(of other: String) -> Bool {
        let (bytes, others) = (utf8.span, other.utf8.span)
        return bytes.count == others.count && bytes.indices.allSatisfy { bytes[$0] == others[$0] }
    }

    /// A copy of the text that some bytes are; `nil` where they are not UTF-8.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    package init?(utf8 bytes: Span<UInt8>) {
        let first = bytes.firstBeyondASCII(from: 0)
        guard bytes.isUTF8(from: first) else { return nil }
        self = unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: first == nil))
    }

    /// A copy of some bytes that are known to be UTF-8.
    @unsafe
    package init(knownUTF8 bytes: Span<UInt8>) {
        self = unsafe String(copying: UTF8Span(unchecked: bytes))
    }

    /// A copy of some bytes that are known to be ASCII.
    @unsafe
    package init(ascii bytes: Span<UInt8>) {
        self = unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: true))
    }
}
