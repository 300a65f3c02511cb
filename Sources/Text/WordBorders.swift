/// Where the words of a text begin and end: the maximal runs of word characters.
///
/// A loop without branches that the compiler vectorizes says of every byte whether it belongs to a word, sixty-four
/// answers become the bits of one number, and the borders are the bits in which it differs from itself shifted by one. A
/// branch a byte would be mispredicted at nearly every border.
struct WordBorders: Sendable {
    /// What each byte is, with zeros up to the next multiple of `blockSize`.
    private var classes: [UInt8] = []
    /// The borders of the present text in its first `count` elements: a word's first byte, the byte behind its last, and
    /// so on in turn.
    private(set) var positions: [UInt32] = []
    /// The number of borders, twice that of the words.
    private(set) var count = 0
    /// Whether the present text has no scalar beyond ASCII.
    private(set) var isASCII = true

    /// The class of the bytes of words.
    private static let word: UInt8 = 0xFF
    /// The class of the bytes of scalars beyond ASCII, before they are looked up.
    private static let other: UInt8 = 0x80
    /// The bytes whose answers make one number.
    private static let blockSize = 64

    /// Finds the borders of a text of less than 2^32 bytes in the place of an earlier one's.
    ///
    /// - Complexity: O(*n*) for *n* bytes; nothing is allocated once the buffers have grown.
    mutating func find(in text: Span<UInt8>) {
        let blocks = (text.count + Self.blockSize - 1) / Self.blockSize
        classes.grow(to: blocks * Self.blockSize)
        isASCII = classify(text, upTo: blocks * Self.blockSize)
        if !isASCII { classifyOthers(text) }
        // A text has at most one border more than bytes, and they are written in eights.
        if positions.count < text.count + 40 {
            positions = [UInt32](repeating: 0, count: max(text.count + 40, 2 * positions.count))
        }
        collect(blocks: blocks, end: text.count)
    }

    /// Classifies the bytes, and says whether all of them are ASCII.
    private mutating func classify(_ text: Span<UInt8>, upTo end: Int) -> Bool {
        unsafe classes.withUnsafeMutableBufferPointer { classes in
            unsafe text.withUnsafeBufferPointer { text in
                var union: UInt8 = 0
                for index in text.indices {
                    let byte = unsafe text[index]
                    let isWord = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
                    unsafe classes[index] = isWord ? Self.word : byte & Self.other
                    union |= byte
                }
                for index in text.count..<end { unsafe classes[index] = 0 }
                return union < 0x80
            }
        }
    }

    /// Looks up the scalars beyond ASCII.
    private mutating func classifyOthers(_ text: Span<UInt8>) {
        var classes = classes.mutableSpan
        var next = text.firstBeyondASCII(from: 0)
        while let index = next {
            let (scalar, length) = text.scalar(at: index)
            let isWord = CharacterClasses.isWord(scalar)
            for offset in 0..<length { classes[index + offset] = isWord ? Self.word : 0 }
            next = text.firstBeyondASCII(from: index + length)
        }
    }

    /// Writes down the borders.
    private mutating func collect(blocks: Int, end: Int) {
        var count = 0
        var written = exchange(&positions, with: [])
        unsafe written.withUnsafeMutableBufferPointer { positions in
            // Bit 0 says whether the byte before the block belongs to a word.
            var carry: UInt64 = 0
            for block in 0..<blocks {
                let start = block * Self.blockSize
                let isWord = bits(of: start)
                var borders = isWord ^ (isWord << 1 | carry)
                carry = isWord >> 63
                let number = borders.nonzeroBitCount
                // Eight at a time whatever their number, for that branch is predicted more often than one for each.
                var done = 0
                repeat {
                    for offset in 0..<8 {
                        unsafe positions[count + done + offset] = UInt32(
                            truncatingIfNeeded: start + borders.trailingZeroBitCount)
                        borders &= borders &- 1
                    }
                    done += 8
                } while done < number
                count += number
            }
            // A word may end with the text, and the text with a block.
            if carry != 0 {
                unsafe positions[count] = UInt32(truncatingIfNeeded: end)
                count += 1
            }
        }
        positions = written
        self.count = count
    }

    /// Whether each of the sixty-four bytes from `start` on belongs to a word; the first is the lowest bit.
    @inline(__always)
    private func bits(of start: Int) -> UInt64 {
        let classes = unsafe classes.span.bytes
        var bits: UInt64 = 0
        for eight in 0..<8 {
            // Byte *i* keeps bit *i*, and the product's highest byte is the sum of all.
            let kept =
                unsafe UInt64(
                    littleEndian: classes.unsafeLoadUnaligned(fromByteOffset: start + 8 * eight, as: UInt64.self))
                & 0x8040_2010_0804_0201
            bits |= ((kept &* 0x0101_0101_0101_0101) >> 56) << UInt64(8 * eight)
        }
        return bits
    }
}
