/// The weights of one binary problem while it learns: an array times a scale, so that a penalty shrinks all of them in
/// one multiplication.
///
/// They are the model's own, changed where they are, and can be taken back. No two operations are fused: each rounds, as in
/// scikit-learn.
struct WeightVector {
    /// The weights, to be multiplied with `scale`.
    var weights: [Double]
    /// The sums behind the averaged weights; empty when nothing is averaged.
    var averages: [Double]
    /// What each weight is to be multiplied with.
    private(set) var scale = 1.0
    /// The numerator of Bottou's averaging.
    var averageA = 0.0
    /// The denominator of Bottou's averaging.
    var averageB = 1.0
    /// The squared length of the weights that the last update changed, shrunk since.
    private(set) var squaredNorm = 0.0
    /// The sum of the absolute weights that the last update changed, shrunk since.
    private(set) var absoluteNorm = 0.0
    /// The carries of all weights that were added to: see ``Coefficients/carry(_:)``.
    private var carries: UInt64 = 0
    /// The weights before the call.
    private(set) var earlier: EarlierWeights
    /// The averages before the call.
    private(set) var earlierAverages = EarlierWeights()
    /// What earlier calls have left to be multiplied into weights that this call does not come to.
    private(set) var late: LateScales

    /// Whether the weights are those of the call's columns alone.
    private(set) var isGathered = false
    /// What was multiplied into gathered weights during the call, one after the other, and is to be into those of all other columns.
    private(set) var settledScales: [Double] = []

    /// No weights.
    init() { self.init(weights: [], averages: [], earlier: EarlierWeights(), late: LateScales()) }

    /// The vector of a model's weights, with their averages if there are any; `earlier` is used again.
    init(weights: [Double], averages: [Double], earlier: EarlierWeights, late: LateScales) {
        (self.weights, self.averages, self.earlier, self.late) = (weights, averages, earlier, late)
    }

    /// The vector of a call's gathered weights; nothing needs to be taken back, since those of the model stay as they are.
    init(gathered weights: [Double]) {
        self.init(weights: weights, averages: [], earlier: EarlierWeights(), late: LateScales())
        isGathered = true
    }

    /// Begins a call with entries at these positions, whose weights it brings up to date, or all where they are many.
    mutating func begin(at positions: Span<Int32>) {
        if LateScales.areWorthwhile(entries: positions.count, weights: weights.count) {
            late.catchUp(&weights, at: positions)
        } else {
            late.settle(&weights)
        }
    }

    /// Remembers the weights and averages, to be able to take back what a call with entries at these positions learns.
    mutating func keep(at positions: Span<Int32>) {
        precondition(!isGathered)
        let (weights, averages) = (weights, averages)
        earlier.keep(weights.span, at: positions)
        if !averages.isEmpty { earlierAverages.keep(averages.span, at: positions) }
    }

    /// The weights before the call, until it begins to learn.
    var beforeLearning: EarlierWeights { isGathered ? EarlierWeights(whole: weights) : earlier }

    /// The inner product with a row.
    func dot(_ positions: Span<Int32>, _ values: Span<Double>) -> Double {
        precondition(values.count == positions.count)
        let weights = weights.span
        var sum = 0.0
        for entry in positions.indices {
            sum += unsafe weights[Int(positions[unchecked: entry])] * values[unchecked: entry]
        }
        return sum * scale
    }

    /// Multiplies all weights with a factor of 0 to 1; `positions` are those of the call.
    mutating func shrink(by factor: Double, positions: Span<Int32>) {
        scale *= factor
        squaredNorm *= factor * factor
        absoluteNorm *= abs(factor)
        guard scale < 1e-9 else { return }
        // What is settled is that of all columns, those of other calls, too.
        late.settle(&weights)
        earlier.keepAll(weights, at: positions)
        if !averages.isEmpty { earlierAverages.keepAll(averages, at: positions) }
        settle()
    }

    /// Adds `length` times a row.
    mutating func add(_ positions: Span<Int32>, _ values: Span<Double>, times length: Double) {
        precondition(values.count == positions.count)
        let step = length / scale
        var carries = carries
        var weights = weights.mutableSpan
        for entry in positions.indices {
            let position = unsafe Int(positions[unchecked: entry])
            let weight = unsafe weights[position] + values[unchecked: entry] * step
            unsafe weights[unchecked: position] = weight
            carries |= Coefficients.carry(weight)
        }
        self.carries = carries
    }

    /// Measures the weights of the row that was added last; the objective of a whole-set `fit` knows no others.
    mutating func measure(_ positions: Span<Int32>) {
        var squares = 0.0
        var absolutes = 0.0
        let weights = weights
        for entry in positions.indices {
            let weight = weights[Int(positions[entry])]
            squares += weight * weight
            absolutes += abs(weight)
        }
        squaredNorm = squares * (scale * scale)
        absoluteNorm = absolutes * scale
    }

    /// Ends a call with entries at these positions; where they are few and nothing is averaged, most weights may wait.
    mutating func end(at positions: Span<Int32>, settlesLater: Bool) {
        precondition(!isGathered)
        if settlesLater, averages.isEmpty,
            LateScales.areWorthwhile(entries: positions.count, weights: weights.count)
        {
            late.append(scale, to: &weights, at: positions)
            scale = 1
        } else {
            late.settle(&weights)
            settle()
        }
    }

    /// Multiplies the scale into the weights of all columns and settles the averages.
    ///
    /// A weight of 0 stays 0, so columns without weights need no visit.
    /// - Complexity: O(*m*), where *m* is the number of weights.
    mutating func settle() {
        settleAverages()
        if scale != 1 {
            let scale = scale
            var weights = weights.mutableSpan
            for position in weights.indices { unsafe weights[unchecked: position] *= scale }
            if isGathered { settledScales.append(scale) }
        }
        averageA = 0
        averageB = 1
        scale = 1
    }

    private mutating func settleAverages() {
        let (numerator, inverse) = (averageA, 1 / averageB)
        guard !averages.isEmpty, numerator != 0 || inverse != 1 else { return }
        let weights = weights
        var averages = averages.mutableSpan
        for position in averages.indices {
            // The only fused operation: scikit-learn leaves this line to BLAS, whose kernels fuse it.
            let sum =
                numerator == 0
                ? averages[position] : averages[position].addingProduct(numerator, weights[position])
            averages[position] = sum * inverse
        }
    }

    /// Has all weights and averages be what they were before the call with entries at these positions.
    mutating func takeBack(at positions: Span<Int32>) {
        precondition(!isGathered)
        earlier.restore(&weights, at: positions)
        if !averages.isEmpty { earlierAverages.restore(&averages, at: positions) }
    }

    /// Whether every weight is a finite number, where those before the call were.
    ///
    /// One that was none for a while may have become 0 by a penalty: then all are looked at.
    var isFinite: Bool { carries >> 63 == 0 || Coefficients.areFinite(weights.span) }
}
