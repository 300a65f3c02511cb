/// The stems of words that were met before: a text's words are few, and stemming one costs as much as finding it fifty times.
///
/// Words are found by a hash and compared whole. All are forgotten once there are too many, so that memory is bounded; and
/// of words that share a hash only some are kept, so that a text of such words is stemmed as if nothing were known.
struct StemCache: Sendable {
    /// One word with its stem behind it in `bytes`.
    private struct Entry: Sendable {
        var hash: UInt64
        var start: Int
        var wordCount: Int
        var stemCount: Int
    }

    private var entries: [Entry] = []
    /// All words and stems.
    private(set) var bytes: [UInt8] = []
    /// The number of an entry plus one, or 0 where the slot is free; twice as many as entries at most.
    private var slots: [Int32] = []

    /// More words than this are all forgotten.
    private static let mostWords = 1 << 15
    /// Longer words are too rare to be kept.
    private static let longestWord = 64
    /// A word is in one of this many slots from its hash's on, or not kept: half of the slots are free.
    private static let mostProbes = 32

    /// The stem of a word, as a range of `bytes`, or `nil` where it is not known.
    ///
    /// - Complexity: O(*n*) in the bytes of the word.
    func stem(of word: Span<UInt8>) -> Range<Int>? {
        guard !slots.isEmpty, word.count <= Self.longestWord else { return nil }
        let hash = Self.hash(word)
        for probe in 0..<Self.mostProbes {
            let number = slots[slot(of: hash, probe)]
            if number == 0 { return nil }
            let entry = entries[Int(number) - 1]
            let end = entry.start + entry.wordCount
            if entry.hash == hash, bytes.span.extracting(entry.start..<end).isEqual(to: word) {
                return end..<end + entry.stemCount
            }
        }
        return nil
    }

    /// Keeps the stem of a word that is not known, if there is a slot for it.
    mutating func add(_ stem: Span<UInt8>, of word: Span<UInt8>) {
        guard word.count <= Self.longestWord else { return }
        if entries.count == Self.mostWords { self = StemCache() }
        if slots.isEmpty { slots = [Int32](repeating: 0, count: 2 * Self.mostWords) }
        let hash = Self.hash(word)
        guard let probe = (0..<Self.mostProbes).first(where: { slots[slot(of: hash, $0)] == 0 }) else { return }
        entries.append(Entry(hash: hash, start: bytes.count, wordCount: word.count, stemCount: stem.count))
        for index in word.indices { bytes.append(word[index]) }
        for index in stem.indices { bytes.append(stem[index]) }
        slots[slot(of: hash, probe)] = Int32(entries.count)
    }

    private func slot(of hash: UInt64, _ probe: Int) -> Int {
        (Int(truncatingIfNeeded: hash) &+ probe) & (slots.count - 1)
    }

    /// FNV-1a of 64 bits, its upper half mixed into the lower.
    ///
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm".
    private static func hash(_ word: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in word.indices { hash = (hash ^ UInt64(word[index])) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }
}
