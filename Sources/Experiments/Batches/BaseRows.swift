package import Datasets
import Files
import ModelFiles
import RandomNumbers
package import Training
package import Values

/// Rows that a model has learned before: the control of a comparison learns as many of them again as there is feedback.
///
/// Where that does as well as the feedback, it was more steps that helped, and not what the feedback says.
package struct BaseRows: Sendable {
    /// How many rows there are to draw from.
    package var count: Int { hashed.labels.count }
    /// SHA-256 of the labels and of the rows that the model has of the documents, as 64 lower-case hexadecimal digits.
    let digest: String
    let hashed: HashedFeedback

    /// Reads the documents of `rows` of a dataset as `model` sees them, and keeps their columns.
    ///
    /// Throws `training` for labels that the model does not know, `tooManyBaseRows` where they do not fit into memory,
    /// `noBaseRows` where there are none, and `interrupted`.
    package init(
        _ dataset: Dataset, rows range: RowRange, for model: TextClassifier, monitor: (any WorkMonitor)?
    ) throws(ExperimentError) {
        var hashed = HashedFeedback(for: model, mostBytes: BatchComparison.mostBytes)
        let total = range.resolved(count: dataset.documents).count
        let classes = Set(model.classes)
        try dataset.forEachBatch(of: range, among: classes, unit: "rows of the base", monitor: monitor) { batch in
            var rows = model.rows(of: batch)
            try hashed.partialFit(taking: &rows, labels: batch.map(\.label))
            if hashed.isTooLarge { throw ExperimentError.tooManyBaseRows(rows: total) }
        }
        guard !hashed.labels.isEmpty else { throw .noBaseRows }
        self.hashed = hashed
        var hasher = SHA256Hasher()
        for label in hashed.labels { hasher.update("\(label)\n") }
        hasher.update(hashed.rows)
        digest = hasher.finishHex()
    }

    /// Which rows a replicate learns again, `wanted` of them: those of NumPy's permutations, one after another, so that none
    /// comes a second time before all have come once; in the dataset's order, unless replicates differ in their order.
    ///
    /// - Precondition: There is a row to draw.
    package static func order(
        of rows: Int, wanted: Int, seed: UInt32, from sources: Set<ReplicateSource>
    ) -> [Int] {
        var generator = MersenneTwister(seed: seed)
        var order: [Int] = []
        while order.count < wanted { order += generator.permutation(rows).prefix(wanted - order.count) }
        return sources.contains(.order) ? order : order.sorted()
    }
}
