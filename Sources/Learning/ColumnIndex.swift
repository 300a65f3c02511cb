/// A numbering of the columns that occur: the first column gets position 0, the next new one 1, and so on.
///
/// Weights are stored by position, so learning costs what the rows hold and never what `n_features` allows. Words that
/// are frequent occur early, and so their weights lie together.
///
/// It is a hash table with open addressing and linear probing, at most half full, whose hash is the upper bits of the
/// column times 2^32 / φ (D. Knuth, "The Art of Computer Programming" 3, §6.4). The order of the positions depends on
/// nothing but the order of the insertions.
/// - Complexity: expected O(1) a lookup and amortised O(1) an insertion.
package struct ColumnIndex: Sendable {
    /// The columns by position.
    package private(set) var columns: [Int32] = []
    /// A column in the upper half and its position in the lower half of each used slot.
    private var slots: [UInt64]
    private var shift: UInt32

    private static let free = UInt64.max

    /// A numbering of no columns, with room for `capacity` before it grows.
    package init(capacity: Int = 0) {
        let bits = max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount)
        slots = [UInt64](repeating: Self.free, count: 1 << bits)
        shift = UInt32(32 - bits)
        columns.reserveCapacity(capacity)
    }

    /// The number of columns.
    package var count: Int { columns.count }

    /// The position of a column, or `nil` where it has none.
    package func position(of column: Int32) -> Int? {
        let slots = slots.span
        let mask = slots.count - 1
        var slot = Self.home(of: column, shift: shift)
        while true {
            let entry = slots[slot]
            if Int32(truncatingIfNeeded: entry >> 32) == column, entry != Self.free {
                return Int(entry & 0xFFFF_FFFF)
            }
            if entry == Self.free { return nil }
            slot = (slot + 1) & mask
        }
    }

    /// The position of a column, which gets the next one if it had none.
    ///
    /// - Precondition: `column` is not negative.
    package mutating func insert(_ column: Int32) -> Int {
        precondition(column >= 0, "a column is not negative")
        let mask = slots.count - 1
        var slot = Self.home(of: column, shift: shift)
        while slots[slot] != Self.free {
            if Int32(truncatingIfNeeded: slots[slot] >> 32) == column { return Int(slots[slot] & 0xFFFF_FFFF) }
            slot = (slot + 1) & mask
        }
        let position = columns.count
        slots[slot] = UInt64(UInt32(column)) << 32 | UInt64(position)
        columns.append(column)
        if 2 * columns.count > slots.count { grow() }
        return position
    }

    private static func home(of column: Int32, shift: UInt32) -> Int {
        Int((UInt32(bitPattern: column) &* 2_654_435_769) >> shift)
    }

    private mutating func grow() {
        shift -= 1
        slots = [UInt64](repeating: Self.free, count: 2 * slots.count)
        let mask = slots.count - 1
        for position in columns.indices {
            var slot = Self.home(of: columns[position], shift: shift)
            while slots[slot] != Self.free { slot = (slot + 1) & mask }
            slots[slot] = UInt64(UInt32(columns[position])) << 32 | UInt64(position)
        }
    }
}
