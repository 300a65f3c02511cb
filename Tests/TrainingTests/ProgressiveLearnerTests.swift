import Learning
import Testing
import Training
import Values

@Suite struct ProgressiveLearnerTests {
    let start: TextClassifier
    let documents: [Document]

    init() throws {
        let all = Sample.documents(150)
        var model = try Sample.model { $0.randomState = 1 }
        try model.partialFit(Array(all.prefix(50)))
        (start, documents) = (model, Array(all.dropFirst(50)))
    }

    private func batches(of size: Int) -> [[Document]] {
        stride(from: 0, to: documents.count, by: size).map {
            Array(documents[$0..<min($0 + size, documents.count)])
        }
    }

    @Test(arguments: [1, 7, 100])
    func `it learns what the model alone would, and scores each batch before that`(size: Int) throws {
        var learner = ProgressiveLearner(start)
        var (model, progressive, starting) = (start, ProgressiveValidation(), ProgressiveValidation())
        for batch in batches(of: size) {
            try learner.partialFit(batch)
            let rows = model.rows(of: batch.map(\.text))
            let actual = batch.map { $0.label == .integer(0) ? 0 : 1 }
            progressive.add(model.judge(rows), actual: actual)
            starting.add(start.judge(rows), actual: actual)
            try model.partialFit(batch)
        }
        #expect(learner.model.modelDigest == model.modelDigest)
        let last = try #require(learner.curve.points.last)
        #expect(last.progressive == progressive && last.starting == starting && progressive.documents == 100)
        #expect(progressive != starting || size == 100)
    }

    @Test(
        arguments: [
            (1, [1, 2, 4, 8, 16, 32, 64, 100]), (7, [7, 14, 21, 35, 70, 100]), (60, [60, 100]), (100, [100]),
        ] as [(Int, [Int])])
    func `the points are at doubling numbers, and at the end`(size: Int, expected: [Int]) throws {
        var asked = 0
        let documents = documents.count
        var learner = ProgressiveLearner(start) { (model) throws(TrainingError) in
            asked += 1
            return model.classifier.t
        }
        for batch in batches(of: size) { try learner.partialFit(batch) }
        let points = learner.curve.points
        #expect(points.map(\.progressive.documents) == expected)
        for point in points.dropLast() { #expect(point.testAccuracy == Double(point.progressive.documents) + 51) }
        #expect(asked <= expected.count && documents == 100)
        var curve = learner.curve
        curve.finish(testAccuracy: 0.5)
        #expect(curve.points.last?.testAccuracy == 0.5 || asked == expected.count)
    }

    @Test func `a label that the model does not know is refused, and nothing is counted`() throws {
        var learner = ProgressiveLearner(start)
        #expect(throws: TrainingError.self) { try learner.partialFit([Document(text: "film", label: .integer(7))]) }
        #expect(learner.curve.points.isEmpty && learner.model.modelDigest == start.modelDigest)
    }

    @Test func `learning out of core scores the starting model on the same documents`() throws {
        var model = start
        let summary = try model.learn(epochs: 2, batchSize: 10, beside: start) { DocumentList(documents) }
        let right = zip(try start.predict(documents.map(\.text)), documents).count { $0 == $1.label }
        #expect(summary.starting?.correct == right && summary.starting?.documents == 100)
        var alone = start
        #expect(try alone.learn(epochs: 2, batchSize: 10) { DocumentList(documents) }.starting == nil)
        #expect(alone.modelDigest == model.modelDigest)
    }
}
