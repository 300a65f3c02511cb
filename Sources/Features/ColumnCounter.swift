/// The hashed grams of one row, sorted by column without comparisons.
///
/// A gram is one key: its column, and in the lowest bit whether it counts as −1. Keys are sorted by column with a
/// least-significant-digit radix sort in digits of eight bits, short rows by insertion; grams of one column may stand
/// in any order, since their sum is a small integer.
struct ColumnCounter: Sendable {
    /// One key a gram, ascending by column once `sort` has run.
    private(set) var keys: [UInt32] = []
    private var scratch: [UInt32] = []
    private var counts = [Int](repeating: 0, count: 256)
    /// How many digits of eight bits the keys have.
    private let digits: Int

    /// Below this many keys, insertion is faster than counting digits.
    private static let insertionLimit = 40

    init(nFeatures: Int) {
        // The largest key is 2 (n − 1) + 1.
        let bits = 64 - (2 * nFeatures - 1).leadingZeroBitCount
        digits = (bits + 7) / 8
    }

    /// Forgets the keys and keeps the memory.
    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func append(column: Int, isNegative: Bool) {
        keys.append(UInt32(truncatingIfNeeded: column) << 1 | (isNegative ? 1 : 0))
    }

    /// Sorts the keys.
    ///
    /// - Complexity: O(*m* · *d*) for *m* keys of *d* digits.
    mutating func sort() {
        guard keys.count > Self.insertionLimit else {
            Self.insertionSort(&keys)
            return
        }
        if scratch.count < keys.count { scratch = [UInt32](repeating: 0, count: keys.count + keys.count / 2) }
        var source = exchange(&keys, with: [])
        var target = exchange(&scratch, with: [])
        let count = source.count
        if target.count > count { target.removeLast(target.count - count) }
        for digit in 0..<digits {
            Self.distribute(source.span, by: UInt32(8 * digit), into: &target, counts: &counts)
            swap(&source, &target)
        }
        keys = source
        scratch = target
    }

    /// Moves `source` to `target` in the order of the digit at `shift`, keeping the order of equal digits.
    private static func distribute(
        _ source: Span<UInt32>, by shift: UInt32, into target: inout [UInt32], counts: inout [Int]
    ) {
        var counts = counts.mutableSpan
        for digit in counts.indices { counts[digit] = 0 }
        for index in source.indices { counts[Int(source[index] >> shift & 0xFF)] += 1 }
        var sum = 0
        for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = sum
            sum += count
        }
        var target = target.mutableSpan
        for index in source.indices {
            let key = source[index]
            let digit = Int(key >> shift & 0xFF)
            target[counts[digit]] = key
            counts[digit] += 1
        }
    }

    private static func insertionSort(_ keys: inout [UInt32]) {
        var keys = keys.mutableSpan
        var next = 1
        while next < keys.count {
            let key = keys[next]
            var place = next
            while place > 0, keys[place - 1] > key {
                keys[place] = keys[place - 1]
                place -= 1
            }
            keys[place] = key
            next += 1
        }
    }
}
