package import Values

extension SGDClassifierSettings {
    /// Every setting under scikit-learn's name, in alphabetical order, with those that have no effect here.
    package var parameters: [Parameter] {
        [
            Parameter("alpha", .real(alpha)),
            Parameter("average", average < 2 ? .bool(average == 1) : .integer(Int64(average))),
            Parameter("class_weight", classWeight.parameterValue),
            Parameter("early_stopping", .bool(false)),
            Parameter("epsilon", .real(epsilon)),
            Parameter("eta0", .real(eta0)),
            Parameter("fit_intercept", .bool(fitIntercept)),
            Parameter("l1_ratio", .real(l1Ratio)),
            Parameter("learning_rate", .text(learningRate.rawValue)),
            Parameter("loss", .text(loss.rawValue)),
            Parameter("max_iter", .integer(Int64(maxIter))),
            Parameter("n_iter_no_change", .integer(Int64(nIterNoChange))),
            Parameter("n_jobs", .none),
            Parameter("penalty", penalty.map { .text($0.rawValue) } ?? .none),
            Parameter("power_t", .real(powerT)),
            Parameter("random_state", randomState.map { .integer(Int64($0)) } ?? .none),
            Parameter("shuffle", .bool(shuffle)),
            Parameter("tol", tol.map { .real($0) } ?? .none),
            Parameter("validation_fraction", .real(0.1)),
            Parameter("verbose", .integer(0)),
            Parameter("warm_start", .bool(false)),
        ]
    }

    /// Changes one setting; `false` when the name is none of scikit-learn's.
    ///
    /// The older spellings `loss='log'`, `loss='squared_loss'`, `penalty='none'` and `n_iter` are understood. `n_jobs`
    /// and `verbose` have no effect on the result, and `validation_fraction` none without early stopping.
    /// - Throws: `invalidSetting` for a value of the wrong kind or outside its range, `unsupportedSetting` for
    ///   `early_stopping` and `warm_start`. The setting is then as it was.
    package mutating func set(_ name: String, to value: ParameterValue) throws(LearningError) -> Bool {
        var changed = self
        let setting = Setting(name: name, value: value)
        switch name {
        case "alpha": changed.alpha = try setting.real("a number of at least 0") { $0 >= 0 }
        case "average": changed.average = try setting.average()
        case "class_weight": changed.classWeight = try setting.classWeight()
        case "early_stopping": try setting.refuseTrue("set tol and n_iter_no_change, or score on rows held back")
        case "epsilon": changed.epsilon = try setting.real("a number of at least 0") { $0 >= 0 }
        case "eta0": changed.eta0 = try setting.real("a number above 0") { $0 > 0 }
        case "fit_intercept": changed.fitIntercept = try setting.bool()
        case "l1_ratio": changed.l1Ratio = try setting.real("a number from 0 to 1") { (0...1).contains($0) }
        case "learning_rate": changed.learningRate = try setting.name(LearningRate.self)
        case "loss": changed.loss = try setting.name(LossName.self, aliases: LossName.olderSpellings)
        case "max_iter", "n_iter": changed.maxIter = try setting.integer("a whole number of at least 1", from: 1)
        case "n_iter_no_change": changed.nIterNoChange = try setting.integer("a whole number of at least 1", from: 1)
        case "n_jobs": if value != .none { _ = try setting.integer("a whole number or None", from: .min) }
        case "penalty": changed.penalty = setting.isNone ? nil : try setting.name(Penalty.self)
        case "power_t": changed.powerT = try setting.real("a finite number") { _ in true }
        case "random_state": changed.randomState = try setting.seed()
        case "shuffle": changed.shuffle = try setting.bool()
        case "tol": changed.tol = setting.isNone ? nil : try setting.real("at least 0, or None") { $0 >= 0 }
        case "validation_fraction": _ = try setting.real("a number between 0 and 1") { $0 > 0 && $0 < 1 }
        case "verbose": try setting.verbosity()
        case "warm_start": try setting.refuseTrue("use partial_fit to go on from the present weights")
        default: return false
        }
        self = changed
        return true
    }
}

extension LossName {
    /// The names that scikit-learn had for two losses before 1.0 and 1.1.
    package static var olderSpellings: [String: LossName] {
        ["log": .logLoss, "squared_loss": .squaredError]
    }
}

extension ClassWeight {
    /// The value as scikit-learn's `get_params` would show it.
    package var parameterValue: ParameterValue {
        switch self {
        case .none: .none
        case .balanced: .text("balanced")
        case .weights(let weights):
            .mapping(weights.map { ParameterValue.Entry(key: $0.label, value: .real($0.weight)) })
        }
    }
}
