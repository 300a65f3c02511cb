/// The weights of a problem as they were before a call, to go back to where the call fails.
///
/// A call changes the model's weights where they are, and most calls come to few of them: those of its entries are kept, unless
/// all weights are fewer. Used again, it keeps its memory.
struct EarlierWeights: Sendable {
    /// The weight of each entry, or all weights, in the first `count` numbers.
    private var kept: [Double] = []
    private var isWhole = true

    /// Nothing is kept.
    init() {}

    /// All weights are kept.
    init(whole weights: [Double]) { kept = weights }

    /// Gives back what only a very large call needs.
    mutating func trim() {
        if kept.count > Self.mostKept { kept = [] }
    }

    /// As many numbers as 1000 reviews have entries several times over.
    private static let mostKept = 1 << 19

    /// Keeps the weights at some positions, one of which may come several times, in the place of what it has kept.
    ///
    /// - Complexity: O(min(*n*, *m*)) for *n* positions and *m* weights.
    mutating func keep(_ weights: Span<Double>, at positions: Span<Int32>) {
        let isWhole = weights.count <= positions.count
        self.isWhole = isWhole
        let count = min(weights.count, positions.count)
        if kept.count < count {
            kept = [Double](repeating: 0, count: max(count, min(count + count / 4, Self.mostKept)))
        }
        var kept = kept.mutableSpan
        if isWhole {
            for position in 0..<count { unsafe kept[unchecked: position] = weights[unchecked: position] }
        } else {
            for entry in 0..<count { unsafe kept[unchecked: entry] = weights[Int(positions[unchecked: entry])] }
        }
    }

    /// The inner product of a row's values with the weights of its entries, where these are in the call and have these positions.
    func product(with values: Span<Double>, entries: Range<Int>, at positions: Span<Int32>) -> Double {
        var sum = 0.0
        if isWhole {
            for entry in values.indices { sum += values[entry] * kept[Int(positions[entry])] }
        } else {
            let kept = kept.span.extracting(entries)
            for entry in values.indices { sum += values[entry] * kept[entry] }
        }
        return sum
    }

    /// Keeps all weights, before those that are at none of the positions change, too.
    mutating func keepAll(_ weights: [Double], at positions: Span<Int32>) {
        guard !isWhole else { return }
        var all = weights
        restore(&all, at: positions)
        (kept, isWhole) = (all, true)
    }

    /// Puts the weights back; `positions` are those that they were kept by.
    func restore(_ weights: inout [Double], at positions: Span<Int32>) {
        if isWhole {
            for position in weights.indices { weights[position] = kept[position] }
        } else {
            for entry in positions.indices { weights[Int(positions[entry])] = kept[entry] }
        }
    }
}
