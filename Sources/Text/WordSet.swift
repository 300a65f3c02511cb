/// A fixed set of words, searched by their UTF-8 bytes without making a `String`.
///
/// A word is known by its first eight bytes as one number and by its length; only longer ones are compared further. An
/// open-addressed table, at most a quarter full and probed linearly, holds the words' numbers.
struct WordSet: Sendable {
    private var words: [Word] = []
    /// The bytes of all words, one after another.
    private var bytes: [UInt8] = []
    /// The number of a word plus one, or 0 where the slot is free.
    private var slots: [Int32]
    private let shift: UInt64
    private var longest = 0

    private struct Word: Sendable {
        var head: UInt64
        var start: Int
        var count: Int
    }

    init(_ words: [String]) {
        var bits: UInt64 = 4
        while 1 << bits < 4 * words.count { bits += 1 }
        slots = [Int32](repeating: 0, count: 1 << bits)
        shift = 64 - bits
        for word in words { insert(word) }
    }

    private mutating func insert(_ word: String) {
        let utf8 = word.utf8.span
        guard !contains(utf8) else { return }
        let head = Self.head(of: utf8)
        words.append(Word(head: head, start: bytes.count, count: utf8.count))
        bytes.append(contentsOf: word.utf8)
        longest = max(longest, utf8.count)
        var slot = slot(of: head, count: utf8.count)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(words.count)
    }

    /// Whether the set has the word whose UTF-8 bytes are `word`.
    ///
    /// - Complexity: O(*n*) in the bytes of `word`, and O(1) for words longer than all in the set.
    @inline(__always)
    func contains(_ word: Span<UInt8>) -> Bool {
        guard word.count <= longest else { return false }
        let head = Self.head(of: word)
        var slot = slot(of: head, count: word.count)
        while slots[slot] != 0 {
            let known = words[Int(slots[slot]) - 1]
            if known.head == head, known.count == word.count,
                word.count <= 8 || bytes.span.extracting(known.start..<known.start + known.count).isEqual(to: word)
            {
                return true
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    /// The first eight bytes as a number, the first of them lowest; fewer are followed by zeros.
    @inline(__always)
    private static func head(of word: Span<UInt8>) -> UInt64 {
        if word.count >= 8 {
            return unsafe UInt64(littleEndian: word.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        }
        var head: UInt64 = 0
        if word.count >= 4 {
            // Two loads that overlap, since a branch for each number of bytes would be mispredicted.
            let low = unsafe UInt32(littleEndian: word.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
            let high = unsafe UInt32(
                littleEndian: word.bytes.unsafeLoadUnaligned(fromByteOffset: word.count - 4, as: UInt32.self))
            return UInt64(low) | UInt64(high) << UInt64(8 * (word.count - 4))
        }
        for index in word.indices { head |= UInt64(word[index]) << UInt64(8 * index) }
        return head
    }

    /// The upper bits of the product with 2^64 / φ.
    ///
    /// Source: Donald Knuth, "The Art of Computer Programming" 3, §6.4.
    @inline(__always)
    private func slot(of head: UInt64, count: Int) -> Int {
        Int(truncatingIfNeeded: ((head ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}
