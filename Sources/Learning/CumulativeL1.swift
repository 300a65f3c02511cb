/// The L1 penalty by truncation: each weight is moved towards 0 by what it is owed since its column was last seen.
///
/// It begins anew in every call. Source: Y. Tsuruoka, J. Tsujii and S. Ananiadou, "Stochastic Gradient Descent Training
/// for L1-regularized Log-linear Models with Cumulative Penalty", ACL 2009.
struct CumulativeL1 {
    /// The penalty that any weight could have received.
    private var owed = 0.0
    /// The penalty that the weight of each column of the call has received.
    private var received: [Double]
    /// The place of each entry's column among them: a call does not cost what the model's other columns would.
    private let places: [Int32]

    /// No penalty so far, for a call with entries at these positions.
    init(positions: Span<Int32>) {
        var index = ColumnIndex(nFeatures: .max)
        places = index.insert(positions)
        received = [Double](repeating: 0, count: index.count)
    }

    /// Adds one row's penalty to what is owed, and settles it for the row's columns.
    ///
    /// `weights` are to be multiplied with `scale`; `entries` says which of the call's entries the row has.
    mutating func apply(
        _ penalty: Double, to weights: inout [Double], scale: Double, _ positions: Span<Int32>, entries: Range<Int>
    ) {
        owed += penalty
        let owed = owed
        var weights = weights.mutableSpan
        let places = places
        var received = received.mutableSpan
        for entry in positions.indices {
            let position = Int(positions[entry])
            let place = Int(places[entries.lowerBound + entry])
            let before = weights[position]
            var after = before
            if scale * before > 0 {
                after = before - (owed + received[place]) / scale
                if !(after > 0) { after = 0 }
            } else if scale * before < 0 {
                after = before + (owed - received[place]) / scale
                if !(after < 0) { after = 0 }
            }
            weights[position] = after
            received[place] += scale * (after - before)
        }
    }
}
