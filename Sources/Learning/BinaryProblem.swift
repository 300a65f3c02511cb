/// One class against the rest in a call: what it learns from, and how far it has come.
struct BinaryProblem {
    /// The class whose rows are positive.
    let positiveClass: Int
    /// What the update of a row of that class is multiplied with, beside the row's own weight.
    let positiveWeight: Double
    /// What that of any other row is multiplied with.
    let negativeWeight: Double
    /// The shuffle's seed.
    let seed: UInt32
    /// The weights: the model's own, not a copy.
    var vector: WeightVector
    /// The running intercept.
    var intercept: Double
    /// The average of the intercepts, or 0.
    var averageIntercept: Double
    /// The rows learned from, plus 1.
    var t: Double
    /// The epochs run.
    var epochs = 0
}
