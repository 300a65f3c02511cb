/// The weights of one binary problem while it learns: an array times a scale, so that a penalty shrinks all of them in
/// one multiplication.
///
/// The weights are those of the call's columns only, by their position in `TrainingRows`; `resets` is what the model's
/// other columns have to go through as well. No two operations are fused: each rounds, as in scikit-learn.
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
    /// The resets so far, in order.
    private(set) var resets: [WeightReset] = []

    /// The vector of some weights, with their averages if there are any.
    init(weights: [Double], averages: [Double]) {
        self.weights = weights
        self.averages = averages
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
        if scale < 1e-9 { reset() }
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

    /// Multiplies the scale into the weights and settles the averages.
    mutating func reset() {
        let reset = WeightReset(averageA: averageA, inverseB: 1 / averageB, scale: scale)
        if !reset.isIdentity {
            reset.apply(to: &weights, averages: &averages)
            resets.append(reset)
        }
        averageA = 0
        averageB = 1
        scale = 1
    }

    /// Whether every weight is a finite number.
    var isFinite: Bool {
        weights.allSatisfy(\.isFinite)
    }
}
