import Features
import Files
import Learning
import ModelFiles
import Training
import Values

extension SHA256Hasher {
    /// Takes rows with all their columns and values.
    mutating func update(_ rows: SparseBatch) {
        unsafe update(rows.rowEnds.span.bytes)
        unsafe update(rows.columns.span.bytes)
        unsafe update(rows.values.span.bytes)
    }
}

/// Feedback as rows of columns and values, so that many models learn it without reading its texts again.
struct HashedFeedback: FeedbackLearner {
    let classes: [Label]
    var watermarks: [Watermark]
    private let model: TextClassifier
    private let mostBytes: Int
    private(set) var rows: SparseBatch
    private(set) var labels: [Label] = []

    /// Whether rows were left out, since all would need more than the memory allowed.
    private(set) var isTooLarge = false

    /// No rows yet; `mostBytes` is the most memory that they may take.
    init(for model: TextClassifier, mostBytes: Int) {
        self.model = model
        self.mostBytes = mostBytes
        (classes, watermarks) = (model.classes, model.watermarks)
        rows = SparseBatch(nFeatures: model.classifier.nFeatures)
    }

    var maker: RowMaker { RowMaker(model.vectorizer) }

    mutating func partialFit(taking batch: inout SparseBatch, labels added: [Label]) throws(TrainingError) {
        guard !isTooLarge else { return }
        rows.append(batch)
        labels += added
        isTooLarge = rows.byteCount + MemoryLayout<Label>.stride * labels.count > mostBytes
    }

    /// The batches of `batchSize` rows, taken in this order, for one model after another.
    func learn(
        _ order: [Int], batchSize: Int, _ model: inout TextClassifier
    ) throws(TrainingError) {
        var start = 0
        while start < order.count {
            let batch = order[start..<min(start + batchSize, order.count)]
            var selected = rows.selecting(batch)
            try model.partialFit(taking: &selected, labels: batch.map { labels[$0] })
            start += batchSize
        }
        model.settle()
    }
}
