import Synchronization

/// How far the reading of an update has come, for whoever learns meanwhile.
final class ReadingPosition: Sendable {
    private let state = Mutex((firstRow: Int64?.none, lastRow: Int64.min, rows: 0, isInVain: false))

    /// Says what has been read.
    func move(to intake: FeedbackIntake) {
        state.withLock { $0 = (intake.firstRow, intake.lastRow, intake.rows, intake.isStopped) }
    }

    /// Says that reading has failed.
    func fail() { state.withLock { $0.isInVain = true } }

    /// The first row that no earlier update has met, the last that was read, and how many there are to be learned.
    var rows: (first: Int64, last: Int64, count: Int)? {
        state.withLock { state in state.firstRow.map { ($0, state.lastRow, state.rows) } }
    }

    /// Whether nothing of what is learned will be kept, since a bad row was met or reading has failed.
    var isInVain: Bool { state.withLock { $0.isInVain } }
}
