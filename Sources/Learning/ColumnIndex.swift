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
        number(&places)
        return positions
    }

    /// Writes the position of each of some columns over it; a column that has none gets the next one.
    mutating func number(_ entries: inout MutableSpan<Int32>) {
        // In pieces, so that there is never room for much more than the columns that turn out to be new.
        var added = [Int32](repeating: 0, count: Self.piece)
        var others = [UInt16](repeating: 0, count: Self.piece)
        for start in stride(from: 0, to: entries.count, by: Self.piece) {
            let count = min(Self.piece, entries.count - start)
            for entry in 0..<count { added[entry] = entries[start + entry] }
            makeRoom(for: count)
            let steps = insertWithoutGrowing(
                added.span.extracting(first: count), at: start, of: &entries, others: &others)
            rearrange(after: steps, for: count)
        }
    }

    /// Inserts at most `piece` columns, whose positions begin at `first`, and returns how many slots were looked at beyond the
    /// first of each.
    private mutating func insertWithoutGrowing(
        _ added: Span<Int32>, at first: Int, of places: inout MutableSpan<Int32>, others: inout [UInt16]
    ) -> Int {
        precondition(first + added.count <= places.count)
        // The array is taken out of `self`, for a span of the other would keep it from growing.
        var columns = exchange(&columns, with: [])
        defer { self.columns = columns }
        let (shift, multiplier) = (shift, multiplier)
        let (mask, isDirect) = (slots.count - 1, isDirect)
        var slots = slots.mutableSpan
        // A home is below the number of slots: with a slot for each column, since a column is below that of features.
        for entry in added.indices {
            unsafe places[unchecked: first &+ entry] =
                slots[unchecked: Self.home(of: added[unchecked: entry], shift, multiplier)]
        }
        let count =
            isDirect
            ? Self.collectFree(places.span.extracting(first..<first + added.count), into: &others)
            : Self.collect(
                added, elsewhereThan: places.span.extracting(droppingFirst: first), of: columns.span, into: &others)
        var steps = 0
        for other in others.span.extracting(first: count).indices {
            let entry = Int(others[other])
            let column = added[entry]
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
            unsafe places[unchecked: first &+ entry] = position
        }
        return steps
    }

    /// Collects the entries whose columns are not at the positions that were in their homes, and returns how many there are.
    ///
    /// Most are, and which ones no processor can foresee: what they cost is the memory's time, and no branch.
    private static func collect(
        _ added: Span<Int32>, elsewhereThan homes: Span<Int32>, of columns: Span<Int32>, into others: inout [UInt16]
    ) -> Int {
        var others = others.mutableSpan
        precondition(added.count <= others.count && added.count <= homes.count)
        var count = 0
        guard columns.count > 0 else {
            for entry in added.indices { others[entry] = UInt16(truncatingIfNeeded: entry) }
            return added.count
        }
        for entry in added.indices {
            // Where a home is free, the column is none that is known, and so not the first of them either.
            let position = unsafe max(0, homes[unchecked: entry])
            unsafe others[unchecked: count] = UInt16(truncatingIfNeeded: entry)
            let difference = unsafe UInt32(bitPattern: columns[unchecked: Int(position)] ^ added[unchecked: entry])
            // 1 unless there is none: a carry, since the compiler makes a branch of a comparison.
            count &+= Int(truncatingIfNeeded: (UInt64(difference) &+ 0xFFFF_FFFF) &>> 32)
        }
        return count
    }

    /// Collects the entries whose homes were free, where each column has one of its own.
    private static func collectFree(_ homes: Span<Int32>, into others: inout [UInt16]) -> Int {
        var others = others.mutableSpan
        precondition(homes.count <= others.count)
        var count = 0
        for entry in homes.indices {
            unsafe others[unchecked: count] = UInt16(truncatingIfNeeded: entry)
            count &+= unsafe Int(UInt32(bitPattern: homes[unchecked: entry]) >> 31)
        }
        return count
    }

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
