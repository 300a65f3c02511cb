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
        var rows = batch
        try partialFit(taking: &rows, labels: labels, sampleWeights: sampleWeights)
    }

    /// The same; `batch` has no rows then, but its memory, also where it fails.
    ///
    /// When `judging`, returns the scores that ``decisionFunction(_:)`` had for the rows before they were learned, since their
    /// columns are looked up once; otherwise nothing. When it `settlesLater`, most of the weights may wait until ``settle()``, or a call
    /// of many entries, to be multiplied with what the penalty leaves of them: that takes most of the time of a call of one row.
    @discardableResult
    package mutating func partialFit(
        taking batch: inout SparseBatch, labels: [Label], sampleWeights: [Double]? = nil, judging: Bool = false,
        settlesLater: Bool = false
    ) throws(LearningError) -> [Double] {
        // When nobody holds the rows any more, or their memory would be left to whoever does.
        defer { batch.removeAll() }
        try settings.checkPartialFit()
        return try learn(
            &batch, labels: labels, sampleWeights: sampleWeights, epochs: 1, stopRule: nil, monitor: nil,
            judging: judging, settlesLater: settlesLater)
    }

    /// Ends calls that have left something to do for later.
    ///
    /// No number changes by it: until then, whoever looks at the weights sees a copy of all of them that is settled.
    package mutating func settle() {
        for problem in weights.indices { late[problem].settle(&weights[problem]) }
        gathered.settle(&weights[0])
    }

    /// Learns in at most `epochs` epochs, and returns the scores from before when `judging`; nothing that is left in `rows` means
    /// anything.
    ///
    /// A classifier that `isFresh`, and given up where it fails, keeps nothing to go back to. Another one has the columns of a
    /// failed call from then on, with weights of 0.
    @discardableResult
    @inline(never)
    mutating func learn(
        _ rows: inout SparseBatch, labels: [Label], sampleWeights: [Double]?, epochs: Int, stopRule: StopRule?,
        monitor: (any WorkMonitor)?, judging: Bool = false, settlesLater: Bool = false, isFresh: Bool = false
    ) throws(LearningError) -> [Double] {
        let classOfRow = try check(rows, labels: labels, sampleWeights: sampleWeights)
        let classWeights = try settings.classWeight.expanded(for: classes, classOfRow: classOfRow)
        keepByColumn()
        var gathers = false
        rows.overwriteColumns { columns in
            number(&columns)
            gathers = settlesLater && numberForGathering(&columns)
        }
        if !gathers { gathered.settle(&weights[0]) }
        return try learn(
            NumberedRows(rows, classOfRow: classOfRow, sampleWeights: sampleWeights), classWeights: classWeights,
            epochs: epochs, stopRule: stopRule, monitor: monitor, judging: judging,
            settlesLater: settlesLater, gathers: gathers, isFresh: isFresh)
    }

    /// Learns rows whose columns are numbered; the weights are changed where they are.
    private mutating func learn(
        _ entries: NumberedRows, classWeights: [Double], epochs: Int, stopRule: StopRule?,
        monitor: (any WorkMonitor)?, judging: Bool, settlesLater: Bool, gathers: Bool, isFresh: Bool
    ) throws(LearningError) -> [Double] {
        var problems = (0..<problemCount).map { problem in
            let positiveClass = problemCount == 1 ? 1 : problem
            // Against several other classes the rest weighs 1, whatever weights those classes have.
            let negativeWeight = problemCount == 1 ? classWeights[0] : 1
            return BinaryProblem(
                positiveClass: positiveClass, positiveWeight: classWeights[positiveClass],
                negativeWeight: negativeWeight, seed: seeds[problem],
                vector: gathers ? gatheredVector() : vector(of: problem, entries, keepsEarlier: !isFresh),
                intercept: runningIntercepts[problem], averageIntercept: averageIntercepts[problem], t: t)
        }
        let scores = judging ? earlierScores(of: entries, problems) : []
        do {
            for problem in problems.indices {
                try Self.learn(
                    &problems[problem], settings: settings, entries: entries, epochs: epochs, stopRule: stopRule,
                    monitor: monitor)
            }
        } catch {
            if gathers {
                gathered.forget()
            } else {
                if !isFresh {
                    for problem in problems.indices { problems[problem].vector.takeBack(at: entries.positions.span) }
                }
                takeUp(&problems)
            }
            throw error
        }
        if gathers {
            leave(&problems[0].vector)
        } else {
            for problem in problems.indices {
                problems[problem].vector.end(at: entries.positions.span, settlesLater: settlesLater)
            }
            takeUp(&problems)
        }
        finish(problems, rows: entries.count)
        return scores
    }

    /// The scores that rows have by the weights before the call, which has yet to learn.
    private func earlierScores(of entries: NumberedRows, _ problems: [BinaryProblem]) -> [Double] {
        let earlier = problems.map { reportsAverages ? $0.vector.earlierAverages : $0.vector.beforeLearning }
        let intercepts = intercepts
        var scores: [Double] = []
        scores.reserveCapacity(entries.count * problemCount)
        var scratch: [Double] = []
        for row in 0..<entries.count {
            entries.withRow(row, scratch: &scratch) { place, positions, values in
                for problem in earlier.indices {
                    let product = earlier[problem].product(with: values, entries: place, at: positions)
                    scores.append(product + intercepts[problem])
                }
            }
        }
        return scores
    }

    /// Chooses the loop that was made for the loss.
    private static func learn(
        _ problem: inout BinaryProblem, settings: SGDClassifierSettings, entries: NumberedRows, epochs: Int,
        stopRule: StopRule?, monitor: (any WorkMonitor)?
    ) throws(LearningError) {
        func run(_ loss: some Loss) throws(LearningError) {
            try BinaryTrainer.learn(
                loss, settings: settings, problem: &problem, entries: entries, epochs: epochs, stopRule: stopRule,
                monitor: monitor)
        }
        switch settings.loss {
        case .hinge: try run(HingeLoss(threshold: 1))
        case .perceptron: try run(HingeLoss(threshold: 0))
        case .logLoss: try run(LogLoss())
        case .modifiedHuber: try run(ModifiedHuberLoss())
        case .squaredHinge: try run(SquaredHingeLoss())
        case .squaredError: try run(SquaredErrorLoss())
        case .huber: try run(HuberLoss(epsilon: settings.epsilon))
        case .epsilonInsensitive: try run(EpsilonInsensitiveLoss(epsilon: settings.epsilon))
        case .squaredEpsilonInsensitive: try run(SquaredEpsilonInsensitiveLoss(epsilon: settings.epsilon))
        }
    }

    /// Takes over what was learned beside the weights; nothing here can fail.
    private mutating func finish(_ learned: [BinaryProblem], rows: Int) {
        let reportedAverages = reportsAverages
        epochs = learned.reduce(0) { max($0, $1.epochs) }
        t += Double(epochs * rows)
        finishIntercepts(learned, reportedAverages: reportedAverages)
    }

    /// Keeps the intercepts as scikit-learn does.
    ///
    /// Its `intercept_` is another name for one of two arrays, and which one depends on the calls before. With two
    /// classes the running intercept is no longer kept once averages are reported: each call goes on from a stale one.
    /// With more, the running intercepts are written into whichever array was reported, so that from the second
    /// reporting call on they take the place of the averages.
    private mutating func finishIntercepts(_ learned: [BinaryProblem], reportedAverages: Bool) {
        let running = learned.map(\.intercept)
        averageIntercepts = learned.map(\.averageIntercept)
        if problemCount > 1 {
            if reportedAverages { averageIntercepts = running } else { runningIntercepts = running }
        } else if !reportsAverages {
            runningIntercepts = running
        }
    }
}
