import Feedback
import Values

/// Pending rows on their way into batches.
struct PendingRows {
    /// What became of them.
    private(set) var intake: FeedbackIntake
    /// How many batches they are so far.
    private(set) var batches = 0
    /// The number of rows in a full batch.
    private let batchSize: Int
    /// Whether they are to be learned, and not just looked at.
    private let isForLearning: Bool
    /// How many rows the present batch has.
    private var count = 0

    init(_ intake: FeedbackIntake, batchSize: Int?, isForLearning: Bool) {
        self.intake = intake
        self.batchSize = batchSize ?? .max
        self.isForLearning = isForLearning
    }

    /// Takes a row in, with the bytes of its text.
    mutating func take(
        _ row: FeedbackRow.Outline, _ text: Span<UInt8>, into pieces: inout PieceWriter<Update.Batch>
    ) throws(FeedbackError) {
        guard let label = try intake.take(row, text) else { return }
        if isLearned { pieces.append(text, label) }
        count += 1
        if count == batchSize { endBatch(in: &pieces) }
    }

    /// Ends the last batch.
    mutating func end(in pieces: inout PieceWriter<Update.Batch>) {
        if count > 0 { endBatch(in: &pieces) }
    }

    private mutating func endBatch(in pieces: inout PieceWriter<Update.Batch>) {
        batches += 1
        count = 0
        guard isLearned else { return }
        pieces.endBatch(Update.Batch(number: batches, rowsApplied: intake.rows, lastRow: intake.lastRow))
    }

    /// Once a bad row was met, nothing is learned any more.
    private var isLearned: Bool { isForLearning && !intake.isStopped }
}
