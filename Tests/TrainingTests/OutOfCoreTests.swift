import Learning
import Testing
import Training
import Values

/// Ten documents, and then an error.
struct BrokenReader: DocumentReader, ~Copyable {
    private var isBroken = false

    mutating func nextBatch(_ count: Int) throws(TrainingError) -> [Document] {
        guard !isBroken else { throw .noVectorizer(nFeatures: 7) }
        isBroken = true
        return Sample.documents(10)
    }
}

struct OutOfCoreTests {
    @Test func `learning batch by batch is one partial fit a batch`() throws {
        let documents = Sample.documents(95)
        var model = try Sample.model()
        let summary = try model.learn(batchSize: 30) { DocumentList(documents) }
        #expect(summary.documents == 95)
        #expect(summary.batches == 4)
        var byHand = try Sample.model()
        for start in stride(from: 0, to: 95, by: 30) {
            try byHand.partialFit(Array(documents[start..<min(start + 30, 95)]))
        }
        #expect(model.modelDigest == byHand.modelDigest)
    }

    @Test(arguments: [1, 30, 95, 1000]) func `every batch is predicted before it is learned`(batchSize: Int) throws {
        let documents = Sample.documents(95)
        var model = try Sample.model()
        var correct = 0
        for start in stride(from: 0, to: 95, by: batchSize) {
            let batch = Array(documents[start..<min(start + batchSize, 95)])
            correct += zip(try model.predict(batch.map(\.text)), batch).count { $0 == $1.label }
            try model.partialFit(batch)
        }
        var learner = try Sample.model()
        let validation = try learner.learn(batchSize: batchSize) { DocumentList(documents) }.validation
        #expect(validation.documents == 95)
        #expect(validation.correct == correct)
        #expect(validation.accuracy == Double(correct) / 95)
        #expect(learner.modelDigest == model.modelDigest)
    }

    @Test func `a model that knows nothing gives each of two classes a half`() throws {
        var model = try Sample.model()
        let validation = try model.learn(batchSize: 100) { DocumentList(Sample.documents(100)) }.validation
        #expect(abs((validation.logLoss ?? 0) - 0.6931471805599453) < 1e-12)
    }

    @Test func `later epochs are learned and not counted as new`() throws {
        let documents = Sample.documents(60)
        var model = try Sample.model()
        let summary = try model.learn(epochs: 3, batchSize: 20) { DocumentList(documents) }
        #expect(summary.documents == 180)
        #expect(summary.batches == 9)
        #expect(summary.validation.documents == 60)
        #expect(model.classifier.t == 181)
    }

    @Test func `an interruption stops at the border of a batch`() throws {
        var model = try Sample.model()
        let watch = Watch(patience: 2)
        let error = #expect(throws: TrainingError.self) {
            try model.learn(batchSize: 20, total: 100, monitor: watch) { DocumentList(Sample.documents(100)) }
        }
        #expect(error?.code == "interrupted")
        #expect(watch.calls.map(\.done) == [20, 40])
        #expect(watch.calls.map(\.total) == [100, 100])
        #expect(model.classifier.t == 41)
    }

    @Test func `without documents there is nothing to learn`() throws {
        var model = try Sample.model()
        var error = #expect(throws: TrainingError.self) { try model.learn { DocumentList([]) } }
        #expect(error?.code == "no_documents")
        error = #expect(throws: TrainingError.self) { try model.fitWholeSet { DocumentList([]) } }
        #expect(error?.code == "no_documents")
    }

    @Test func `what goes wrong while reading is said as it is`() throws {
        var model = try Sample.model()
        let error = #expect(throws: TrainingError.self) {
            try model.learn(batchSize: 10) { () throws(TrainingError) in BrokenReader() }
        }
        #expect(error?.code == "no_vectorizer")
        #expect(error?.evidence == [Parameter("n_features", .integer(7))])
        #expect(model.classifier.t == 11)
    }

    @Test func `the whole set at once is the classifier's fit`() throws {
        let documents = Sample.documents(2100)
        var model = try Sample.model()
        try model.partialFit(Sample.documents(10))
        #expect(try model.fitWholeSet { DocumentList(documents) } == 2100)
        var classifier = try SGDClassifier(
            settings: SGDClassifierSettings(), classes: [.integer(0), .integer(1)], nFeatures: 1 << 10)
        try classifier.fit(
            model.rows(of: documents.map(\.text)), labels: documents.map(\.label), monitor: nil)
        #expect(model.classifier.state == classifier.state)
        #expect(classifier.epochs > 1)
    }

    @Test func `a label that the model does not know is named with its row when scoring`() throws {
        let model = try Sample.model()
        var documents = Sample.documents(1500)
        documents[1234].label = .integer(9)
        let error = #expect(throws: TrainingError.self) { try model.score { DocumentList(documents) } }
        #expect(error?.code == "unknown_label")
        #expect(error?.evidence.first == Parameter("row", .integer(1234)))
    }
}
