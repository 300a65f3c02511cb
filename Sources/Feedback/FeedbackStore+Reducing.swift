import GRDB
import Glibc
import Synchronization
package import Values

extension FeedbackStore {
    /// Shows all rows of a range to `update`, on several threads if that is quicker, each of which has a result of its own.
    ///
    /// Which rows a result has seen depends on the moment, and what is made of all of them must not. Rows are lent, as by
    /// ``FeedbackCursor/forEach(_:)``, and the read lock is given back as often. Several threads read a large database that nobody
    /// writes to meanwhile. As soon as somebody has, one thread begins anew: rows may have got other numbers, which only shows
    /// where they are read in their order. So it does where another thread cannot read.
    ///
    /// - Parameters:
    ///   - rows: The range.
    ///   - initial: What each result begins as.
    ///   - threads: The most threads, the caller's among them; more than 8 are never used.
    ///   - monitor: Asked every few milliseconds.
    ///   - update: Takes a row and the bytes of its text into a result, within the lock: in microseconds, and without the database.
    /// - Returns: The results, at least one.
    /// - Throws: `FeedbackError`, `interrupted` among them.
    /// - Complexity: O(*n*) for *n* bytes of text; holds no row.
    package func reduce<Result: Sendable>(
        _ rows: RowNumbers, into initial: Result, threads: Int, monitor: (any WorkMonitor)? = nil,
        _ update: @escaping @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void
    ) throws(FeedbackError) -> [Result] {
        let threads = min(threads, Self.mostConnections)
        if threads > 1, isLarge, Self.hasDescriptors,
            let results = try reduceTogether(rows, into: initial, threads: threads, monitor: monitor, update)
        {
            return results
        }
        var result = initial
        var cursor = try FeedbackCursor(self, reading: [rows])
        try cursor.forEach(askedBy: monitor) { row, text in update(&result, row, text) }
        return [result]
    }

    /// The same by several threads; `nil` where somebody writes, or one of them cannot read.
    private func reduceTogether<Result: Sendable>(
        _ rows: RowNumbers, into initial: Result, threads: Int, monitor: (any WorkMonitor)?,
        _ update: @escaping @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void
    ) throws(FeedbackError) -> [Result]? {
        let version = try dataVersion()
        let rest = SharedRange(readers: threads)
        // Numbers mostly begin at 1, and halves of all that there can be would be halves of nothing. There is one below the first.
        if let first = try smallestRow() {
            rest.leave(RowNumbers(after: max(rows.after, first - 1), through: rows.through))
        }
        let shares = (0..<threads).map { _ in ReadingShare(rest, initial, update) }
        let others = shares.dropFirst()
        shares[0].connect { self }
        while true {
            if monitor?.isInterrupted == true { throw .interrupted(path: path) }
            let isEarly = others.contains { $0.phase == .connecting }
            let hold = SharedHold(limit: isEarly ? Self.shortHold : FeedbackCursor.longestSlice)
            for other in others { other.begin(hold, of: self) }
            shares[0].read(in: hold)
            for other in others { other.end() }
            // Asked once all are done: as long as nobody has written, all have seen one state of the rows.
            guard !shares.contains(where: { $0.phase == .failed }), try dataVersion() == version else { return nil }
            guard rest.isEmpty else { continue }
            if shares.allSatisfy(\.isAtEnd) { return shares.map(\.result) }
            // Somebody has all that is left, where the numbers have gaps.
            if shares.contains(where: { $0.phase == .open && $0.isAtEnd }) {
                shares.max { $0.numbersLeft < $1.numbersLeft }?.leaveRange()
            }
        }
    }

    /// How long the lock is held while one thread reads and the others make their connections.
    private static let shortHold = FeedbackCursor.longestSlice / 5

    /// Each takes some megabytes of memory, and a few file descriptors.
    private static let mostConnections = 8

    /// Whether the process may have so many files open that some more are no matter.
    private static var hasDescriptors: Bool {
        var limit = rlimit()
        return unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 && limit.rlim_cur >= 128
    }

    /// Whether reading takes longer than to make another connection.
    private var isLarge: Bool { sizeBytes >= 4 << 20 }

    private func smallestRow() throws(FeedbackError) -> Int64? {
        try read("read") { db in try Int64.fetchOne(db, sql: schema.smallestRowNumber) }
    }

    /// Another number than before once somebody else has written.
    private func dataVersion() throws(FeedbackError) -> Int64? {
        try read("read") { db in try Int64.fetchOne(db, sql: "PRAGMA data_version") }
    }
}

/// A range of rows that several threads read piece by piece, in ascending order.
///
/// Each piece is a part of what is left, so that the first are large and the last small: nobody waits long for who has the last.
private final class SharedRange: Sendable {
    private let readers: UInt64
    private let state = Mutex<(range: RowNumbers, least: UInt64)?>(nil)

    init(readers: Int) { self.readers = UInt64(readers) }

    /// Leaves a range, where there is none yet.
    func leave(_ range: RowNumbers) {
        state.withLock { $0 = range.count > 0 ? (range, range.count / 64) : nil }
    }

    /// The next piece; `nil` where nothing is left.
    func next() -> RowNumbers? {
        state.withLock { state in
            guard let (range, least) = state else { return nil }
            let count = max(least, range.count / (2 * readers), 1)
            guard count < range.count else {
                state = nil
                return range
            }
            let middle = range.after &+ Int64(bitPattern: count)
            state?.range.after = middle
            return RowNumbers(after: range.after, through: middle)
        }
    }

    var isEmpty: Bool { state.withLock { $0 == nil } }
}

/// What one of several threads reads of a table, with a connection of its own, and what it makes of it.
private final class ReadingShare<Result: Sendable>: Sendable {
    private let worker = SerialWorker(besideOne: true)
    private let rest: SharedRange
    private let state: Mutex<State>
    private let update: @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void

    enum Phase { case connecting, open, failed }

    private struct State: ~Copyable {
        var phase = Phase.connecting
        /// `nil` until there is a connection.
        var cursor: FeedbackCursor?
        var result: Result
    }

    init(
        _ rest: SharedRange, _ initial: Result,
        _ update: @escaping @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void
    ) {
        state = Mutex(State(result: initial))
        self.rest = rest
        self.update = update
    }

    /// Gets ready to read from a store, if there is one.
    func connect(to store: () -> FeedbackStore?) {
        state.withLock { state in
            do {
                guard let store = store() else { return state.phase = .failed }
                state.cursor = try FeedbackCursor(store, reading: [])
                state.phase = .open
            } catch {
                state.phase = .failed
            }
        }
    }

    /// Reads as long as a hold of the lock lasts, and anything is left.
    func read(in hold: SharedHold) {
        state.withLock { state in
            // A variable of its own is quicker than a property.
            var result = state.result
            do {
                repeat {
                    if state.cursor?.isAtEnd == true {
                        guard let range = rest.next() else { break }
                        state.cursor?.take(range)
                    }
                    try state.cursor?.lendSlice(in: hold) { row, text in
                        update(&result, row, text)
                        return true
                    }
                } while !hold.isOver
            } catch {
                state.phase = .failed
            }
            state.result = result
        }
    }

    /// Begins to do so on a thread of its own, or makes a connection like that of `store` for it.
    func begin(_ hold: SharedHold, of store: FeedbackStore) {
        switch phase {
        case .connecting where !rest.isEmpty: worker.submit { self.connect { store.reopened() } }
        case .open: worker.submit { if !hold.isOver { self.read(in: hold) } }
        case .connecting, .failed: break
        }
    }

    /// Waits until that is done.
    func end() { worker.finish() }

    var phase: Phase { state.withLock { $0.phase } }
    var isAtEnd: Bool { state.withLock { $0.cursor?.isAtEnd ?? true } }
    var numbersLeft: UInt64 { state.withLock { $0.cursor?.numbersLeft ?? 0 } }
    var result: Result { state.withLock { $0.result } }

    /// Leaves what it has left to whoever comes first.
    func leaveRange() {
        if let range = state.withLock({ $0.cursor?.leaveRange().flatMap { $0 } }) { rest.leave(range) }
    }
}
