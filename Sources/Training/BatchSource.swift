import Feedback
import Values

/// Hands out rows for batches of a fetch strategy.
struct BatchSource: ~Copyable {
    /// The number of rows in a full batch.
    let batchSize: Int
    private let fetch: FetchStrategy
    private var cursor: FeedbackCursor

    init(
        _ store: FeedbackStore, reading ranges: [RowNumbers], following place: FeedbackCursor.Place?,
        fetch: FetchStrategy, batchSize: Int
    ) throws(UpdateError) {
        self.fetch = fetch
        self.batchSize = fetch.batchSize(batchSize) ?? .max
        do {
            cursor = try FeedbackCursor(store, reading: ranges, following: place)
        } catch {
            throw .feedback(error)
        }
    }

    /// The longest time for which a read lock was held so far.
    var longestReadLock: Duration { cursor.longestReadLock }

    /// How many rows are in memory at a time on their way to a batch.
    private static let chunkRows = 128

    /// The next rows of a batch that has `count` rows already, and none at the end: one, or as many as are read at a time.
    mutating func next(having count: Int) throws(UpdateError) -> [FeedbackRow] {
        do {
            switch fetch {
            case .fetchone: return try cursor.fetchOne().map { [$0] } ?? []
            case .fetchmany, .fetchall: return try cursor.fetchMany(min(Self.chunkRows, batchSize - count))
            }
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
