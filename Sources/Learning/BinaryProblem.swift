/// One class against the rest: the rows' targets and weights, and where learning begins.
struct BinaryProblem {
    /// The class whose rows are positive.
    let positiveClass: Int
    /// The class of each row.
    let classOfRow: [Int32]
    /// What each row's update is multiplied with: its class's weight times its own.
    let rowWeights: [Double]
    /// The shuffle's seed.
    let seed: UInt32
    /// The rows learned from before, plus 1.
    let t: Double
    /// The model's running weights.
    let weights: [Double]
    /// The averages of the model's weights, where they are averaged.
    let averages: [Double]?
    /// Where each column of `TrainingRows` is in them; negative where it is not.
    let positions: [Int32]
    /// The running intercept.
    let intercept: Double
    /// The average of the intercepts, or 0.
    let averageIntercept: Double

    /// The weights that learning begins with, by position in `TrainingRows`.
    var vector: WeightVector {
        WeightVector(
            weights: weights.gathered(at: positions), averages: averages?.gathered(at: positions) ?? [])
    }
}

extension [Double] {
    /// The numbers at some positions, 0 where a position is negative.
    func gathered(at positions: [Int32]) -> [Double] {
        positions.map { $0 < 0 ? 0 : self[Int($0)] }
    }
}

/// What learning made of a binary problem.
struct LearnedProblem {
    /// The running weights by position in `TrainingRows`.
    let weights: [Double]
    /// Their averages; empty when nothing is averaged.
    let averages: [Double]
    /// The running intercept.
    let intercept: Double
    /// The average of the intercepts.
    let averageIntercept: Double
    /// The epochs run.
    let epochs: Int
    /// What the model's other columns have to go through.
    let resets: [WeightReset]
}
