import RandomNumbers

/// The order in which the rows of a call are visited.
///
/// Each epoch shuffles what the epoch before left behind, with the same seed again.
package struct SampleOrder {
    /// The rows, in the order of the present epoch.
    package private(set) var rows: [Int32]

    /// The order in which `count` rows came.
    package init(count: Int) {
        rows = Array(0..<Int32(count))
    }

    /// Shuffles the present order by Fisher and Yates' method with scikit-learn's `our_rand_r` (xorshift).
    ///
    /// Source of the generator: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003).
    /// - Complexity: O(*n*), where *n* is the number of rows.
    package mutating func shuffle(seed: UInt32) {
        guard rows.count > 1 else { return }
        var state = seed
        var order = rows.mutableSpan
        for index in 0..<order.count - 1 {
            if state == 0 { state = 1 }
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            order.swapAt(index, index + Int(state & 0x7FFF_FFFF) % (order.count - index))
        }
    }

    /// The shuffle seeds of a classifier's binary problems, as scikit-learn draws them from `random_state`.
    ///
    /// One problem draws from `RandomState(random_state)` itself; several get a generator each, seeded from it. The
    /// shuffle's seed is the second draw in either case.
    package static func seeds(randomState: UInt32, problems: Int) -> [UInt32] {
        let bound = Int(Int32.max)
        var generator = MersenneTwister(seed: randomState)
        guard problems > 1 else { return [secondDraw(of: &generator)] }
        let problemSeeds = (0..<problems).map { _ in UInt32(generator.integer(from: 0, below: bound)) }
        return problemSeeds.map { seed in
            var generator = MersenneTwister(seed: seed)
            return secondDraw(of: &generator)
        }
    }

    private static func secondDraw(of generator: inout MersenneTwister) -> UInt32 {
        _ = generator.integer(from: 1, below: Int(Int32.max))
        return UInt32(generator.integer(from: 0, below: Int(Int32.max)))
    }
}
