/// The Huber loss: half the squared error near the target, a line of slope `epsilon` beyond.
package struct HuberLoss: Loss {
    /// The error from which on the loss is a line.
    package let epsilon: Double

    /// The Huber loss with a border between parabola and line.
    package init(epsilon: Double) {
        self.epsilon = epsilon
    }

    package func value(score: Double, target: Double) -> Double {
        let error = abs(target - score)
        return error <= epsilon ? 0.5 * (error * error) : epsilon * (error - 0.5 * epsilon)
    }

    package func gradient(score: Double, target: Double) -> Double {
        let error = score - target
        if abs(error) <= epsilon { return error }
        return error >= 0 ? epsilon : -epsilon
    }
}
