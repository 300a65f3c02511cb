/// The squared hinge, max(0, 1 − y·p)².
package struct SquaredHingeLoss: Loss {
    /// The squared hinge.
    package init() {}

    package func value(score: Double, target: Double) -> Double {
        let shortfall = 1 - score * target
        return shortfall > 0 ? shortfall * shortfall : 0
    }

    package func gradient(score: Double, target: Double) -> Double {
        let shortfall = 1 - score * target
        return shortfall > 0 ? -2 * target * shortfall : 0
    }
}
