/// The L1 penalty by truncation: each weight is moved towards 0 by what it is owed since its column was last seen.
///
/// It begins anew in every call. Source: Y. Tsuruoka, J. Tsujii and S. Ananiadou, "Stochastic Gradient Descent Training
/// for L1-regularized Log-linear Models with Cumulative Penalty", ACL 2009.
struct CumulativeL1 {
    /// The penalty that any weight could have received.
    private var owed = 0.0
    /// The penalty that each weight has received.
    private var received: [Double]

    /// No penalty so far, for `count` weights.
    init(count: Int) {
        received = [Double](repeating: 0, count: count)
    }

    /// Adds one row's penalty to what is owed, and settles it for the row's columns.
    ///
    /// `weights` are to be multiplied with `scale`.
    mutating func apply(_ penalty: Double, to weights: inout [Double], scale: Double, _ positions: Span<Int32>) {
        owed += penalty
        let owed = owed
        var weights = weights.mutableSpan
        var received = received.mutableSpan
        for entry in positions.indices {
            let position = Int(positions[entry])
            let before = weights[position]
            var after = before
            if scale * before > 0 {
                after = before - (owed + received[position]) / scale
                if !(after > 0) { after = 0 }
            } else if scale * before < 0 {
                after = before + (owed - received[position]) / scale
                if !(after < 0) { after = 0 }
            }
            weights[position] = after
            received[position] += scale * (after - before)
        }
    }
}
