package import Datasets
import Features
import Files
import Learning
import ModelFiles
package import Training
package import Values

/// Held-out documents that models are judged on, with their columns, so that texts are read once.
package struct TestDocuments: Sendable {
    /// The index of each document's label among the model's.
    package let labels: [UInt16]
    /// How many labels the model knows.
    let classCount: Int
    /// SHA-256 of the labels and of the rows that the model has of the documents, as 64 lower-case hexadecimal digits.
    package let digest: String
    private let rows: SparseBatch
    /// The hashes of the texts, which are not kept themselves; two texts of one hash are as good as never met.
    private let texts: Set<Int>

    /// Reads the documents of `rows` of a dataset as `model` sees them.
    ///
    /// Throws `training` for labels that the model does not know, `noTestDocuments` for fewer than two, and `interrupted`.
    package init(
        _ dataset: Dataset, rows range: RowRange, for model: TextClassifier, monitor: (any WorkMonitor)?
    ) throws(ExperimentError) {
        var (labels, rows) = ([UInt16](), SparseBatch(nFeatures: model.classifier.nFeatures))
        var texts: Set<Int> = []
        let indices = Dictionary(uniqueKeysWithValues: zip(model.classes, UInt16(0)...))
        try dataset.forEachBatch(of: range, among: Set(model.classes), unit: "documents", monitor: monitor) { batch in
            labels += batch.compactMap { indices[$0.label] }
            rows.append(model.rows(of: batch))
            for document in batch { texts.insert(Self.hash(document.text)) }
        }
        classCount = model.classes.count
        guard labels.count >= 2 else { throw .noTestDocuments(found: labels.count) }
        (self.labels, self.rows, self.texts) = (labels, rows, texts)
        var hasher = SHA256Hasher()
        unsafe hasher.update(labels.span.bytes)
        hasher.update(rows)
        digest = hasher.finishHex()
    }

    /// Whether a document has this very text, byte for byte.
    func hasText(_ text: String) -> Bool { texts.contains(Self.hash(text)) }

    private static func hash(_ text: String) -> Int {
        var hasher = Hasher()
        unsafe text.utf8.withContiguousStorageIfAvailable { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }

    /// What a model says of the documents; `first` is the model that its weights are held against.
    func replicate(of model: TextClassifier, first: TextClassifier) -> Replicate {
        let judged = model.judge(rows)
        var tally = ScoreTally(classes: model.classes)
        tally.add(judged, actual: labels.map { Int($0) })
        let scores = tally.scores
        let width = model.classes.count
        let probabilities = judged.probabilities.map { all in
            labels.indices.map { row in all[row * width + (width == 2 ? 1 : judged.predicted[row])] }
        }
        return Replicate(
            predicted: judged.predicted.map { UInt16($0) }, probabilities: probabilities, logLoss: scores.logLoss,
            accuracy: scores.accuracy ?? 0, modelDigest: model.modelDigest,
            largestWeightDifference: model.classifier.largestWeightDifference(from: first.classifier))
    }

    /// Whether a replicate was right on each document.
    func rights(of replicate: Replicate) -> [Bool] {
        zip(replicate.predicted, labels).map { $0 == $1 }
    }
}
