import Glibc

/// The loss of logistic regression, log(1 + exp(p)) − y·p with y 0 or 1.
package struct LogLoss: Loss {
    package static var negativeTarget: Double { 0 }

    /// The log loss.
    package init() {}

    package func value(score: Double, target: Double) -> Double {
        Self.softplus(score) - target * score
    }

    package func gradient(score: Double, target: Double) -> Double {
        // exp(−p) overflows far below −37, where the sigmoid is exp(p) to the last bit.
        guard score > -37 else { return exp(score) - target }
        let e = exp(-score)
        return ((1 - target) - target * e) / (1 + e)
    }

    /// log(1 + exp(x)), by the form that loses the least in each range.
    ///
    /// Source: M. Mächler, "Accurately Computing log(1 − exp(−|a|))", 2012.
    private static func softplus(_ x: Double) -> Double {
        if x <= -37 { return exp(x) }
        if x <= -2 { return log1p(exp(x)) }
        if x <= 18 { return log(1 + exp(x)) }
        return x <= 33.3 ? x + exp(-x) : x
    }
}
