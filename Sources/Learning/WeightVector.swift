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
    /// Where the columns of the call's entries have their weights.
    private var positions: [Int32]
    /// The weights before the call.
    private(set) var earlier: EarlierWeights
    /// The averages before the call.
    private(set) var earlierAverages = EarlierWeights()

    /// The vector of a model's weights, with their averages if there are any, that a call with entries at these positions learns.
    ///
    /// `earlier` is used again.
    init(weights: [Double], averages: [Double], positions: [Int32], earlier: EarlierWeights) {
        (self.weights, self.averages, self.positions, self.earlier) = (weights, averages, positions, earlier)
    }

    /// No weights.
    init() { self.init(weights: [], averages: [], positions: [], earlier: EarlierWeights()) }

    /// Remembers the weights and averages, to be able to take back what is learned from now on.
    mutating func keep() {
        let (weights, averages, positions) = (weights, averages, positions)
        earlier.keep(weights.span, at: positions.span)
        if !averages.isEmpty { earlierAverages.keep(averages.span, at: positions.span) }
    }

    /// The inner product with a row.
    func dot(_ positions: Span<Int32>, _ values: Span<Double>) -> Double {
        let weights = weights.span
        var sum = 0.0
        for entry in positions.indices {
            sum += weights[Int(positions[entry])] * values[entry]
        }
        return sum * scale
    }

    /// Multiplies all weights with a factor of 0 to 1.
    mutating func shrink(by factor: Double) {
        scale *= factor
        squaredNorm *= factor * factor
        absoluteNorm *= abs(factor)
        guard scale < 1e-9 else { return }
        earlier.keepAll(weights, at: positions)
        if !averages.isEmpty { earlierAverages.keepAll(averages, at: positions) }
        settle()
    }

    /// Adds `length` times a row.
    mutating func add(_ positions: Span<Int32>, _ values: Span<Double>, times length: Double) {
        let step = length / scale
        var weights = weights.mutableSpan
        for entry in positions.indices {
            weights[Int(positions[entry])] += values[entry] * step
        }
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

    /// Has all weights and averages be what they were before the call.
    mutating func takeBack() {
        earlier.restore(&weights, at: positions)
        if !averages.isEmpty { earlierAverages.restore(&averages, at: positions) }
    }

    /// Whether every weight is a finite number, where those that the call does not come to are.
    var isFinite: Bool {
        // Many are looked at one after the other in the time that takes to find a few.
        guard positions.count < weights.count / 8 else { return Coefficients.areFinite(weights.span) }
        let (weights, positions) = (weights.span, positions.span)
        var carries: UInt64 = 0
        for entry in positions.indices {
            carries |= Coefficients.carry(unsafe weights[Int(positions[unchecked: entry])])
        }
        return carries >> 63 == 0
    }
}
