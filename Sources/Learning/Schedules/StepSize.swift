import Glibc

/// The size of each step down the gradient.
///
/// | rule | step at row t |
/// |---|---|
/// | `constant` | eta0 |
/// | `optimal` | 1 / (alpha · (t0 + t − 1)), t0 by L. Bottou's heuristic |
/// | `invscaling` | eta0 / t^power_t |
/// | `adaptive` | eta0, a fifth of the present one each time the epochs stop improving |
/// | `pa1`, `pa2` | the penalty's step stays eta0; the update is `PassiveAggressive`'s |
struct StepSize {
    private enum Rule {
        case fixed
        case optimal(alpha: Double, offset: Double)
        case inverseScaling(eta0: Double, power: Double)
    }

    private let rule: Rule
    private let isAdaptive: Bool
    /// The present step size.
    private(set) var eta: Double

    /// The schedule that the settings ask for, before the first row.
    ///
    /// - Precondition: alpha > 0 for `optimal`.
    init(_ settings: SGDClassifierSettings, loss: some Loss) {
        eta = settings.eta0
        isAdaptive = settings.learningRate == .adaptive
        switch settings.learningRate {
        case .constant, .adaptive, .pa1, .pa2: rule = .fixed
        case .invscaling: rule = .inverseScaling(eta0: settings.eta0, power: settings.powerT)
        case .optimal:
            let typicalWeight = (1 / settings.alpha.squareRoot()).squareRoot()
            let steepness = loss.gradient(score: -typicalWeight, target: 1)
            let firstStep = typicalWeight / (steepness > 1 ? steepness : 1)
            rule = .optimal(alpha: settings.alpha, offset: 1 / (firstStep * settings.alpha))
        }
    }

    /// Moves to the step of row `t`, counted from 1 over the model's whole life.
    mutating func move(to t: Double) {
        switch rule {
        case .fixed: break
        case .optimal(let alpha, let offset): eta = 1 / (alpha * (offset + t - 1))
        // pow(t, 0.5) and the square root of t differ in the last bit for some t, and scikit-learn calls pow.
        case .inverseScaling(let eta0, let power): eta = eta0 / pow(t, power)
        }
    }

    /// Shortens an adaptive step after epochs without improvement; `false` when there is nothing left to shorten.
    mutating func shorten() -> Bool {
        guard isAdaptive, eta > 1e-6 else { return false }
        eta /= 5
        return true
    }
}
