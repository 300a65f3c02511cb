import Values

extension SGDClassifierSettings {
    /// Checks that these settings can learn by `partial_fit`.
    ///
    /// - Throws: `unsupportedSetting` for balanced class weights, which need all labels.
    package func checkPartialFit() throws(LearningError) {
        guard classWeight == .balanced else { return }
        throw .unsupportedSetting(
            name: "class_weight", value: .text("balanced"),
            instead: "balance needs all labels: name the weights, as in class_weight={0: 1.0, 1: 2.0}, "
                + "or learn from the whole set")
    }

    /// Checks that a setting can have a part in `partial_fit`, whatever its value and the other settings are.
    ///
    /// - Throws: `settingWithoutEffect` with the reason where it has none.
    package static func checkPart(of name: String) throws(LearningError) {
        let reason: String? =
            switch name {
            case "max_iter", "n_iter": "partial_fit makes one epoch"
            case "tol", "n_iter_no_change": "it stops the epochs of a whole-set fit, and partial_fit makes one"
            case "early_stopping", "validation_fraction": "partial_fit never stops early"
            case "n_jobs", "verbose": "results never depend on it"
            case "warm_start": "partial_fit always goes on from the present weights"
            default: nil
            }
        if let reason { throw .settingWithoutEffect(name: name, reason: reason) }
    }

    /// Checks that a setting has a part in `partial_fit` by these settings.
    ///
    /// - Throws: `settingWithoutEffect` with the reason where it has none.
    package func checkEffect(of name: String) throws(LearningError) {
        try Self.checkPart(of: name)
        let reason: String? =
            switch name {
            case "alpha" where penalty == nil && learningRate != .optimal:
                "it is the weight of a penalty, and penalty is None"
            case "epsilon" where ![.huber, .epsilonInsensitive, .squaredEpsilonInsensitive].contains(loss):
                "loss='\(loss.rawValue)' does not use it"
            case "eta0" where learningRate == .optimal: "learning_rate='optimal' does not use it"
            case "l1_ratio" where penalty != .elasticnet: "only penalty='elasticnet' uses it"
            case "power_t" where learningRate != .invscaling: "only learning_rate='invscaling' uses it"
            default: nil
            }
        if let reason { throw .settingWithoutEffect(name: name, reason: reason) }
    }
}
