import Values

extension SGDClassifier {
    /// Everything learned; the weights are shared until the classifier learns on.
    package var state: SGDClassifierState {
        let standardCoef = runningCoefficients
        var averages: SGDClassifierState.Averages?
        if settings.average > 0 {
            averages = SGDClassifierState.Averages(
                standardCoef: standardCoef, standardIntercept: runningIntercepts,
                averageCoef: averagedCoefficients, averageIntercept: averageIntercepts)
        }
        var state = SGDClassifierState(
            settings: settings, classes: classes, nFeatures: nFeatures, t: t, epochs: epochs,
            coef: reportsAverages ? averages?.averageCoef ?? standardCoef : standardCoef, intercept: intercepts,
            averages: averages)
        state.hasBoolClasses = hasBoolClasses
        return state
    }

    /// A classifier that goes on where the one with this state stopped, to the last bit.
    ///
    /// `checksNumbers` is false where somebody else sees to it that all weights and intercepts are finite.
    /// - Throws: What a new classifier throws, and `invalidState` where an array has another shape, a running weight
    ///   is not finite, t is below 1, or the reported arrays are not those that averaging reports.
    /// - Complexity: O(`problemCount` · `nFeatures`).
    package init(restoring state: SGDClassifierState, checksNumbers: Bool = true) throws(LearningError) {
        try self.init(settings: state.settings, classes: state.classes, nFeatures: state.nFeatures)
        guard state.classes == classes else {
            throw .invalidState(field: "classes_", expected: "ascending, each once", actual: "another order")
        }
        guard state.t >= 1, state.t.isFinite else {
            throw .invalidState(field: "t_", expected: "at least 1", actual: String(state.t))
        }
        guard state.epochs >= 0 else {
            throw .invalidState(field: "n_iter_", expected: "at least 0", actual: String(state.epochs))
        }
        try check(state.coef, "coef_", columns: nFeatures, of: "finite weights", checksNumbers)
        try check(Coefficients(state.intercept), "intercept_", columns: 1, of: "finite intercepts", checksNumbers)
        guard !state.hasBoolClasses || classes == [.integer(0), .integer(1)] else {
            throw .invalidState(field: "classes_", expected: "0 and 1 for False and True", actual: "others")
        }
        hasBoolClasses = state.hasBoolClasses
        t = state.t
        epochs = state.epochs
        guard settings.average > 0 else {
            runningIntercepts = state.intercept
            remember(standard: state.coef, average: nil)
            return
        }
        guard let averages = state.averages else {
            throw .invalidState(field: "_average_coef", expected: "present, since average > 0", actual: "absent")
        }
        try check(averages.standardCoef, "_standard_coef", columns: nFeatures, of: "finite weights", checksNumbers)
        try check(
            Coefficients(averages.standardIntercept), "_standard_intercept", columns: 1, of: "finite intercepts",
            checksNumbers)
        try check(averages.averageCoef, "_average_coef", columns: nFeatures, of: "finite weights", checksNumbers)
        try check(
            Coefficients(averages.averageIntercept), "_average_intercept", columns: 1, of: "finite intercepts",
            checksNumbers)
        let (reportedCoef, reportedIntercept) =
            reportsAverages
            ? (averages.averageCoef, averages.averageIntercept) : (averages.standardCoef, averages.standardIntercept)
        guard state.coef == reportedCoef, state.intercept == reportedIntercept else {
            throw .invalidState(
                field: "coef_ and intercept_", expected: reportsAverages ? "the averages" : "the running ones",
                actual: "others")
        }
        runningIntercepts = averages.standardIntercept
        averageIntercepts = averages.averageIntercept
        remember(standard: averages.standardCoef, average: averages.averageCoef)
    }

    private func check(
        _ array: Coefficients, _ field: String, columns: Int, of content: String, _ checksNumbers: Bool
    ) throws(LearningError) {
        guard array.count == problemCount * columns else {
            throw .invalidState(
                field: field, expected: "\(problemCount) × \(columns) numbers", actual: "\(array.count)")
        }
        guard !checksNumbers || array.isFinite else {
            throw .invalidState(field: field, expected: content, actual: "others")
        }
    }
}
