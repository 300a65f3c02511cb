/// What each byte of a text is to a scanner for words, eight bytes at a glance.
///
/// A loop without branches that the compiler vectorizes makes the classes; borders of words are then found by counting
/// zero bits in eight classes at a time, where a branch a byte would be mispredicted at nearly every border.
struct ByteClasses: Sendable {
    /// The class of every byte, and `padding` zeros behind them.
    private var classes: [UInt8] = []

    /// The class of ASCII letters, digits and the underscore.
    static let word: UInt8 = 0xFF
    /// The class of the bytes of other scalars, of which nothing is said.
    static let other: UInt8 = 0x80
    /// How many bytes may be read behind the last.
    private static let padding = 8

    /// Classifies the bytes of a text in the place of an earlier one's.
    ///
    /// - Complexity: O(*n*) for *n* bytes.
    mutating func classify(_ text: Span<UInt8>) {
        let count = text.count
        classes.grow(to: count + Self.padding)
        unsafe classes.withUnsafeMutableBufferPointer { classes in
            unsafe text.withUnsafeBufferPointer { text in
                for index in 0..<count {
                    let byte = unsafe text[index]
                    let isWord = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
                    unsafe classes[index] = isWord ? Self.word : byte & Self.other
                }
            }
            for index in count..<count + Self.padding { unsafe classes[index] = 0 }
        }
    }

    /// The first position from `start` on whose byte is of another class than 0, or `count`.
    @inline(__always)
    func firstNonzero(from start: Int, count: Int) -> Int {
        var position = start
        while position < count {
            let eight = load(position)
            if eight != 0 { return min(count, position + eight.trailingZeroBitCount / 8) }
            position += 8
        }
        return count
    }

    /// The first position from `start` on whose byte is no ASCII word character, or `count`.
    @inline(__always)
    func firstNonword(from start: Int, count: Int) -> Int {
        var position = start
        while position < count {
            let eight = ~load(position)
            if eight != 0 { return min(count, position + eight.trailingZeroBitCount / 8) }
            position += 8
        }
        return count
    }

    @inline(__always)
    private func load(_ position: Int) -> UInt64 {
        UInt64(littleEndian: unsafe classes.span.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
}
