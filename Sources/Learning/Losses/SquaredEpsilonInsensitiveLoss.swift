/// The square of the epsilon-insensitive loss, max(0, |y − p| − epsilon)².
package struct SquaredEpsilonInsensitiveLoss: Loss {
    /// The error that costs nothing.
    package let epsilon: Double

    /// The loss with a free zone.
    package init(epsilon: Double) {
        self.epsilon = epsilon
    }

    package func value(score: Double, target: Double) -> Double {
        let excess = abs(target - score) - epsilon
        return excess > 0 ? excess * excess : 0
    }

    package func gradient(score: Double, target: Double) -> Double {
        let error = target - score
        if error > epsilon { return -2 * (error - epsilon) }
        return error < -epsilon ? 2 * (-error - epsilon) : 0
    }
}
