import Feedback
import Values

/// The rows of an update, read ahead of the batches that a fetch strategy makes of them.
///
/// They leave the database some at a time whatever the batches: a batch of one row costs a call of `partial_fit`, and no
/// lock of its own.
///
/// Threads hand it on to each other, and one at a time has it: nobody else uses its cursor, nor the digester of its rows.
struct FeedbackSource: PieceSource, ~Copyable, @unchecked Sendable {
    /// What became of the rows that were read.
    private(set) var rows: PendingRows
    /// What the reading ended with.
    private(set) var failure: FeedbackError?
    private var cursor: FeedbackCursor
    private let position: ReadingPosition

    init(_ rows: PendingRows, from cursor: consuming FeedbackCursor, tellingWhere position: ReadingPosition) {
        self.rows = rows
        self.cursor = cursor
        self.position = position
    }

    /// How many rows are read at a time at most, also where none of them is learned.
    private static let mostRows = 1024

    /// The longest time for which a read lock was held.
    var longestReadLock: Duration { cursor.longestReadLock }

    mutating func read(into pieces: inout PieceWriter<Update.Batch>) -> Bool {
        do throws(FeedbackError) {
            try readSome(into: &pieces)
            position.move(to: rows.intake)
            return !cursor.isAtEnd
        } catch {
            failure = error
            position.fail()
            return false
        }
    }

    private mutating func readSome(into pieces: inout PieceWriter<Update.Batch>) throws(FeedbackError) {
        var failure: FeedbackError?
        var count = 0
        try cursor.lendSome { row, text in
            count += 1
            do throws(FeedbackError) {
                try rows.take(row, text, into: &pieces)
            } catch {
                failure = error
            }
            return failure == nil && !pieces.isFull && count < Self.mostRows
        }
        if let failure { throw failure }
        if cursor.isAtEnd { rows.end(in: &pieces) }
    }
}
