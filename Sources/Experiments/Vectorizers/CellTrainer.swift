import Features
import Learning
import Training
import Values

/// Makes the models of one vectorizer from documents that are analysed already.
struct CellTrainer: Sendable {
    let documents: HashedDocuments
    let vectorizer: HashingVectorizerSettings
    let classifier: SGDClassifierSettings
    let batchSize: Int
    /// Asked at each border between batches.
    let isStopped: @Sendable () -> Bool

    /// The model that `fit` makes of the documents to learn, judged by the others.
    func cell() throws(ExperimentError) -> VectorizerCell {
        let start = ContinuousClock.now
        var columns = ColumnIndex(nFeatures: vectorizer.nFeatures)
        let model = try learned(0..<documents.trainingCount) { _ = columns.insert($0.columns.span) }
        let seconds = (ContinuousClock.now - start).seconds
        let scores = try scores(of: model, on: documents.trainingCount..<documents.count)
        let collisions = GramCollisions(documents.vocabulary, by: model.vectorizer)
        return VectorizerCell(
            accuracy: scores.accuracy ?? 0, logLoss: scores.logLoss, rocAUC: scores.rocAUC, featuresSeen: columns.count,
            collisionRate: collisions.rate, isCut: documents.vocabulary.isCut,
            heaviest: collisions.heaviest(in: model.classifier), seconds: seconds,
            sizeBytes: model.classifier.sizeBytes, modelDigest: model.modelDigest)
    }

    /// The accuracy of a model that learned as many documents, in their order, of a split of all of them.
    func accuracy(of split: RowSplit) throws(ExperimentError) -> Double {
        try scores(of: try learned(split.training), on: split.test).accuracy ?? 0
    }

    /// The model of some rows, of which each batch is shown to `look`.
    private func learned(
        _ rows: some RandomAccessCollection<Int>, _ look: (SparseBatch) -> Void = { _ in }
    ) throws(ExperimentError) -> TextClassifier {
        do throws(TrainingError) {
            var model = try TextClassifier(
                vectorizer: vectorizer, classifier: classifier, classes: documents.classes)
            try forEachBatch(of: rows, batchSize) { (batch, indices) throws(TrainingError) in
                look(batch)
                try model.partialFit(batch, labels: indices.map { documents.classes[$0] })
            }
            return model
        } catch {
            if case .interrupted = error { throw .interrupted }
            throw .vectorizer(vectorizer.compared, error)
        }
    }

    private func scores(
        of model: TextClassifier, on rows: some RandomAccessCollection<Int>
    ) throws(ExperimentError) -> Scores {
        var tally = ScoreTally(classes: model.classes)
        do throws(TrainingError) {
            try forEachBatch(of: rows, Batching.documents) { batch, indices in
                tally.add(model.judge(batch), actual: indices)
            }
        } catch {
            throw .interrupted
        }
        return tally.scores
    }

    /// Calls `body` with each batch of documents and the indices of their labels.
    private func forEachBatch(
        of rows: some RandomAccessCollection<Int>, _ size: Int,
        _ body: (SparseBatch, [Int]) throws(TrainingError) -> Void
    ) throws(TrainingError) {
        var vectorizer: HashingVectorizer
        do throws(FeatureError) {
            vectorizer = try HashingVectorizer(self.vectorizer)
        } catch {
            throw .features(error)
        }
        var batch = SparseBatch(nFeatures: self.vectorizer.nFeatures)
        var rest = rows[...]
        while !rest.isEmpty {
            let rows = rest.prefix(size)
            rest = rest.dropFirst(size)
            batch.removeAll()
            documents.transform(rows, by: &vectorizer, into: &batch)
            try body(batch, rows.map { Int(documents.labels[$0]) })
            if isStopped() { throw .interrupted(documents: 0) }
        }
    }
}

extension SGDClassifier {
    /// The bytes of the arrays that a file of the classifier holds: the weights and intercepts, and again their averages.
    fileprivate var sizeBytes: Int {
        8 * problemCount * (nFeatures + 1) * (settings.average > 0 ? 2 : 1)
    }
}
