import Feedback
import Values

/// Rows read for a look, a chunk at a time, until the end or until the person who waits presses Ctrl-C.
struct RowStream: ~Copyable {
    private var cursor: FeedbackCursor
    private let monitor: (any WorkMonitor)?

    /// How many rows are in memory at a time, and are read between two looks at the monitor.
    private static let chunkRows = 256

    init(_ store: FeedbackStore, reading ranges: [RowNumbers], monitor: (any WorkMonitor)?) throws(UpdateError) {
        do {
            cursor = try FeedbackCursor(store, reading: ranges)
        } catch {
            throw .feedback(error)
        }
        self.monitor = monitor
    }

    /// Where the reading stands.
    var place: FeedbackCursor.Place { cursor.place }

    /// The next rows, none at the end.
    mutating func next() throws(UpdateError) -> [FeedbackRow] {
        if monitor?.isInterrupted == true { throw .interrupted }
        do {
            return try cursor.fetchMany(Self.chunkRows)
        } catch {
            throw .feedback(error)
        }
    }
}
