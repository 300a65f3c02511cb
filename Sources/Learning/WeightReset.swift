/// One moment at which the scale was multiplied into the weights, and the averages were settled with it.
///
/// A column that no row of the call holds goes through the same multiplications, only later.
struct WeightReset {
    /// The numerator of Bottou's averaging.
    let averageA: Double
    /// One over the denominator of Bottou's averaging.
    let inverseB: Double
    /// What the weights are multiplied with.
    let scale: Double

    /// Whether nothing changes.
    var isIdentity: Bool { averageA == 0 && inverseB == 1 && scale == 1 }

    /// Changes weights and their averages; `averages` is empty when nothing is averaged.
    ///
    /// A weight of 0 stays 0, so columns without weights need no visit.
    /// - Complexity: O(*n*), where *n* is the number of weights.
    func apply(to weights: inout [Double], averages: inout [Double]) {
        if !averages.isEmpty {
            let weights = weights.span
            var averages = averages.mutableSpan
            for position in averages.indices {
                // The only fused operation: scikit-learn leaves this line to BLAS, whose kernels fuse it.
                let sum =
                    averageA == 0
                    ? averages[position] : averages[position].addingProduct(averageA, weights[position])
                averages[position] = sum * inverseB
            }
        }
        guard scale != 1 else { return }
        var weights = weights.mutableSpan
        for position in weights.indices { weights[position] *= scale }
    }
}
