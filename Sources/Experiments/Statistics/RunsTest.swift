/// Wald and Wolfowitz's test of whether two kinds of things come in a random order.
package struct RunsTest: Hashable, Sendable {
    /// The number of runs of equal things.
    package private(set) var runs = 0
    private var yes = 0
    private var no = 0
    private var last: Bool?

    /// A sequence without anything in it.
    package init() {}

    /// Takes the next thing.
    package mutating func add(_ isYes: Bool) {
        if isYes { yes += 1 } else { no += 1 }
        if last != isYes { (last, runs) = (isYes, runs + 1) }
    }

    /// How many standard deviations the number of runs is above what a random order would have: far below 0 where equal
    /// things come together, far above where they alternate; `nil` where all are equal, or there are fewer than two.
    ///
    /// z = (R − μ)/σ with μ = 2·n₁·n₂/n + 1 and σ² = (μ − 1)(μ − 2)/(n − 1).
    package var z: Double? {
        let (yes, no) = (Double(yes), Double(no))
        guard yes > 0, no > 0 else { return nil }
        let mean = 2 * yes * no / (yes + no) + 1
        let variance = (mean - 1) * (mean - 2) / (yes + no - 1)
        return variance > 0 ? (Double(runs) - mean) / variance.squareRoot() : nil
    }
}
