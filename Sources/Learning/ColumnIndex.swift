/// A numbering of the columns that occur: the first column gets position 0, the next new one 1, and so on.
///
/// Weights are stored by position, so learning costs what the rows hold and never what `n_features` allows. Words that
/// are frequent occur early, and so their weights lie together.
///
/// It is a hash table with open addressing and linear probing, at most half full, whose hash is the upper bits of the
/// column times 2^32 / φ (D. Knuth, "The Art of Computer Programming" 3, §6.4). The order of the positions depends on
/// nothing but the order of the insertions. Where columns crowd some slots, as those of words that were looked for to that end
/// do, another odd number takes the place of 2^32 / φ, which nobody can foresee. Once the table would have half as many slots
/// as there can be columns, every column gets a slot of its own: twice the memory, and one look into it instead of two.
/// - Complexity: expected O(1) a lookup and amortised O(1) an insertion.
package struct ColumnIndex: Sendable {
    /// The columns by position.
    package private(set) var columns: [Int32] = []
    /// A position in each used slot, −1 in the others: half the size of slots with the column beside the position, so
    /// that more of them stay in the cache.
    private var slots: [Int32]
    /// Columns that were looked up lately, each in the upper half of a number with its position in the lower: as many as slots, up
    /// to 64 kB of them, and none where each column has a slot of its own.
    ///
    /// Most entries are of few columns, which so are found in a near cache. A column beyond all that there can be says
    /// that there is none.
    private var front: [UInt64] = []
    private var shift: UInt32
    /// 2^32 / φ, unless columns crowded; 1 where each has a slot of its own.
    private var multiplier = goldenRatio
    /// How many columns there can be.
    private let nFeatures: Int
    /// Whether the slot of a column is the column itself.
    private var isDirect = false
    /// How many more slots were looked at than usual since the columns were last arranged.
    private var excess = 0

    private static let free: Int32 = -1
    private static let goldenRatio: UInt32 = 2_654_435_769
    private static let mostFrontBits = 13

    /// A numbering of no columns of `nFeatures`, with room for `capacity` before it grows.
    package init(nFeatures: Int, capacity: Int = 0) {
        self.nFeatures = nFeatures
        (slots, shift) = ([], 0)
        arrange(bits: Self.bits(for: capacity))
        columns.reserveCapacity(capacity)
    }

    /// The number of columns.
    package var count: Int { columns.count }

    /// The position of a column, or `nil` where it has none.
    package func position(of column: Int32) -> Int? {
        let mask = slots.count - 1
        var slot = Self.home(of: column, shift, multiplier)
        while slots[slot] != Self.free {
            let position = Int(slots[slot])
            if columns[position] == column { return position }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The position of each of some columns; negative where a column has none.
    ///
    /// The slots are looked up for many columns before any is compared, so that the memory answers several questions at a
    /// time.
    package func positions(of searched: Span<Int32>) -> [Int32] {
        let (columns, slots, shift, multiplier) = (columns.span, slots.span, shift, multiplier)
        let mask = slots.count - 1
        var positions = [Int32](repeating: 0, count: searched.count)
        var found = positions.mutableSpan
        for start in stride(from: 0, to: searched.count, by: Self.atOnce) {
            let end = min(start + Self.atOnce, searched.count)
            if isDirect {
                for entry in start..<end { unsafe found[unchecked: entry] = slots[Int(searched[unchecked: entry])] }
                continue
            }
            // A home is below the number of slots, and a position in a slot below that of columns.
            for entry in start..<end {
                unsafe found[unchecked: entry] =
                    slots[
                        unchecked: Self.home(of: searched[unchecked: entry], shift, multiplier)]
            }
            for entry in start..<end {
                let column = searched[entry]
                var position = found[entry]
                if position != Self.free, unsafe columns[unchecked: Int(position)] == column { continue }
                var slot = Self.home(of: column, shift, multiplier)
                while position != Self.free, columns[Int(position)] != column {
                    slot = (slot + 1) & mask
                    position = slots[slot]
                }
                found[entry] = position
            }
        }
        return positions
    }

    private static let atOnce = 1024

    /// How many columns are inserted before it is asked whether they crowd.
    private static let piece = 512

    /// The position of each of some columns; a column that has none gets the next one.
    package mutating func insert(_ added: Span<Int32>) -> [Int32] {
        var positions = [Int32](repeating: 0, count: added.count)
        var places = positions.mutableSpan
        for entry in added.indices { places[entry] = added[entry] }
        _ = number(&places, atMost: .max)
        return positions
    }

    /// Writes the position of each of some columns over it; a column that has none gets the next one.
    ///
    /// Ends soon after there are `most` columns, and returns for how many entries it has been done.
    mutating func number(_ entries: inout MutableSpan<Int32>, atMost most: Int) -> Int {
        // Of those that `front` does not know: the columns, their entries, their positions, and which are not in their homes.
        let room = min(Self.piece, entries.count)
        var columns = [Int32](repeating: 0, count: room)
        var places = [Int](repeating: 0, count: room)
        var positions = columns
        var elsewhere = places
        // In pieces, so that there is never room for much more than the columns that turn out to be new.
        for start in stride(from: 0, to: entries.count, by: Self.piece) {
            guard self.columns.count < most else { return start }
            let piece = start..<min(start + Self.piece, entries.count)
            let count =
                isDirect
                ? lookUpSlots(&entries, piece, columns: &columns, places: &places)
                : lookUpFront(&entries, piece, columns: &columns, places: &places)
            guard count > 0 else { continue }
            makeRoom(for: count)
            let steps = insert(columns.span.extracting(first: count), &positions, &elsewhere)
            for number in 0..<count { entries[places[number]] = positions[number] }
            if !isDirect { remember(columns.span.extracting(first: count), at: positions.span) }
            rearrange(after: steps, for: count)
        }
        return entries.count
    }

    /// Has `front` know some columns.
    private mutating func remember(_ columns: Span<Int32>, at positions: Span<Int32>) {
        let frontShift = frontShift
        for number in columns.indices {
            front[Self.home(of: columns[number], frontShift, Self.goldenRatio)] =
                UInt64(UInt32(bitPattern: columns[number])) << 32 | UInt64(UInt32(bitPattern: positions[number]))
        }
    }

    /// Writes the positions of columns that `front` knows over them, collects the others, and returns how many these are.
    ///
    /// Which ones it knows no processor can foresee: no branch depends on it.
    private func lookUpFront(
        _ entries: inout MutableSpan<Int32>, _ piece: Range<Int>, columns: inout [Int32], places: inout [Int]
    ) -> Int {
        precondition(piece.upperBound <= entries.count && piece.count <= min(columns.count, places.count))
        let (front, frontShift) = (front.span, frontShift)
        var columns = columns.mutableSpan
        var places = places.mutableSpan
        var count = 0
        for entry in piece {
            let column = unsafe entries[unchecked: entry]
            let known = unsafe front[unchecked: Self.home(of: column, frontShift, Self.goldenRatio)]
            unsafe columns[unchecked: count] = column
            unsafe places[unchecked: count] = entry
            unsafe entries[unchecked: entry] = Int32(truncatingIfNeeded: known)
            count &+= Self.differ(UInt32(truncatingIfNeeded: known >> 32), column)
        }
        return count
    }

    /// The same where each column has a slot of its own, which costs no more to look at than `front`.
    private func lookUpSlots(
        _ entries: inout MutableSpan<Int32>, _ piece: Range<Int>, columns: inout [Int32], places: inout [Int]
    ) -> Int {
        precondition(piece.upperBound <= entries.count && piece.count <= min(columns.count, places.count))
        let slots = slots.span
        var columns = columns.mutableSpan
        var places = places.mutableSpan
        // By itself, so that the memory answers as many questions at a time as it can.
        for entry in piece {
            let column = unsafe entries[unchecked: entry]
            unsafe columns[unchecked: entry &- piece.lowerBound] = column
            unsafe entries[unchecked: entry] = slots[unchecked: Int(column)]
        }
        var count = 0
        for entry in piece {
            unsafe columns[unchecked: count] = columns[unchecked: entry &- piece.lowerBound]
            unsafe places[unchecked: count] = entry
            count &+= unsafe Int(UInt32(bitPattern: entries[unchecked: entry]) >> 31)
        }
        return count
    }

    /// Finds the positions of columns, or gives them the next ones, and returns how many slots were looked at beyond the first
    /// of each.
    private mutating func insert(
        _ wanted: Span<Int32>, _ positions: inout [Int32], _ elsewhere: inout [Int]
    ) -> Int {
        // The array is taken out of `self`, for a span of the other would keep it from growing.
        var columns = exchange(&columns, with: [])
        defer { self.columns = columns }
        let count = wanted.count
        precondition(count <= positions.count)
        let (mask, shift, multiplier) = (slots.count - 1, shift, multiplier)
        var slots = slots.mutableSpan
        var positions = positions.mutableSpan
        // A home is below the number of slots: with a slot for each column, since a column is below that of features.
        for number in 0..<count {
            unsafe positions[unchecked: number] =
                slots[unchecked: Self.home(of: wanted[unchecked: number], shift, multiplier)]
        }
        var steps = 0
        for other in 0..<Self.collect(wanted, elsewhereThan: positions.span, of: columns.span, &elsewhere) {
            let number = elsewhere[other]
            let column = wanted[number]
            // A slot is at most the mask, and a position in a slot below the number of columns.
            var slot = Self.home(of: column, shift, multiplier)
            var position = unsafe slots[unchecked: slot]
            while position != Self.free, unsafe columns.span[unchecked: Int(position)] != column {
                slot = (slot + 1) & mask
                steps &+= 1
                position = unsafe slots[unchecked: slot]
            }
            if position == Self.free {
                position = Int32(truncatingIfNeeded: columns.count)
                slots[slot] = position
                columns.append(column)
            }
            positions[number] = position
        }
        return steps
    }

    /// Collects the columns that are not at the positions that were in their homes, and returns how many there are.
    ///
    /// Most are: what they cost is the memory's time, and no branch.
    private static func collect(
        _ wanted: Span<Int32>, elsewhereThan homes: Span<Int32>, of columns: Span<Int32>, _ elsewhere: inout [Int]
    ) -> Int {
        let count = wanted.count
        precondition(count <= homes.count && count <= elsewhere.count)
        var elsewhere = elsewhere.mutableSpan
        guard columns.count > 0 else {
            for number in 0..<count { elsewhere[number] = number }
            return count
        }
        var found = 0
        for number in 0..<count {
            // Where a home is free, the column is none that is known, and so not the first of them either.
            let position = unsafe max(0, homes[unchecked: number])
            unsafe elsewhere[unchecked: found] = number
            found &+= unsafe differ(
                UInt32(bitPattern: columns[unchecked: Int(position)]), wanted[unchecked: number])
        }
        return found
    }

    /// 1, or 0 where both are the same: a carry, since the compiler makes a branch of a comparison.
    @inline(__always)
    private static func differ(_ known: UInt32, _ column: Int32) -> Int {
        Int(truncatingIfNeeded: (UInt64(known ^ UInt32(bitPattern: column)) &+ 0xFFFF_FFFF) &>> 32)
    }

    private var frontShift: UInt32 { UInt32(32 - front.count.trailingZeroBitCount) }

    @inline(__always)
    private static func home(of column: Int32, _ shift: UInt32, _ multiplier: UInt32) -> Int {
        Int((UInt32(bitPattern: column) &* multiplier) >> shift)
    }

    private static func bits(for capacity: Int) -> Int { max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount) }

    /// Grows until `added` more columns leave half of the slots free.
    private mutating func makeRoom(for added: Int) {
        guard !isDirect, 2 * (columns.count + added) > slots.count else { return }
        arrange(bits: Self.bits(for: columns.count + added))
    }

    /// Arranges the columns by another number once more slots were looked at in vain than there are: in less time than that.
    private mutating func rearrange(after steps: Int, for count: Int) {
        // Half full, the slots looked at beyond the first are one or two a column.
        excess += max(0, steps - 2 * count)
        guard !isDirect, excess > slots.count else { return }
        multiplier = .random(in: .min ... .max) | 1
        arrange(bits: slots.count.trailingZeroBitCount)
    }

    /// Puts the columns into 2^`bits` slots, or into one for each column that there can be where these are not many more.
    private mutating func arrange(bits: Int) {
        let all = Int.bitWidth - (nFeatures - 1).leadingZeroBitCount
        isDirect = bits >= all - 1
        if isDirect { multiplier = 1 } else if multiplier == 1 { multiplier = Self.goldenRatio }
        slots = [Int32](repeating: Self.free, count: 1 << (isDirect ? all : bits))
        front = isDirect ? [] : [UInt64](repeating: .max, count: 1 << min(bits, Self.mostFrontBits))
        shift = isDirect ? 0 : UInt32(32 - bits)
        excess = 0
        let mask = slots.count - 1
        for position in columns.indices {
            var slot = Self.home(of: columns[position], shift, multiplier)
            while slots[slot] != Self.free { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: position)
        }
    }
}
