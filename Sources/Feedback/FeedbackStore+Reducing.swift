import GRDB
import Synchronization
package import Values

extension FeedbackStore {
    /// Shows all rows of a range to `update` on several threads, each of which has a result of its own, and returns these.
    ///
    /// Which rows a result has seen depends on the moment, and what is made of all of them must not. Rows are lent, as by
    /// ``FeedbackCursor/forEach(_:)``, and others may write between two holds of the read lock, which all threads give back
    /// together. The caller's thread is the only one for a small database, and where there can be no second connection.
    ///
    /// - Parameters:
    ///   - rows: The range.
    ///   - initial: What each result begins as.
    ///   - threads: The most threads, the caller's among them.
    ///   - monitor: Asked between two holds of the lock.
    ///   - update: Takes a row and the bytes of its text into a result, within the lock: in microseconds, and without the database.
    /// - Returns: At least one result.
    /// - Throws: `FeedbackError`, `interrupted` among them.
    /// - Complexity: O(*n*) for *n* bytes of text; holds no row.
    package func reduce<Result: Sendable>(
        _ rows: RowNumbers, into initial: Result, threads: Int, monitor: (any WorkMonitor)? = nil,
        _ update: @escaping @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void
    ) throws(FeedbackError) -> [Result] {
        let threads = isLarge ? max(1, threads) : 1
        let rest = SharedRange(readers: threads)
        // Numbers mostly begin at 1, and halves of all that there can be would be halves of nothing.
        if let first = try smallestRow() {
            rest.leave(RowNumbers(after: max(rows.after, first - 1), through: rows.through))
        }
        let shares = (0..<threads).map { _ in ReadingShare(rest, initial, update) }
        let others = shares.dropFirst()
        try shares[0].open(self)
        while true {
            if monitor?.isInterrupted == true { throw .interrupted(path: path) }
            let isEarly = others.contains { $0.isConnecting }
            let hold = SharedHold(limit: isEarly ? Self.shortHold : FeedbackCursor.longestSlice)
            for other in others { other.begin(hold, of: self) }
            shares[0].read(in: hold)
            for other in others { other.end() }
            for share in shares { try share.check() }
            guard rest.isEmpty else { continue }
            if shares.allSatisfy(\.isAtEnd) { return shares.map(\.result) }
            // Somebody has all that is left, where the numbers have gaps.
            if shares.contains(where: { $0.isOpen && $0.isAtEnd }) {
                shares.max { $0.numbersLeft < $1.numbersLeft }?.leaveRange()
            }
        }
    }

    /// How long the lock is held while one thread reads and the others make their connections.
    private static let shortHold = FeedbackCursor.longestSlice / 5

    /// Whether reading takes longer than to make another connection.
    private var isLarge: Bool { sizeBytes >= 4 << 20 }

    private func smallestRow() throws(FeedbackError) -> Int64? {
        try read("read") { db in try Int64.fetchOne(db, sql: schema.smallestRowNumber) }
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
            let count = readers == 1 ? range.count : max(least, range.count / (2 * readers), 1)
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
    private let worker = SerialWorker()
    private let rest: SharedRange
    private let state: Mutex<State>
    private let update: @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void

    private struct State: ~Copyable {
        /// `nil` until there is a connection.
        var cursor: FeedbackCursor?
        var result: Result
        var failure: FeedbackError?
        /// Whether there can be no connection.
        var isUnable = false
    }

    init(
        _ rest: SharedRange, _ initial: Result,
        _ update: @escaping @Sendable (inout Result, FeedbackRow.Outline, Span<UInt8>) -> Void
    ) {
        state = Mutex(State(result: initial))
        self.rest = rest
        self.update = update
    }

    /// Gets ready to read from a store.
    func open(_ store: FeedbackStore) throws(FeedbackError) {
        try state.withLock { state throws(FeedbackError) in
            state.cursor = try FeedbackCursor(store, reading: [])
        }
    }

    /// Reads as long as a hold of the lock lasts, and anything is left.
    func read(in hold: SharedHold) {
        state.withLock { state in
            // A variable of its own is quicker than a property.
            var result = state.result
            do throws(FeedbackError) {
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
                state.failure = error
            }
            state.result = result
        }
    }

    /// Begins to do so on a thread of its own, or makes a connection like that of `store` for it.
    func begin(_ hold: SharedHold, of store: FeedbackStore) {
        if isConnecting {
            worker.submit { self.connect(to: store) }
        } else if isOpen {
            worker.submit { self.read(in: hold) }
        }
    }

    private func connect(to store: FeedbackStore) {
        do {
            if let other = store.reopened() { return try open(other) }
        } catch {
            // The caller's thread reads the rows, or finds out why nobody can.
        }
        state.withLock { $0.isUnable = true }
    }

    /// Waits until that is done.
    func end() { worker.finish() }

    /// Throws what has gone wrong.
    func check() throws(FeedbackError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    var isOpen: Bool { state.withLock { $0.cursor?.isAtEnd != nil } }
    /// Whether it has yet to make a connection.
    var isConnecting: Bool { state.withLock { $0.cursor?.isAtEnd == nil && !$0.isUnable } }
    var isAtEnd: Bool { state.withLock { $0.cursor?.isAtEnd ?? true } }
    var numbersLeft: UInt64 { state.withLock { $0.cursor?.numbersLeft ?? 0 } }
    var result: Result { state.withLock { $0.result } }

    /// Leaves what it has left to whoever comes first.
    func leaveRange() {
        if let range = state.withLock({ $0.cursor?.leaveRange() ?? nil }) { rest.leave(range) }
    }
}
