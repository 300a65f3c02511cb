package import Values

/// Every setting of scikit-learn's `SGDClassifier`, with its defaults except `loss` (`log_loss`) and
/// `random_state` (0).
package struct SGDClassifierSettings: Hashable, Sendable {
    /// What a wrong margin costs.
    package var loss = LossName.logLoss
    /// What large weights cost; `nil` is no penalty.
    package var penalty: Penalty? = .l2
    /// The weight of the penalty, at least 0.
    package var alpha = 0.0001
    /// The share of L1 in `elasticnet`, 0 to 1.
    package var l1Ratio = 0.15
    /// Whether there is an intercept.
    package var fitIntercept = true
    /// The most epochs of a whole-set `fit`.
    package var maxIter = 1000
    /// The improvement below which a whole-set `fit` counts an epoch as bad; `nil` never stops it.
    package var tol: Double? = 1e-3
    /// Whether the rows of a call are visited in a shuffled order.
    package var shuffle = true
    /// The insensitive zone of the `huber` and `epsilon_insensitive` losses.
    package var epsilon = 0.1
    /// The seed of the shuffle, 0 to 2^32 − 1; `nil` is scikit-learn's default `None`, which shuffles differently each time.
    package var randomState: UInt32? = 0
    /// How the step size changes.
    package var learningRate = LearningRate.optimal
    /// The first step size, or `pa1`'s and `pa2`'s aggressiveness.
    package var eta0 = 0.01
    /// The exponent of `invscaling`.
    package var powerT = 0.5
    /// The bad epochs after which a whole-set `fit` stops.
    package var nIterNoChange = 5
    /// How much each class counts.
    package var classWeight = ClassWeight.none
    /// The number of rows after which weights are averaged; 0 never averages, 1 is scikit-learn's `True`.
    package var average = 0

    /// The seed that refit shuffles by: 0 where `randomState` gives none, since what it does can be repeated.
    package var seed: UInt32 { randomState ?? 0 }

    /// scikit-learn's defaults, with refit's two.
    package init() {}
}

/// The names of the losses.
package enum LossName: String, CaseIterable, Sendable {
    case hinge
    case logLoss = "log_loss"
    case modifiedHuber = "modified_huber"
    case squaredHinge = "squared_hinge"
    case perceptron
    case squaredError = "squared_error"
    case huber
    case epsilonInsensitive = "epsilon_insensitive"
    case squaredEpsilonInsensitive = "squared_epsilon_insensitive"
}

/// The names of the penalties.
package enum Penalty: String, CaseIterable, Sendable {
    case l2
    case l1
    case elasticnet
}

/// The names of the step-size schedules.
package enum LearningRate: String, CaseIterable, Sendable {
    case constant
    case optimal
    case invscaling
    case adaptive
    case pa1
    case pa2
}

/// How much each class counts.
package enum ClassWeight: Hashable, Sendable {
    /// Each class counts 1.
    case none
    /// n / (K · count of the class); whole-set `fit` only.
    case balanced
    /// The given weights, sorted by label; a class that is not named counts 1.
    case weights([Weight])

    /// The weight of one class.
    package struct Weight: Hashable, Sendable {
        /// The class.
        package var label: Label
        /// What its rows' updates are multiplied with; finite.
        package var weight: Double

        /// Pairs a class with its weight.
        package init(label: Label, weight: Double) {
            self.label = label
            self.weight = weight
        }
    }
}
