import Features
import Values

/// The distinct grams of many texts, each with how often it occurs.
///
/// Grams are told apart by two hashes of 32 bits, of which the first is the one that columns are made of. At most
/// ``mostGrams`` are kept, whose texts take at most ``mostBytes``; later ones are passed over, which ``isCut`` says.
struct GramVocabulary: Sendable {
    /// How many grams are kept at most: with the table of their hashes some 100 MB.
    static let mostGrams = 1 << 22
    /// The most bytes that the grams' texts take.
    static let mostBytes = 1 << 27
    /// What is kept of one gram's text in bytes.
    static let longestText = 120

    /// How often each gram occurs, in the order of their first occurrence.
    private(set) var counts: [Int] = []
    /// Whether there are more grams than are kept.
    private(set) var isCut = false

    private var keys: [UInt64] = []
    private var texts: [UInt8] = []
    private var ends: [Int] = []
    /// An open-addressing table of indices among `keys`, −1 where it is free, at most half full.
    private var slots = [Int32](repeating: -1, count: 1 << 12)

    /// The number of grams kept.
    var count: Int { keys.count }

    /// The first hash of a gram.
    func hash(of gram: Int) -> Int32 { Int32(truncatingIfNeeded: Int64(bitPattern: keys[gram])) }

    /// The text of a gram; of one longer than ``longestText`` bytes its beginning, with an ellipsis.
    func text(of gram: Int) -> String {
        String(decoding: texts[(gram == 0 ? 0 : ends[gram - 1])..<ends[gram]], as: UTF8.self)
    }

    /// What tells a gram from others: its hash, which columns are made of, in the lower half, and another in the upper.
    static func key(_ hash: Int32, _ gram: Span<UInt8>) -> UInt64 {
        UInt64(UInt32(bitPattern: MurmurHash3.hash(gram, seed: otherSeed))) << 32 | UInt64(UInt32(bitPattern: hash))
    }

    /// Counts one occurrence of the gram with a key.
    ///
    /// - Complexity: expected O(1).
    mutating func add(_ key: UInt64, _ gram: Span<UInt8>) {
        let slot = slot(of: key)
        if slots[slot] >= 0 {
            counts[Int(slots[slot])] += 1
        } else if keys.count < Self.mostGrams, texts.count < Self.mostBytes {
            slots[slot] = Int32(truncatingIfNeeded: keys.count)
            keys.append(key)
            counts.append(1)
            keep(gram)
            if 2 * keys.count > slots.count { grow() }
        } else {
            isCut = true
        }
    }

    private mutating func keep(_ gram: Span<UInt8>) {
        var end = min(gram.count, Self.longestText)
        // Not amid a scalar.
        while end < gram.count, end > 0, gram[end] & 0xC0 == 0x80 { end -= 1 }
        for index in 0..<end { texts.append(gram[index]) }
        if end < gram.count { texts += "…".utf8 }
        ends.append(texts.count)
    }

    private static let otherSeed: UInt32 = 0x9E37_79B9

    private func slot(of key: UInt64) -> Int {
        let mask = slots.count - 1
        // Both hashes are mixed well already.
        var slot = Int(truncatingIfNeeded: key ^ key >> 32) & mask
        while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        for (index, key) in keys.enumerated() { slots[slot(of: key)] = Int32(truncatingIfNeeded: index) }
    }
}
