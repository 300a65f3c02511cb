/// Half the squared error, ½(p − y)², of least squares.
package struct SquaredErrorLoss: Loss {
    /// The squared error.
    package init() {}

    package func value(score: Double, target: Double) -> Double {
        0.5 * (score - target) * (score - target)
    }

    package func gradient(score: Double, target: Double) -> Double {
        score - target
    }
}
