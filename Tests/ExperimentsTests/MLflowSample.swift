import Experiments
import Features
import Foundation
import Learning
import ModelFiles
import Values

/// A run that has learned a little, for an export to MLflow.
struct MLflowSample {
    var record: RunRecord
    var batches: [BatchFigures]
    var model: SavedModel
    /// What is learned next, to see whether somebody else goes on alike.
    var next: SparseBatch
    var nextLabels: [Label]

    static let texts: [Label] = [.text("neg"), .text("neutral"), .text("pos")]

    init(
        name: String = "movies", classes: [Label] = [.integer(0), .integer(1)], average: Int = 0, nFeatures: Int = 64,
        classWeight: ClassWeight = .none
    ) throws {
        var settings = SGDClassifierSettings()
        settings.average = average
        settings.alpha = 1e-05
        settings.classWeight = classWeight
        var vectorizer = HashingVectorizerSettings()
        vectorizer.nFeatures = nFeatures
        var classifier = try SGDClassifier(settings: settings, classes: classes, nFeatures: nFeatures)
        batches = []
        for batch in 1...3 {
            let (rows, labels) = Self.rows(classes: classes, nFeatures: nFeatures, seed: batch)
            try classifier.partialFit(rows, labels: labels)
            batches.append(
                BatchFigures(
                    cell: 2, batch: batch, documents: 20 * batch,
                    progressiveAccuracy: batch == 1 ? nil : 1 / Double(batch), progressiveLogLoss: 0.1 + 0.2))
        }
        batches.append(BatchFigures(cell: 3, batch: 1, documents: 7, progressiveAccuracy: 0.5))
        model = SavedModel(classifier: classifier.state, vectorizer: vectorizer, writtenBy: "refit 0.1.0")
        (next, nextLabels) = Self.rows(classes: classes, nFeatures: nFeatures, seed: 99)

        record = RunRecord(name: name)
        record.notes = ["the first try: \"quoted\"", "zweite Zeile, 日本語 😀"]
        record.cells = [
            RunRecord.Cell(
                number: 1, input: "load r.csv", expanded: "load r.csv --shuffle --random-state 7", seed: 7,
                figures: [.init("documents", 60), .init("sha256", "ab"), .init("accuracy", .real(0.25))]),
            RunRecord.Cell(
                number: 2, input: "fit r", expanded: "fit r --rows :", seed: nil,
                figures: [.init("documents", 60), .init("progressive_accuracy", .real(0.9))]),
            RunRecord.Cell(
                number: 3, input: "score r", expanded: "score r --rows :", seed: nil,
                figures: [
                    .init("accuracy", .real(0.1 + 0.2)), .init("log_loss", .null), .init("classes[0].f1", .real(1e-17)),
                    .init("../../escape", 1), .init(".hidden", 2), .init("a/b", 3), .init("a_b", 4),
                    .init(String(repeating: "#", count: 300), 5),
                ]),
        ]
        record.inputs = [
            RunInput(kind: .dataset, typed: "r.csv", path: "../r.csv", sha256: String(repeating: "a", count: 64))
        ]
        record.model = RunRecord.Model(
            path: "../movies.safetensors", modelDigest: model.digest, t: model.classifier.t)
        record.volatile.started = "2026-11-23T10:00:00Z"
        record.volatile.ended = "2026-11-23T10:00:05Z"
        record.volatile.cells = [VolatileFacts.Cell(number: 1, seconds: 1.5, figures: [])]
    }

    private static func rows(classes: [Label], nFeatures: Int, seed: Int) -> (SparseBatch, [Label]) {
        var state = UInt64(seed)
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(below))
        }
        var rows = SparseBatch(nFeatures: nFeatures)
        var labels: [Label] = []
        for row in 0..<20 {
            let columns = Set((0..<10).map { _ in draw(nFeatures) }).sorted().map { Int32($0) }
            rows.append(columns: columns, values: columns.map { _ in Double(draw(9) - 4) / 3 })
            labels.append(classes[row % classes.count])
        }
        return (rows, labels)
    }

    /// What is learned next and the weights after it, for a reader in Python.
    func continuation() throws -> JSONValue {
        var classifier = try SGDClassifier(restoring: model.classifier)
        try classifier.partialFit(next, labels: nextLabels)
        let state = classifier.state
        return [
            "columns": .array(next.columns.map { .integer(Int($0)) }), "values": .array(next.values.map { .real($0) }),
            "row_ends": .array(next.rowEnds.map { .integer($0) }), "n_features": .integer(next.nFeatures),
            "labels": .array(nextLabels.map { JSONValue($0) }), "coef": .array(state.coef.numbers.map { .real($0) }),
            "intercept": .array(state.intercept.map { .real($0) }), "t": .real(state.t),
        ]
    }
}
