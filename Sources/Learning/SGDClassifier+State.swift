import Values

extension SGDClassifier {
    /// Everything learned, written out.
    ///
    /// - Complexity: O(`problemCount` · `nFeatures`), and that much memory; twice when weights are averaged.
    package var state: SGDClassifierState {
        let standardCoef = writtenOut(weights)
        var averages: SGDClassifierState.Averages?
        if settings.average > 0 {
            averages = SGDClassifierState.Averages(
                standardCoef: standardCoef, standardIntercept: runningIntercepts,
                averageCoef: writtenOut(self.averages), averageIntercept: averageIntercepts)
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
    /// - Throws: What a new classifier throws, and `invalidState` where an array has another shape, a running weight
    ///   is not finite, t is below 1, or the reported arrays are not those that averaging reports.
    /// - Complexity: O(`problemCount` · `nFeatures`).
    package init(restoring state: SGDClassifierState) throws(LearningError) {
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
        try check(state.coef, "coef_", columns: nFeatures, of: "finite weights")
        try check(state.intercept, "intercept_", columns: 1, of: "finite intercepts")
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
        try check(averages.standardCoef, "_standard_coef", columns: nFeatures, of: "finite weights")
        try check(averages.standardIntercept, "_standard_intercept", columns: 1, of: "finite intercepts")
        try check(averages.averageCoef, "_average_coef", columns: nFeatures, of: "finite weights")
        try check(averages.averageIntercept, "_average_intercept", columns: 1, of: "finite intercepts")
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
        _ array: [Double], _ field: String, columns: Int, of content: String
    ) throws(LearningError) {
        guard array.count == problemCount * columns else {
            throw .invalidState(
                field: field, expected: "\(problemCount) × \(columns) numbers", actual: "\(array.count)")
        }
        guard array.allSatisfy(\.isFinite) else {
            throw .invalidState(field: field, expected: content, actual: "others")
        }
    }

    /// Keeps the columns that have a weight in any problem.
    private mutating func remember(standard: [Double], average: [Double]?) {
        func isKept(_ column: Int) -> Bool {
            (0..<problemCount).contains { problem in
                let entry = problem * nFeatures + column
                // By bits: a weight of −0 is kept.
                return standard[entry].bitPattern != 0 || (average.map { $0[entry].bitPattern != 0 } ?? false)
            }
        }
        let kept = (0..<nFeatures).filter(isKept).map { Int32($0) }
        var positions: [Int32] = []
        index.insert(kept.span, positions: &positions)
        for problem in 0..<problemCount {
            let start = problem * nFeatures
            weights[problem] = index.columns.map { standard[start + Int($0)] }
            if let average { averages[problem] = index.columns.map { average[start + Int($0)] } }
        }
    }
}
