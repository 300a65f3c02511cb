/// A fixed set of words, searched by their UTF-8 bytes without making a `String`.
///
/// The words lie in one buffer; an open-addressed table, at most a quarter full and probed linearly, holds their
/// numbers.
struct WordSet: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// The number of a word plus one, or 0 where the slot is free.
    private var slots: [Int32]
    private var longest = 0

    init(_ words: [String]) {
        var capacity = 16
        while capacity < 4 * words.count { capacity *= 2 }
        slots = [Int32](repeating: 0, count: capacity)
        for word in words { insert(word) }
    }

    private mutating func insert(_ word: String) {
        let utf8 = word.utf8.span
        guard !contains(utf8) else { return }
        bytes.append(contentsOf: word.utf8)
        ends.append(bytes.count)
        longest = max(longest, utf8.count)
        var slot = Self.hash(utf8) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(ends.count - 1)
    }

    /// Whether the set has the word whose UTF-8 bytes are `word`.
    ///
    /// - Complexity: O(*n*) in the bytes of `word`, and O(1) for words longer than all in the set.
    @inline(__always)
    func contains(_ word: Span<UInt8>) -> Bool {
        guard word.count <= longest else { return false }
        var slot = Self.hash(word) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot])
            if bytes.span.extracting(ends[number - 1]..<ends[number]).isEqual(to: word) { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    /// FNV-1a of the bytes, with the high half folded into the low one, which selects the slot.
    ///
    /// Source: Fowler, Noll and Vo, "FNV Hash".
    @inline(__always)
    private static func hash(_ word: Span<UInt8>) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for index in word.indices { hash = (hash ^ UInt32(word[index])) &* 0x0100_0193 }
        return Int(hash ^ hash >> 15)
    }
}
