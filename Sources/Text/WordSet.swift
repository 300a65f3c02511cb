/// A fixed set of words, searched by their UTF-8 bytes without making a `String`.
///
/// A word of up to seven bytes is one number, its length in the highest byte; of a longer one the number knows the first
/// seven, and the whole is compared when they are found. An open-addressed table of the numbers, at most an eighth full
/// and probed linearly, answers nearly always at the first slot, which is looked at without a branch. No list of words can
/// be made to crowd some slots, since each set multiplies by a number of its own.
struct WordSet: Sendable {
    /// The numbers of words, those of longer ones with `longMark`; 0 where a slot is free.
    private var slots: [UInt64]
    private let shift: UInt64
    private let multiplier = UInt64.random(in: .min ... .max) | 1
    /// The words of eight bytes and more by their numbers.
    private var longer: [UInt64: Set<[UInt8]>] = [:]
    private var hasEmpty = false

    /// What keeps the number of a longer word from being found at once.
    private static let longMark: UInt64 = 1 << 63

    /// How many bytes behind a word must be readable for `contains(_:from:to:)`.
    static let padding = 8

    init(_ words: [String]) {
        var bits: UInt64 = 4
        while 1 << bits < 8 * words.count { bits += 1 }
        slots = [UInt64](repeating: 0, count: 1 << bits)
        shift = 64 - bits
        for word in words { insert(Array(word.utf8)) }
    }

    private mutating func insert(_ word: [UInt8]) {
        guard !contains(word.span) else { return }
        guard !word.isEmpty else {
            hasEmpty = true
            return
        }
        let key = Self.key(of: word.span)
        let isLong = word.count > 7
        if isLong { longer[key, default: []].insert(word) }
        let kept = isLong ? key | Self.longMark : key
        var slot = slot(of: key)
        while slots[slot] != 0, slots[slot] != kept { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = kept
    }

    /// Whether the set has the word that stands in some bytes; there must be a byte, and `padding` bytes behind the word.
    ///
    /// - Complexity: O(1), and O(*n*) for *n* bytes where the first seven are those of a longer word of the set.
    @inline(__always)
    func contains(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        let head = unsafe UInt64(
            littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        let key = Self.key(head: head, count: end - start)
        let known = unsafe slots.span[unchecked: slot(of: key)]
        // One branch that is rarely taken, for a word that hides another and for a longer word: whether a word is known
        // is what nothing predicts.
        if min(known ^ key, known) != 0 { return contains(key, bytes.extracting(start..<end)) }
        return known == key
    }

    /// Whether the set has the word whose UTF-8 bytes are `word`.
    ///
    /// - Complexity: O(*n*) in the bytes of `word`.
    func contains(_ word: Span<UInt8>) -> Bool {
        word.isEmpty ? hasEmpty : contains(Self.key(of: word), word)
    }

    private func contains(_ key: UInt64, _ word: Span<UInt8>) -> Bool {
        guard word.count <= 7 else {
            return longer[key]?.contains(unsafe word.withUnsafeBufferPointer { unsafe Array($0) }) ?? false
        }
        var slot = slot(of: key)
        while slots[slot] != key {
            if slots[slot] == 0 { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        return true
    }

    private static func key(of word: Span<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<min(word.count, 7) { head |= UInt64(word[index]) << UInt64(8 * index) }
        return key(head: head, count: word.count)
    }

    /// The number of a word by its first bytes, the first of them lowest, of which those behind the word are ignored.
    @inline(__always)
    private static func key(head: UInt64, count: Int) -> UInt64 {
        let known = (1 as UInt64) &<< UInt64(8 * min(count, 7)) &- 1
        return head & known | UInt64(min(count, 8)) << 56
    }

    /// The upper bits of the product with an odd number.
    ///
    /// Source: Martin Dietzfelbinger et al., "A Reliable Randomized Algorithm for the Closest-Pair Problem", Journal of
    /// Algorithms 25 (1997), 19–51.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* multiplier) >> shift)
    }
}
