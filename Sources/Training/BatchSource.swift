import Feedback
import Values

/// Hands out rows as a fetch strategy does.
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

    /// The rows of one fetch, enough for a batch that has `count` rows already, and none at the end.
    mutating func next(having count: Int) throws(UpdateError) -> [FeedbackRow] {
        do {
            switch fetch {
            case .fetchone: return try cursor.fetchOne().map { [$0] } ?? []
            case .fetchmany: return try cursor.fetchMany(batchSize - count)
            case .fetchall: return try cursor.fetchAll()
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
