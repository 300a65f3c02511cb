import CFeatures

/// The hashed grams of one row, sorted by column.
///
/// A gram is one key: its column, and in the lowest bit whether it counts as −1. Processors that have the instructions sort
/// them in a network. On others, keys are put into more buckets than there are keys, by their highest bits, for hashes are
/// spread evenly, and what is then out of order is put right by insertion. Where insertion has much to do all the same, and
/// for very long texts, a radix sort in digits of eight bits takes over.
/// Grams of one column may stand in any order, since their sum is a small integer.
struct ColumnCounter: Sendable {
    /// One key a gram in the first `count` elements, ascending by column once `sort` has run.
    private(set) var keys: [UInt32] = []
    /// How many keys there are.
    private(set) var count = 0
    private var scratch: [UInt32] = []
    private var counts = [UInt16](repeating: 0, count: 1 << mostBits)
    /// How many bits the keys have.
    private let bits: Int
    private let instructions: features_instructions

    /// Below this many keys, insertion is faster than buckets.
    private static let insertionLimit = 12
    /// There are two to four times this many buckets as keys, so that insertion seldom has anything to do.
    private static let spareBits = 1
    /// More buckets than 2 to this would be cleared and added up in more time than a radix sort takes.
    private static let mostBits = 12
    /// Where insertion moves keys past more than this many others each, it is slow.
    private static let movesLimit = 4

    init(nFeatures: Int, instructions: features_instructions) {
        self.instructions = instructions
        // The largest key is 2 (n − 1) + 1.
        bits = 64 - (2 * nFeatures - 1).leadingZeroBitCount
    }

    /// Takes the keys of some hashes in the place of earlier ones.
    mutating func set(count: Int, _ key: (Int) -> UInt32) {
        self.count = count
        if keys.count < count {
            let padding = Int(features_keys_padding)
            keys = [UInt32](repeating: 0, count: (2 * count + padding - 1) / padding * padding)
            scratch = keys
        }
        var keys = keys.mutableSpan
        for index in 0..<count { keys[index] = key(index) }
    }

    /// Sorts the keys.
    ///
    /// - Complexity: expected O(*m*) for *m* keys; O(*m* · *b*) for keys of *b* bits at worst.
    mutating func sort() {
        let isSorted = unsafe keys.withUnsafeMutableBufferPointer { keys in
            unsafe features_sort_keys(keys.baseAddress, count, instructions)
        }
        if isSorted { return }
        guard count > Self.insertionLimit else {
            _ = Self.insertionSort(&keys, count: count, mostMoves: .max)
            return
        }
        let needed = Int.bitWidth - (count - 1).leadingZeroBitCount
        guard needed <= Self.mostBits else { return radixSort() }
        let wanted = min(bits, needed + Self.spareBits, Self.mostBits)
        let unsorted = keys
        Self.distribute(
            unsorted.span.extracting(first: count), by: UInt32(bits - wanted), buckets: 1 << wanted, into: &scratch,
            counts: &counts)
        swap(&keys, &scratch)
        if !Self.insertionSort(&keys, count: count, mostMoves: Self.movesLimit * count) { radixSort() }
    }

    /// Moves keys into the order of their bits from `shift` on.
    private static func distribute(
        _ keys: Span<UInt32>, by shift: UInt32, buckets: Int, into target: inout [UInt32], counts: inout [UInt16]
    ) {
        var counts = counts.mutableSpan
        for bucket in 0..<(buckets + 3) & ~3 { counts[bucket] = 0 }
        for index in keys.indices { unsafe counts[unchecked: Int(keys[unchecked: index] &>> shift)] &+= 1 }
        addUp(&counts, buckets: (buckets + 3) & ~3)
        var target = target.mutableSpan
        for index in keys.indices {
            let key = unsafe keys[unchecked: index]
            let bucket = Int(key &>> shift)
            unsafe target[unchecked: Int(counts[unchecked: bucket])] = key
            unsafe counts[unchecked: bucket] &+= 1
        }
    }

    /// Replaces each count by the sum of those before it, four in a word at a time.
    private static func addUp(_ counts: inout MutableSpan<UInt16>, buckets: Int) {
        precondition(buckets <= counts.count & ~3)
        let ones: UInt64 = 0x0001_0001_0001_0001
        unsafe counts.withUnsafeMutableBytes { bytes in
            guard let bytes = bytes.baseAddress else { return }
            var before: UInt64 = 0
            for offset in stride(from: 0, to: 2 * buckets, by: 8) {
                let word = unsafe (bytes + offset).assumingMemoryBound(to: UInt64.self)
                let sums = unsafe UInt64(littleEndian: word.pointee) &* ones
                unsafe word.pointee = (before &+ sums &<< 16).littleEndian
                before &+= (sums &>> 48) &* ones
            }
        }
    }

    /// Sorts by one digit of eight bits after another, the lowest first.
    private mutating func radixSort() {
        var places = [Int](repeating: 0, count: 257)
        for shift in stride(from: 0, to: UInt32(bits), by: 8) {
            for digit in places.indices { places[digit] = 0 }
            for index in 0..<count { places[Int(keys[index] >> shift & 0xFF) + 1] += 1 }
            for digit in 1..<256 { places[digit] += places[digit - 1] }
            for index in 0..<count {
                let digit = Int(keys[index] >> shift & 0xFF)
                scratch[places[digit]] = keys[index]
                places[digit] += 1
            }
            swap(&keys, &scratch)
        }
    }

    /// Sorts keys that are almost in order, or says `false` after more moves than `mostMoves`.
    private static func insertionSort(_ keys: inout [UInt32], count: Int, mostMoves: Int) -> Bool {
        var keys = keys.mutableSpan
        var moves = 0
        for next in stride(from: 1, to: count, by: 1) {
            let key = unsafe keys[unchecked: next]
            var place = next
            while place > 0, unsafe keys[unchecked: place &- 1] > key {
                unsafe keys[unchecked: place] = keys[unchecked: place &- 1]
                place &-= 1
            }
            guard place < next else { continue }
            unsafe keys[unchecked: place] = key
            moves &+= next &- place
            if moves > mostMoves { return false }
        }
        return true
    }
}
