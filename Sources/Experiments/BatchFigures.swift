package import Values

/// How a command stood after one of its calls of `partial_fit`.
package struct BatchFigures: Hashable, Sendable {
    /// The command, by its place in the script.
    package var cell: Int
    /// How many calls there were so far.
    package var batch: Int
    /// How many documents were learned so far, each as often as an epoch came to it.
    package var documents: Int
    /// The progressive accuracy so far; `nil` where documents were not predicted before they were learned.
    package var progressiveAccuracy: Double?
    /// The progressive log loss so far; `nil` likewise, or where the loss has no probabilities.
    package var progressiveLogLoss: Double?
    /// The number of the last row of a feedback database that was learned; `nil` for datasets.
    package var lastRow: Int64?

    /// Describes how a command stood.
    package init(
        cell: Int, batch: Int, documents: Int, progressiveAccuracy: Double? = nil, progressiveLogLoss: Double? = nil,
        lastRow: Int64? = nil
    ) {
        self.cell = cell
        self.batch = batch
        self.documents = documents
        self.progressiveAccuracy = progressiveAccuracy
        self.progressiveLogLoss = progressiveLogLoss
        self.lastRow = lastRow
    }

    /// The columns of `batches.csv`.
    package static let columns = [
        "cell", "batch", "documents", "progressive_accuracy", "progressive_log_loss", "last_row",
    ]

    /// The figures in the order of ``columns``.
    package var values: [JSONValue] {
        [
            .integer(cell), .integer(batch), .integer(documents), JSONValue(progressiveAccuracy),
            JSONValue(progressiveLogLoss), JSONValue(lastRow.map { Int($0) }),
        ]
    }
}

/// The figures of a command's batches, in memory that does not grow with their number.
///
/// Up to ``most`` batches are all kept. Beyond, every second one is given up and only every second one is taken from then
/// on, again and again, so that what is kept lies evenly; the last batch always stays. Which ones are kept depends on
/// their number alone.
package struct BatchLog: Hashable, Sendable {
    /// The most batches of one command that are kept.
    package static let most = 8192

    private var kept: [BatchFigures] = []
    private var latest: BatchFigures?
    private var stride = 1

    /// No batches yet.
    package init() {}

    /// Takes the figures of the next batch.
    package mutating func add(_ figures: BatchFigures) {
        latest = figures
        guard figures.batch.isMultiple(of: stride) else { return }
        if kept.count == Self.most {
            stride *= 2
            kept = kept.filter { $0.batch.isMultiple(of: stride) }
            guard figures.batch.isMultiple(of: stride) else { return }
        }
        kept.append(figures)
    }

    /// What is kept, in order.
    package var figures: [BatchFigures] {
        guard let latest, latest != kept.last else { return kept }
        return kept + [latest]
    }
}
