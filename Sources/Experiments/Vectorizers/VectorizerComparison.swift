package import Features
import Files
package import Learning
import Text
import Training
package import Values

/// Compares vectorizers by the models that one classifier makes with them: how good, how large, and what collides.
///
/// 1. Each text is analysed once for all vectorizers that cut it into the same grams, and each gram is hashed once
///    (``HashedDocuments``): the number of columns, the norm and the signs only say what becomes of the hashes.
/// 2. Every vectorizer makes the model that `fit` makes, judged by the test documents (``VectorizerCell``).
/// 3. Every vectorizer makes a model of each of several splits of all rows at random (``RowSplit``), of which the
///    uncertainty of its accuracy comes, and of the difference of two (``ResampledDifference``).
///
/// In memory are a batch of rows and a model for each of two threads, and what ``HashedDocuments`` holds.
package struct VectorizerComparison: Sendable {
    /// The vectorizers, each once and at least one, in the order in which they are reported.
    package var vectorizers: [HashingVectorizerSettings]
    /// The classifier.
    package var classifier: SGDClassifierSettings
    /// The documents of one `partial_fit`, at least 1.
    package var batchSize = Batching.documents
    /// The seeds of the splits; none for no uncertainty.
    package var seeds: [UInt32] = Array(1...10)
    /// How much less accuracy still counts as good as the best, 0 to 1.
    package var margin = 0.005
    /// Where finished cells are kept until the comparison is done; `nil` keeps none.
    package var logFolder: String?

    /// A comparison with the usual splits.
    package init(of vectorizers: [HashingVectorizerSettings], with classifier: SGDClassifierSettings) {
        self.vectorizers = vectorizers
        self.classifier = classifier
    }

    /// Carries the comparison out.
    ///
    /// Finished cells are kept until ``VectorizerComparisonResult/forgetCells()``: whoever fails to write the result down
    /// has it again in a moment. `say` is told what will be done before it begins. Throws `interrupted`, after which the
    /// same comparison goes on where it stopped, and what the stages throw.
    /// - Complexity: Analyses the texts once for each way of making grams, and learns as many rows
    ///   *vectorizers* · (*seeds* + 1) times, on two threads where two models fit into a quarter of the memory.
    package func run(
        on documents: ComparedDocuments, monitor: (any WorkMonitor)?, say: (String) -> Void
    ) throws(ExperimentError) -> VectorizerComparisonResult {
        try check(documents)
        var result = VectorizerComparisonResult(comparison: self, documents: documents)
        var opened: TrialLog?
        let groups = groups
        say(plan(groups.count))
        for group in groups {
            if let opened, try result.take(group, from: opened) { continue }
            let hashed = try HashedDocuments(documents, by: vectorizers[group[0]], monitor: monitor)
            let log = opened ?? log(of: hashed, &result)
            if opened == nil {
                if log.finished > 0 {
                    say("\(Numerals.counted(log.finished, "model is", "models are")) done from before")
                }
                if let note = log.note { say(note) }
            }
            opened = log
            try make(group, of: hashed, log, monitor, &result)
        }
        return result
    }

    /// Makes the models of some vectorizers that share an analysis.
    private func make(
        _ group: [Int], of hashed: HashedDocuments, _ log: TrialLog, _ monitor: (any WorkMonitor)?,
        _ result: inout VectorizerComparisonResult
    ) throws(ExperimentError) {
        var jobs: [CellJob] = []
        for cell in group where try !result.take([cell], from: log) {
            jobs += CellJob.all(of: cell, seeds: seeds).filter { log[$0.name] == nil }
        }
        let total = vectorizers.count * (seeds.count + 1)
        try SharedWork.run(
            jobs.count, threads: threads(classes: hashed.classes.count), monitor: monitor
        ) { (index: Int, outcome: CellJob.Outcome) in
            log.add(jobs[index].name, outcome.json)
            result.add(outcome, of: jobs[index])
            monitor?.advance(to: result.finished, of: total, unit: "models")
        } job: {
            [jobs] (index: Int, isStopped: @escaping @Sendable () -> Bool) throws(ExperimentError) -> CellJob.Outcome in
            let job = jobs[index]
            let trainer = CellTrainer(
                documents: hashed, vectorizer: vectorizers[job.cell], classifier: classifier, batchSize: batchSize,
                isStopped: isStopped)
            guard let split = job.split else { return .cell(try trainer.cell()) }
            return .accuracy(
                try trainer.accuracy(
                    of: RowSplit(hashed.count, training: hashed.trainingCount, seed: seeds[split])))
        }
    }
}

extension VectorizerComparison {
    /// Refuses before any work what no model could be made with.
    private func check(_ documents: ComparedDocuments) throws(ExperimentError) {
        for vectorizer in vectorizers {
            do throws(TrainingError) {
                _ = try TextClassifier(vectorizer: vectorizer, classifier: classifier, classes: documents.classes)
            } catch {
                throw .vectorizer(vectorizer.compared, error)
            }
        }
    }

    /// The vectorizers that cut texts into the same grams, by their indices.
    private var groups: [[Int]] {
        var places: [AnalyzerSettings: Int] = [:]
        var groups: [[Int]] = []
        for (index, vectorizer) in vectorizers.enumerated() {
            if let place = places[vectorizer.analyzer] {
                groups[place].append(index)
            } else {
                places[vectorizer.analyzer] = groups.count
                groups.append([index])
            }
        }
        return groups
    }

    private func plan(_ analyses: Int) -> String {
        "\(Numerals.counted(vectorizers.count, "vectorizer")) over \(Numerals.counted(analyses, "analysis", "analyses")) "
            + "of the texts, \(Numerals.counted(seeds.count, "split")): "
            + Numerals.counted(vectorizers.count * (seeds.count + 1), "model")
    }

    /// Two, unless the written-out weights of two models would take more than a quarter of the memory.
    private func threads(classes: Int) -> Int {
        let widest = Double(vectorizers.map(\.nFeatures).max() ?? 1)
        let bytes = widest * Double(classes == 2 ? 1 : classes) * (classifier.average > 0 ? 16 : 8)
        return 2 * bytes > 0.25 * MachineMemory.bytes ? 1 : 2
    }

    private func log(of documents: HashedDocuments, _ result: inout VectorizerComparisonResult) -> TrialLog {
        result.logPath = logPath(documents)
        return TrialLog(path: result.logPath)
    }

    /// Where the finished cells of this very comparison are kept: by everything that decides what comes out.
    private func logPath(_ documents: HashedDocuments) -> String? {
        guard let logFolder else { return nil }
        let parts: [String] =
            [
                "vectorizers-2", documents.digest, String(documents.trainingCount), String(documents.count),
                String(batchSize), Version.current, "\(documents.classes)",
            ]
            + vectorizers.map { "\($0.parameters)" } + ["\(classifier.parameters)"] + seeds.map { String($0) }
        return TrialLog.path(in: logFolder, of: parts)
    }
}
