import Synchronization

/// How far the reading of an update has come, for whoever learns meanwhile.
final class ReadingPosition: Sendable {
    private let state = Mutex((firstRow: Int64?.none, lastRow: Int64.min, isStopped: false))

    /// Says what has been read.
    func move(to intake: FeedbackIntake) {
        state.withLock { $0 = (intake.firstRow, intake.lastRow, intake.isStopped) }
    }

    /// The first row that no earlier update has met, and the last that was read.
    var rows: (first: Int64, last: Int64)? {
        state.withLock { state in state.firstRow.map { ($0, state.lastRow) } }
    }

    /// Whether nothing of what is read is learned any more.
    var isStopped: Bool { state.withLock { $0.isStopped } }
}
