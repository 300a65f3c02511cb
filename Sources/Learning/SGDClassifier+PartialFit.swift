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
        try partialFit(TrainingRows(batch), labels: labels, sampleWeights: sampleWeights)
    }

    /// The same of rows that are renumbered already.
    ///
    /// When `judging`, returns the scores that ``decisionFunction(_:)`` had for the rows before they were learned, since the
    /// weights that learning begins with are at hand; otherwise nothing.
    @discardableResult
    package mutating func partialFit(
        _ rows: TrainingRows, labels: [Label], sampleWeights: [Double]? = nil, judging: Bool = false
    ) throws(LearningError) -> [Double] {
        try settings.checkPartialFit()
        return try learn(
            rows, labels: labels, sampleWeights: sampleWeights, epochs: 1, stopRule: nil, monitor: nil,
            judging: judging)
    }

    /// Learns in at most `epochs` epochs, and returns the scores from before when `judging`.
    @discardableResult
    mutating func learn(
        _ rows: TrainingRows, labels: [Label], sampleWeights: [Double]?, epochs: Int, stopRule: StopRule?,
        monitor: (any WorkMonitor)?, judging: Bool = false
    ) throws(LearningError) -> [Double] {
        let classOfRow = try check(rows, labels: labels, sampleWeights: sampleWeights)
        let classWeights = try settings.classWeight.expanded(for: classes, classOfRow: classOfRow)
        keepByColumn()
        var positions = index.positions(of: rows.columns.span)
        let scores = judging ? scores(of: rows, positions: positions) : []
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
                        positions: positions),
                    settings: settings, rows: rows, epochs: epochs, stopRule: stopRule, monitor: monitor))
        }
        finish(learned, rows: rows, positions: &positions)
        return scores
    }

    /// The scores of rows that are renumbered; see ``decisionFunction(_:)-(SparseBatch)``.
    package func decisionFunction(_ rows: TrainingRows) -> [Double] {
        precondition(rows.nFeatures == nFeatures, "rows of \(nFeatures) columns, not \(rows.nFeatures)")
        guard let all = reportedWrittenOut else {
            return scores(of: rows, positions: index.positions(of: rows.columns.span))
        }
        let columns = rows.columns
        return all.withNumbers { all in
            scores(of: rows, by: (0..<problemCount).map { Self.gathered(all, at: columns, from: $0 * nFeatures) })
        }
    }

    /// The scores of rows whose columns have these positions, row-major, rows × `problemCount`.
    private func scores(of rows: TrainingRows, positions: [Int32]) -> [Double] {
        scores(of: rows, by: reportedWeights.map { $0.gathered(at: positions) })
    }

    /// The scores of rows by the weights of their columns, one array a problem.
    private func scores(of rows: TrainingRows, by weights: [[Double]]) -> [Double] {
        let products = weights.map { rows.products(with: $0) }
        let intercepts = intercepts
        guard problemCount > 1 else { return products[0].map { $0 + intercepts[0] } }
        return (0..<rows.count).flatMap { row in products.indices.map { products[$0][row] + intercepts[$0] } }
    }

    /// The binary problem as it stands, with the weights of some columns only.
    private func problem(
        _ problem: Int, positiveClass: Int, classOfRow: [Int32], rowWeights: [Double], positions: [Int32]
    ) -> BinaryProblem {
        BinaryProblem(
            positiveClass: positiveClass, classOfRow: classOfRow, rowWeights: rowWeights, seed: seeds[problem], t: t,
            weights: weights[problem], averages: settings.average > 0 ? averages[problem] : nil, positions: positions,
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
    private mutating func finish(_ learned: [LearnedProblem], rows: TrainingRows, positions: inout [Int32]) {
        for (problem, result) in learned.enumerated() {
            for reset in result.resets {
                reset.apply(to: &weights[problem], averages: &averages[problem])
            }
        }
        index.insertMissing(rows.columns.span, positions: &positions)
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
