import RandomNumbers

/// A split of rows at random into some to learn and the rest to judge by.
package struct RowSplit: Hashable, Sendable {
    /// The rows to learn, ascending.
    package let training: [Int]
    /// The rows to judge by, ascending.
    package let test: [Int]

    /// Learns the first `training` of `count` rows in the order of NumPy's `RandomState(seed).permutation(count)`.
    ///
    /// Rows are learned in their own order all the same, as `fit` does: which ones they are is what differs.
    package init(_ count: Int, training: Int, seed: UInt32) {
        var generator = MersenneTwister(seed: seed)
        let order = generator.permutation(count)
        self.training = order.prefix(training).sorted()
        test = order.dropFirst(training).sorted()
    }
}
