package import Features
package import Values

extension SGDClassifier {
    /// Learns from a batch in one epoch, on top of what it has learned.
    ///
    /// Stopping early, `tol` and the adaptive step play no part, and the L1 penalty begins anew, as in scikit-learn.
    /// - Parameters:
    ///   - batch: The rows, at least one.
    ///   - labels: The class of each row.
    ///   - sampleWeights: What each row's update is multiplied with; 1 where there are none.
    /// - Throws: `unsupportedSetting` for balanced class weights, `overflow`, and what is wrong with the rows. The
    ///   classifier is then as it was before.
    /// - Complexity: expected O(K · (*n* + *m*)), where *n* is the number of the batch's entries and *m* that of the
    ///   columns seen so far; `nFeatures` plays no part.
    package mutating func partialFit(
        _ batch: SparseBatch, labels: [Label], sampleWeights: [Double]? = nil
    ) throws(LearningError) {
        try settings.checkPartialFit()
        try learn(batch, labels: labels, sampleWeights: sampleWeights, epochs: 1, stopRule: nil, monitor: nil)
    }

    /// Learns in at most `epochs` epochs.
    mutating func learn(
        _ batch: SparseBatch, labels: [Label], sampleWeights: [Double]?, epochs: Int, stopRule: StopRule?,
        monitor: (any WorkMonitor)?
    ) throws(LearningError) {
        let classOfRow = try check(batch, labels: labels, sampleWeights: sampleWeights)
        let classWeights = try settings.classWeight.expanded(for: classes, classOfRow: classOfRow)
        keepByColumn()
        let rows = TrainingRows(batch)
        var learned: [LearnedProblem] = []
        for problem in 0..<problemCount {
            let positiveClass = problemCount == 1 ? 1 : problem
            // Against several other classes the rest weighs 1, whatever weights those classes have.
            let negativeWeight = problemCount == 1 ? classWeights[0] : 1
            let rowWeights = classOfRow.indices.map { row in
                (Int(classOfRow[row]) == positiveClass ? classWeights[positiveClass] : negativeWeight)
                    * (sampleWeights?[row] ?? 1)
            }
            learned.append(
                try Self.learn(
                    self.problem(
                        problem, positiveClass: positiveClass, classOfRow: classOfRow, rowWeights: rowWeights,
                        columns: rows.columns),
                    settings: settings, rows: rows, epochs: epochs, stopRule: stopRule, monitor: monitor))
        }
        finish(learned, rows: rows)
    }

    /// The binary problem as it stands, with the weights of some columns only.
    private func problem(
        _ problem: Int, positiveClass: Int, classOfRow: [Int32], rowWeights: [Double], columns: [Int32]
    ) -> BinaryProblem {
        let positions = columns.map { index.position(of: $0) }
        func gathered(_ all: [Double]) -> [Double] { positions.map { position in position.map { all[$0] } ?? 0 } }
        return BinaryProblem(
            positiveClass: positiveClass, classOfRow: classOfRow, rowWeights: rowWeights, seed: seeds[problem], t: t,
            weights: gathered(weights[problem]), averages: settings.average > 0 ? gathered(averages[problem]) : [],
            intercept: runningIntercepts[problem], averageIntercept: averageIntercepts[problem])
    }

    /// Chooses the loop that was made for the loss.
    private static func learn(
        _ problem: BinaryProblem, settings: SGDClassifierSettings, rows: TrainingRows, epochs: Int,
        stopRule: StopRule?, monitor: (any WorkMonitor)?
    ) throws(LearningError) -> LearnedProblem {
        func run(_ loss: some Loss) throws(LearningError) -> LearnedProblem {
            try BinaryTrainer.learn(
                loss, settings: settings, problem: problem, rows: rows, epochs: epochs, stopRule: stopRule,
                monitor: monitor)
        }
        switch settings.loss {
        case .hinge: return try run(HingeLoss(threshold: 1))
        case .perceptron: return try run(HingeLoss(threshold: 0))
        case .logLoss: return try run(LogLoss())
        case .modifiedHuber: return try run(ModifiedHuberLoss())
        case .squaredHinge: return try run(SquaredHingeLoss())
        case .squaredError: return try run(SquaredErrorLoss())
        case .huber: return try run(HuberLoss(epsilon: settings.epsilon))
        case .epsilonInsensitive: return try run(EpsilonInsensitiveLoss(epsilon: settings.epsilon))
        case .squaredEpsilonInsensitive: return try run(SquaredEpsilonInsensitiveLoss(epsilon: settings.epsilon))
        }
    }

    /// Takes over what was learned; nothing here can fail.
    private mutating func finish(_ learned: [LearnedProblem], rows: TrainingRows) {
        for (problem, result) in learned.enumerated() {
            for reset in result.resets {
                reset.apply(to: &weights[problem], averages: &averages[problem])
            }
        }
        var positions: [Int32] = []
        index.insert(rows.columns.span, positions: &positions)
        for (problem, result) in learned.enumerated() {
            Self.scatter(result.weights, to: positions, of: &weights[problem], count: index.count)
            if settings.average > 0 {
                Self.scatter(result.averages, to: positions, of: &averages[problem], count: index.count)
            }
        }
        let reportedAverages = reportsAverages
        epochs = learned.reduce(0) { max($0, $1.epochs) }
        t += Double(epochs * rows.count)
        finishIntercepts(learned, reportedAverages: reportedAverages)
    }

    private static func scatter(_ values: [Double], to positions: [Int32], of all: inout [Double], count: Int) {
        all.append(contentsOf: repeatElement(0, count: count - all.count))
        var all = all.mutableSpan
        for (value, position) in zip(values, positions) { all[Int(position)] = value }
    }

    /// Keeps the intercepts as scikit-learn does.
    ///
    /// Its `intercept_` is another name for one of two arrays, and which one depends on the calls before. With two
    /// classes the running intercept is no longer kept once averages are reported: each call goes on from a stale one.
    /// With more, the running intercepts are written into whichever array was reported, so that from the second
    /// reporting call on they take the place of the averages.
    private mutating func finishIntercepts(_ learned: [LearnedProblem], reportedAverages: Bool) {
        let running = learned.map(\.intercept)
        averageIntercepts = learned.map(\.averageIntercept)
        if problemCount > 1 {
            if reportedAverages { averageIntercepts = running } else { runningIntercepts = running }
        } else if !reportsAverages {
            runningIntercepts = running
        }
    }
}
