/// The loss of support vector regression, max(0, |y − p| − epsilon).
package struct EpsilonInsensitiveLoss: Loss {
    /// The error that costs nothing.
    package let epsilon: Double

    /// The loss with a free zone.
    package init(epsilon: Double) {
        self.epsilon = epsilon
    }

    package func value(score: Double, target: Double) -> Double {
        let excess = abs(target - score) - epsilon
        return excess > 0 ? excess : 0
    }

    package func gradient(score: Double, target: Double) -> Double {
        if target - score > epsilon { return -1 }
        return score - target > epsilon ? 1 : 0
    }
}
