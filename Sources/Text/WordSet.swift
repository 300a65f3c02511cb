import CText

/// A fixed set of words, searched by their UTF-8 bytes without making a `String`.
///
/// A word of up to seven bytes is one number. A table of them, at most a sixteenth full, has one slot for each number and
/// is asked without a branch; a slot for which there are several words, or a longer one, holds a mark that sends to sets of
/// those. No list of words can be made to crowd some slots, since each set multiplies by a number of its own.
struct WordSet: Sendable {
    /// The numbers of words, 0 where there is no word for the slot, and `doubtful` where it does not answer.
    private var slots: [UInt64] = []
    private let shift: UInt64
    private var multiplier: UInt64 = 1
    /// The numbers of the words that share a slot.
    private var crowded: Set<UInt64> = []
    /// The words of which a number does not say all.
    private var longer: Set<[UInt8]> = []

    /// How many bytes behind a word must be readable for `text_keep_words`.
    static let padding = 8

    /// No number of a whole word, for their lowest bytes are 0.
    private static let doubtful = UInt64(text_doubtful)

    init(_ words: [String]) {
        var whole: Set<UInt64> = []
        for word in words.map({ Array($0.utf8) }) {
            if Self.isWhole(word.span) { whole.insert(Self.key(of: word.span)) } else { longer.insert(word) }
        }
        let count = whole.count + longer.count
        var bits: UInt64 = 4
        while 1 << bits < 16 * count { bits += 1 }
        shift = 64 - bits
        // The best of some multipliers; a long list is not laid out often.
        for _ in 0..<max(1, min(64, 1 << 14 / max(count, 1))) {
            let multiplier = UInt64.random(in: .min ... .max) | 1
            let (slots, crowded) = layOut(whole, with: multiplier)
            if self.slots.isEmpty || crowded.count < self.crowded.count {
                (self.slots, self.crowded, self.multiplier) = (slots, crowded, multiplier)
            }
            if crowded.isEmpty { break }
        }
    }

    /// The table with some multiplier, and the numbers that share a slot in it.
    private func layOut(_ whole: Set<UInt64>, with multiplier: UInt64) -> (slots: [UInt64], crowded: Set<UInt64>) {
        var slots = [UInt64](repeating: 0, count: 1 << (64 - shift))
        var crowded: Set<UInt64> = []
        for word in longer { slots[slot(of: Self.key(of: word.span), multiplier)] = Self.doubtful }
        for key in whole {
            let slot = slot(of: key, multiplier)
            if slots[slot] == 0 {
                slots[slot] = key
            } else {
                crowded.insert(key)
                if slots[slot] != Self.doubtful { crowded.insert(slots[slot]) }
                slots[slot] = Self.doubtful
            }
        }
        return (slots, crowded)
    }

    /// Whether the set has the word whose UTF-8 bytes are `word`.
    ///
    /// - Complexity: O(*n*) in the bytes of `word`.
    func contains(_ word: Span<UInt8>) -> Bool {
        let key = Self.key(of: word)
        let known = slots[slot(of: key, multiplier)]
        let isWhole = Self.isWhole(word)
        guard known == Self.doubtful else { return isWhole && known == key }
        if isWhole { return crowded.contains(key) }
        return longer.contains(unsafe word.withUnsafeBufferPointer { unsafe Array($0) })
    }

    /// Calls `body` with the table for `text_keep_words`.
    func withTable<Result>(_ body: (text_table) -> Result) -> Result {
        unsafe slots.withUnsafeBufferPointer { slots in
            unsafe body(text_table(slots: slots.baseAddress, multiplier: multiplier, shift: shift))
        }
    }

    /// Whether the number of a word says all of it: there are one to seven bytes, none of them 0.
    private static func isWhole(_ word: Span<UInt8>) -> Bool {
        guard 1...7 ~= word.count else { return false }
        for index in word.indices where word[index] == 0 { return false }
        return true
    }

    /// The first eight bytes of a word, the first of them lowest, with zeros below those of a shorter word.
    private static func key(of word: Span<UInt8>) -> UInt64 {
        let count = min(word.count, 8)
        var head: UInt64 = 0
        for index in 0..<count { head |= UInt64(word[index]) << UInt64(8 * index) }
        return head << UInt64(64 - 8 * count)
    }

    /// The upper bits of the product with an odd number.
    ///
    /// Source: Martin Dietzfelbinger et al., "A Reliable Randomized Algorithm for the Closest-Pair Problem", Journal of
    /// Algorithms 25 (1997), 19–51.
    private func slot(of key: UInt64, _ multiplier: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* multiplier) >> shift)
    }
}
