import Features
import Learning
import Testing
import Training
import Values

struct TextClassifierTests {
    @Test func `it learns to tell the labels apart`() throws {
        var model = try Sample.model()
        for batch in 0..<4 { try model.partialFit(Array(Sample.documents(400)[batch * 100..<(batch + 1) * 100])) }
        let scores = try model.score { DocumentList(Sample.documents(100)) }
        #expect(scores.accuracy ?? 0 > 0.95)
        #expect(scores.rocAUC ?? 0 > 0.95)
        #expect(scores.logLoss ?? 1 < 0.3)
    }

    @Test func `a copy stays as it was when the original learns on`() throws {
        var model = try Sample.model()
        try model.partialFit(Sample.documents(50))
        let copy = model
        let digest = copy.modelDigest
        try model.partialFit(Sample.documents(60))
        #expect(copy.modelDigest == digest)
        #expect(model.modelDigest != digest)
    }

    @Test func `a prediction names the class whose probability is highest`() throws {
        for classes in [[.integer(0), .integer(1)], [.text("a"), .text("b"), .text("c")]] as [[Label]] {
            var model = try Sample.model(classes: classes)
            try model.partialFit(Sample.documents(90, classes: classes))
            let prediction = try model.predict("great fun film")
            #expect(prediction.probabilities.map(\.label) == classes)
            let sum = prediction.probabilities.reduce(0) { $0 + $1.probability }
            #expect(abs(sum - 1) < 1e-12)
            let best = prediction.probabilities.max { $0.probability < $1.probability }
            #expect(prediction.label == best?.label)
            #expect(prediction.probability == best?.probability)
            #expect(try model.predict(["great fun film"]) == [prediction.label])
            #expect(try model.probabilities(of: ["great fun film"]) == prediction.probabilities.map(\.probability))
        }
    }

    @Test func `a loss without probabilities still predicts`() throws {
        var model = try Sample.model { $0.loss = .hinge }
        try model.partialFit(Sample.documents(90))
        let prediction = try model.predict("bad boring film")
        #expect(prediction.label == .integer(0))
        #expect(prediction.probability == nil)
        #expect(prediction.probabilities.isEmpty)
        let scores = try model.score { DocumentList(Sample.documents(50)) }
        #expect(scores.logLoss == nil)
        #expect(scores.rocAUC != nil)
        let error = #expect(throws: TrainingError.self) { try model.probabilities(of: ["film"]) }
        #expect(error?.code == "no_probabilities")
    }

    @Test func `a label that the model does not know leaves it as it was`() throws {
        var model = try Sample.model()
        try model.partialFit(Sample.documents(50))
        let digest = model.modelDigest
        let error = #expect(throws: TrainingError.self) {
            try model.partialFit(Sample.documents(5) + [Document(text: "film", label: .integer(2))])
        }
        #expect(error?.code == "unknown_label")
        #expect(model.modelDigest == digest)
    }

    @Test func `a model needs two classes and settings that can be`() {
        var error = #expect(throws: TrainingError.self) { try Sample.model(classes: [.integer(1)]) }
        #expect(error?.code == "too_few_classes")
        error = #expect(throws: TrainingError.self) { try Sample.model(nFeatures: 0) }
        #expect(error?.code == "invalid_setting")
    }

    @Test func `rows of texts are the vectorizer's`() throws {
        let model = try Sample.model(nFeatures: 64)
        var vectorizer = try HashingVectorizer(Sample.vectorizer(nFeatures: 64))
        var rows = SparseBatch(nFeatures: 64)
        vectorizer.transform(["a good film", "", "bad bad"], into: &rows)
        #expect(model.rows(of: ["a good film", "", "bad bad"]) == rows)
    }
}
