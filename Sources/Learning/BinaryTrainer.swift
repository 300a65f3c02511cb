import Features
import Values

/// Stochastic gradient descent on one binary problem, in scikit-learn's order of operations.
///
/// Generic over the loss, so that the compiler makes one loop for each.
struct BinaryTrainer<L: Loss> {
    private let loss: L
    private let settings: SGDClassifierSettings
    private let passiveAggressive: PassiveAggressive?
    private let l1Ratio: Double
    private let measuresObjective: Bool
    private let average: Double
    private var step: StepSize
    private let entries: NumberedRows
    private var problem: BinaryProblem
    private var l1: CumulativeL1?

    /// What a sparse row's step of the intercept is shortened by, since the intercept moves with every row and each
    /// weight with few.
    private static var interceptDecay: Double { 0.01 }
    private static var largestGradient: Double { 1e12 }

    private init(
        _ loss: L, settings: SGDClassifierSettings, problem: BinaryProblem, entries: NumberedRows,
        measuresObjective: Bool
    ) {
        self.loss = loss
        self.settings = settings
        self.measuresObjective = measuresObjective
        passiveAggressive = PassiveAggressive(settings.learningRate)
        average = Double(settings.average)
        step = StepSize(settings, loss: loss)
        switch settings.penalty {
        case nil, .l2: l1Ratio = 0
        case .l1: l1Ratio = 1
        case .elasticnet: l1Ratio = settings.l1Ratio
        }
        l1 =
            settings.penalty == .l1 || settings.penalty == .elasticnet
            ? CumulativeL1(positions: entries.positions.span) : nil
        (self.entries, self.problem) = (entries, problem)
    }

    /// Learns a problem in at most `epochs` epochs.
    ///
    /// - Parameters:
    ///   - loss: What wrong scores cost.
    ///   - settings: The settings, checked.
    ///   - problem: Where to begin; then how far it has come, also where it fails. Its weights are not settled.
    ///   - entries: The rows.
    ///   - epochs: The most epochs.
    ///   - stopRule: When fewer are enough; `nil` runs all of them.
    ///   - monitor: Who waits, told after each epoch.
    /// - Throws: `overflow`, `interrupted`.
    /// - Complexity: O(*e* · *n*), where *e* is the number of epochs and *n* that of entries.
    static func learn(
        _ loss: L, settings: SGDClassifierSettings, problem: inout BinaryProblem, entries: NumberedRows, epochs: Int,
        stopRule: StopRule?, monitor: (any WorkMonitor)?
    ) throws(LearningError) {
        let targets = entries.classOfRow.map { Int($0) == problem.positiveClass ? 1 : L.negativeTarget }
        var trainer = BinaryTrainer(
            loss, settings: settings, problem: problem, entries: entries, measuresObjective: stopRule != nil)
        // Held twice, the weights would be copied.
        problem.vector = WeightVector()
        defer { problem = trainer.problem }
        var stopRule = stopRule
        var order = SampleOrder(count: targets.count)
        while trainer.problem.epochs < epochs {
            trainer.problem.epochs += 1
            let epoch = trainer.problem.epochs
            if settings.shuffle { order.shuffle(seed: trainer.problem.seed) }
            let objective = trainer.runEpoch(order: order, targets: targets)
            guard trainer.problem.intercept.isFinite, trainer.problem.vector.isFinite else {
                throw .overflow(epoch: epoch)
            }
            if let monitor {
                monitor.advance(to: epoch, of: nil, unit: "epochs")
                if monitor.isInterrupted { throw .interrupted(epoch: epoch) }
            }
            if stopRule?.record(meanObjective: objective / Double(targets.count)) == true {
                guard trainer.step.shorten() else { break }
                stopRule?.forgive()
            }
        }
    }

    /// Visits every row once; the sum of their objectives, or 0 when nobody asks for it.
    private mutating func runEpoch(order: SampleOrder, targets: [Double]) -> Double {
        let entries = entries
        var scratch: [Double] = []
        var objective = 0.0
        for (number, row) in order.rows.enumerated() {
            if number + 2 < order.rows.count { entries.fetch(row: Int(order.rows[number + 2])) }
            let row = Int(row)
            let isPositive = Int(entries.classOfRow[row]) == problem.positiveClass
            let rowWeight =
                (isPositive ? problem.positiveWeight : problem.negativeWeight) * (entries.sampleWeights?[row] ?? 1)
            entries.withRow(row, scratch: &scratch) { place, positions, values in
                visit(
                    positions, values, place, target: targets[row], rowWeight: rowWeight, objective: &objective)
            }
        }
        return objective
    }

    /// Learns one row, and adds its objective.
    private mutating func visit(
        _ positions: Span<Int32>, _ values: Span<Double>, _ place: Range<Int>, target: Double, rowWeight: Double,
        objective: inout Double
    ) {
        let score = problem.vector.dot(positions, values) + problem.intercept
        step.move(to: problem.t)
        if measuresObjective { addObjective(score: score, target: target, to: &objective) }
        guard let update = update(score: score, target: target, values) else { return }
        learn(positions, values, place, update: update * rowWeight)
        problem.t += 1
    }

    /// How far a row's weights go along its values, before its own weight; `nil` passes the row over.
    private func update(score: Double, target: Double, _ values: Span<Double>) -> Double? {
        guard let passiveAggressive else {
            var gradient = loss.gradient(score: score, target: target)
            // Not `min` and `max`: a gradient that is not a number stays one, so that the epoch ends in an error.
            if gradient < -Self.largestGradient { gradient = -Self.largestGradient }
            if gradient > Self.largestGradient { gradient = Self.largestGradient }
            return -step.eta * gradient
        }
        var squaredNorm = 0.0
        for entry in values.indices { squaredNorm += values[entry] * values[entry] }
        return passiveAggressive.length(
            loss: loss.value(score: score, target: target), squaredNorm: squaredNorm, aggressiveness: settings.eta0
        ).map { $0 * target }
    }

    private mutating func learn(
        _ positions: Span<Int32>, _ values: Span<Double>, _ place: Range<Int>, update: Double
    ) {
        if settings.penalty == .l2 || settings.penalty == .elasticnet {
            let factor = 1 - (1 - l1Ratio) * step.eta * settings.alpha
            problem.vector.shrink(by: factor > 0 ? factor : 0, positions: entries.positions.span)
        }
        if update != 0 {
            problem.vector.add(positions, values, times: update)
            if measuresObjective { problem.vector.measure(positions) }
            if settings.fitIntercept { problem.intercept += update * Self.interceptDecay }
        }
        if average > 0, average <= problem.t {
            let count = problem.t - average + 1
            problem.vector.average(positions, values, step: update, count: count)
            problem.averageIntercept += (problem.intercept - problem.averageIntercept) / count
        }
        let penalty = l1Ratio * step.eta * settings.alpha
        l1?.apply(penalty, to: &problem.vector.weights, scale: problem.vector.scale, positions, entries: place)
    }

    /// Adds the loss of a row, and then its penalty as scikit-learn counts it: of the weights last changed.
    private func addObjective(score: Double, target: Double, to objective: inout Double) {
        objective += loss.value(score: score, target: target)
        guard passiveAggressive == nil, settings.penalty != nil else { return }
        let norm = problem.vector.squaredNorm.squareRoot()
        objective += settings.alpha * ((1 - l1Ratio) * 0.5 * (norm * norm) + l1Ratio * problem.vector.absoluteNorm)
    }
}
