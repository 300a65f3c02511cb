/// The modified Huber loss: a squared hinge that goes on as a line below the margin −1.
///
/// Source: T. Zhang, "Solving Large Scale Linear Prediction Problems Using Stochastic Gradient Descent Algorithms",
/// ICML 2004.
package struct ModifiedHuberLoss: Loss {
    /// The modified Huber loss.
    package init() {}

    package func value(score: Double, target: Double) -> Double {
        let margin = score * target
        if margin >= 1 { return 0 }
        return margin >= -1 ? (1 - margin) * (1 - margin) : -4 * margin
    }

    package func gradient(score: Double, target: Double) -> Double {
        let margin = score * target
        if margin >= 1 { return 0 }
        return margin >= -1 ? 2 * (1 - margin) * -target : -4 * target
    }
}
