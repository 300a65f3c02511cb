import Feedback
import Values

/// Rows read for a look, until the end or until the person who waits presses Ctrl-C.
struct RowStream: ~Copyable {
    private var cursor: FeedbackCursor
    private let monitor: (any WorkMonitor)?

    /// How many rows are read between two looks at the monitor.
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

    /// Shows each row, and the bytes of its text, to `body`, until it says `false`; see ``FeedbackCursor/forEach(_:)``.
    mutating func forEach(_ body: (FeedbackRow.Outline, Span<UInt8>) -> Bool) throws(UpdateError) {
        if monitor?.isInterrupted == true { throw .interrupted }
        var (rows, isInterrupted) = (0, false)
        do {
            try cursor.forEach { row, text in
                guard body(row, text) else { return false }
                rows += 1
                if rows.isMultiple(of: Self.chunkRows) { isInterrupted = monitor?.isInterrupted == true }
                return !isInterrupted
            }
        } catch {
            throw .feedback(error)
        }
        if isInterrupted || monitor?.isInterrupted == true { throw .interrupted }
    }
}
