import Features
package import Feedback
import Files
import Learning
package import Training
package import Values

/// Compares ways of feeding feedback back to one model: what they cost, and whether they make it better or worse.
///
/// 1. The feedback that the model has not seen is looked at in its order of arrival, and beside what the model has learned
///    (``ArrivalProfile``).
/// 2. Every arm learns it in processes of their own, in turn and several times, for time and memory (``TimedTrial``).
/// 3. Every arm learns it once a replicate, and the models label the test documents (``Replicate``).
/// 4. The arms are compared with the first one, and each with its control (``BaseRows``), over replicates and documents
///    (``CrossedDifference``), corrected by Holm.
///
/// The model, the database and the test documents stay as they are.
package struct BatchComparison: Sendable {
    /// The model that all arms begin from.
    package var base: TextClassifier
    /// The ways of fetching rows.
    package var strategies: [BatchStrategy]
    /// Settings of the classifier to learn by, each with all strategies; empty for the model's own alone.
    package var settings: [[Parameter]] = []
    /// What is another in each replicate.
    package var sources: Set<ReplicateSource> = [.seed]
    /// The seeds of the replicates, at least one.
    package var seeds: [UInt32] = Array(1...10)
    /// Rows that the model has learned, of which a control of each arm learns as many again as there is feedback; `nil` for none.
    package var control: BaseRows?
    /// How often each arm is timed besides a warm-up; 0 times nothing.
    package var repeats = 7
    /// The difference of accuracies below which it does not matter, 0 to 1.
    package var margin = 0.005
    /// Where finished trials are kept until the comparison is done; `nil` keeps none.
    package var logFolder: String?
    /// The refit that carries out timed trials; `nil` times nothing.
    package var program: String?

    /// A comparison of strategies with the usual replicates.
    package init(of strategies: [BatchStrategy], from base: TextClassifier) {
        self.strategies = strategies
        self.base = base
    }

    /// The most memory that rows of feedback may take while replicates learn them, as a share of the machine's.
    static let shareOfMemory = 0.25
    /// The same in bytes.
    static var mostBytes: Int { Int(shareOfMemory * MachineMemory.bytes) }

    /// Carries the comparison out on a database up to its bound, with the test documents of `test`.
    ///
    /// Finished trials are kept until ``BatchComparisonResult/forgetTrials()``: whoever fails to write the result down
    /// has it again in a moment.
    /// `say` is told what will be done before it begins. Throws `interrupted`, after which the same comparison goes on
    /// where it stopped, `noFeedback`, `noGoodFeedback`, `changedMeanwhile`, `tooMuchFeedback` and what the stages throw.
    /// - Complexity: Learns *n* rows *arms* · (*replicates* + *repeats* + 1) times.
    package func run(
        on store: FeedbackStore, test: TestDocuments, monitor: (any WorkMonitor)?, say: (String) -> Void
    ) throws(ExperimentError) -> BatchComparisonResult {
        let contents = try contents(of: store, monitor)
        let read = try read(store, test, monitor)
        let (profile, feedback) = (read.profile, read.hashed)
        let ways = BatchArm.all(of: strategies, settings: settings, rows: profile.rows)
        let arms = ways + (control == nil ? [] : ways.map(\.control))
        let models = try arms.map { arm throws(ExperimentError) in try model(of: arm) }
        let path = logPath(store, contents, arms, test)
        let log = TrialLog(path: path)
        say(plan(of: arms, log.finished))
        if let note = log.note { say(note) }
        var result = BatchComparisonResult(arms: arms, profile: profile, test: test, comparison: self)
        (result.refusedRows, result.rowsInTest) = (read.refusedRows, read.rowsInTest)
        try time(models, of: store, log, monitor, say, &result)
        for (index, seed) in seeds.enumerated() {
            var first: TextClassifier?
            for arm in arms.indices {
                let name = "replicate \(arm) \(seed)"
                let model = { () throws(ExperimentError) in
                    try self.learned(models[arm], arms[arm], seed, profile.rows, feedback, store, monitor)
                }
                if let known = log[name] {
                    result.replicates[arm].append(try Replicate(known, of: test))
                } else {
                    let learned = try model()
                    if arm == 0 {
                        first = learned
                    } else if first == nil {
                        first = try self.learned(models[0], arms[0], seed, profile.rows, feedback, store, monitor)
                    }
                    let replicate = test.replicate(of: learned, first: first ?? learned)
                    log.add(name, replicate.json)
                    result.replicates[arm].append(replicate)
                }
                monitor?.advance(
                    to: index * arms.count + arm + 1, of: seeds.count * arms.count, unit: "replicates")
                if monitor?.isInterrupted == true { throw .interrupted }
            }
        }
        guard try self.contents(of: store, monitor) == contents else { throw .changedMeanwhile(path: store.path) }
        result.logPath = path
        return result
    }

    /// The digest of the rows up to the bound, which must be the same at the beginning and at the end.
    private func contents(
        of store: FeedbackStore, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> String {
        do throws(FeedbackError) {
            return try store.digest(through: store.bound, monitor: monitor)
        } catch {
            if case .interrupted = error { throw .interrupted }
            throw .update(.feedback(error))
        }
    }

    private func plan(of arms: [BatchArm], _ finished: Int) -> String {
        let timed = program == nil || repeats == 0 ? 0 : arms.count { !$0.isControl } * (repeats + 1)
        let done = finished == 0 ? "" : "; \(Numerals.counted(finished, "is", "are")) done from before"
        return
            "\(Numerals.counted(arms.count, "arm")): \(Numerals.counted(timed, "timed trial")) in processes of their own, "
            + "\(Numerals.counted(arms.count * seeds.count, "replicate"))\(done)"
    }

    /// What a first look at the feedback tells.
    private struct Feedback {
        var profile: ArrivalProfile
        /// The rows themselves, where they fit into memory.
        var hashed: HashedFeedback?
        /// The numbers of rows that the model cannot learn.
        var refusedRows: [Int64]
        /// How many rows have the text of a test document.
        var rowsInTest: Int
    }

    /// Looks at all pending rows.
    private func read(
        _ store: FeedbackStore, _ test: TestDocuments, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> Feedback {
        var update = Update()
        update.badRows = .skip
        var (recorder, hashed) = (
            LabelRecorder(for: base, test: test), HashedFeedback(for: base, mostBytes: Self.mostBytes)
        )
        let refused: [Int64]
        do throws(UpdateError) {
            refused = try update.run(on: &recorder, from: store, monitor: monitor).refusedRows
            _ = try update.run(on: &hashed, from: store, monitor: monitor)
        } catch {
            throw .update(error)
        }
        if recorder.labels.isEmpty {
            throw refused.isEmpty ? .noFeedback(path: store.path) : .noGoodFeedback(path: store.path, rows: refused)
        }
        if hashed.isTooLarge, !sources.isSubset(of: [.seed]) {
            throw .tooMuchFeedback(rows: recorder.labels.count)
        }
        return Feedback(
            profile: ArrivalProfile(recorder.labels, classes: base.classes, trained: base.classCounts),
            hashed: hashed.isTooLarge ? nil : hashed, refusedRows: refused, rowsInTest: recorder.rowsInTest)
    }

    private func model(of arm: BatchArm) throws(ExperimentError) -> TextClassifier {
        do {
            var settings = base.classifier.settings
            for setting in arm.settings { _ = try settings.set(setting.name, to: setting.value) }
            return try base.with(settings)
        } catch let error as TrainingError {
            throw .training(error)
        } catch let error as LearningError {
            throw .training(.learning(error))
        } catch {
            throw .trial(reason: String(describing: error))
        }
    }

    private func learned(
        _ model: TextClassifier, _ arm: BatchArm, _ seed: UInt32, _ rows: Int, _ feedback: HashedFeedback?,
        _ store: FeedbackStore, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> TextClassifier {
        do throws(TrainingError) {
            var model = model
            if sources.contains(.seed) {
                var settings = model.classifier.settings
                settings.randomState = seed
                model = try model.with(settings)
            }
            if arm.isControl, let control {
                let order = BaseRows.order(of: control.count, wanted: rows, seed: seed, from: sources)
                try control.hashed.learn(order, batchSize: arm.strategy.batchSize(of: rows), &model)
                return model
            }
            if let feedback {
                let order = Replicate.order(of: feedback.labels.count, seed: seed, from: sources)
                try feedback.learn(order, batchSize: arm.strategy.batchSize(of: order.count), &model)
                return model
            }
            return try stream(model, arm, store, monitor)
        } catch {
            throw .training(error)
        }
    }

    /// Learns from the database itself, where its rows would not fit into memory.
    private func stream(
        _ model: TextClassifier, _ arm: BatchArm, _ store: FeedbackStore, _ monitor: (any WorkMonitor)?
    ) throws(TrainingError) -> TextClassifier {
        var model = model
        var update = Update()
        (update.fetch, update.batchSize) = (arm.strategy.fetch, arm.strategy.batchSize ?? Batching.feedback)
        update.badRows = .skip
        do {
            _ = try update.run(on: &model, from: store, monitor: monitor)
        } catch {
            throw .reading(error)
        }
        return model
    }
}
