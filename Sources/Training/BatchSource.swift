import Feedback
import Values

/// The rows of an update, read ahead of the batches that a fetch strategy makes of them.
///
/// They leave the database some at a time whatever the batches: a batch of one row costs a call of `partial_fit`, and no
/// lock of its own.
struct BatchSource: ~Copyable {
    /// The number of rows in a full batch.
    let batchSize: Int
    private var cursor: FeedbackCursor

    init(
        _ store: FeedbackStore, reading ranges: [RowNumbers], following place: FeedbackCursor.Place?,
        fetch: FetchStrategy, batchSize: Int
    ) throws(UpdateError) {
        self.batchSize = fetch.batchSize(batchSize) ?? .max
        do {
            cursor = try FeedbackCursor(store, reading: ranges, following: place)
        } catch {
            throw .feedback(error)
        }
    }

    /// The longest time for which a read lock was held so far.
    var longestReadLock: Duration { cursor.longestReadLock }

    /// How many rows are read at a time at most; large ones are fewer.
    private static let chunkRows = 128

    /// The next rows, and none at the end.
    mutating func next() throws(UpdateError) -> [FeedbackRow] {
        do {
            return try cursor.fetchSome(Self.chunkRows)
        } catch {
            throw .feedback(error)
        }
    }
}

extension FetchStrategy {
    /// The number of rows in a full batch, or `nil` where one batch takes all.
    func batchSize(_ asked: Int) -> Int? {
        switch self {
        case .fetchone: 1
        case .fetchmany: asked
        case .fetchall: nil
        }
    }
}
