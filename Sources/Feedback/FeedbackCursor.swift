import GRDB
import Values

/// Rows of a feedback table in arrival order, one at a time, many at a time, or all at once.
///
/// The rows come from one prepared statement, which is sought to the row after the last one read whenever a fetch
/// begins, and reset before the fetch returns. So no read lock outlives a fetch, and a long fetch gives its lock back
/// every `longestSlice`: writers of a database that is not in WAL mode never wait for longer, also when refit is stopped
/// while it learns. Taking the lock costs `fetchOne` about 10 µs a row.
///
/// Which rows are read is fixed at the beginning. Between two slices others may insert and delete at will. When they
/// have written anything, the next slice looks again at the last row read; if it is not there or not the same, the
/// rows were renumbered or edited under the cursor, and the fetch fails.
package struct FeedbackCursor: ~Copyable {
    /// How long a read lock is held at most before it is given back, unless a single row takes longer.
    ///
    /// A quarter of the 20 ms that a writer may be made to wait: the rest is for the row at hand and for the scheduler.
    package static let longestSlice = Duration.milliseconds(5)

    /// The longest time for which a read lock was held so far.
    package internal(set) var longestReadLock = Duration.zero
    /// How many read locks were taken so far.
    package internal(set) var readLocks = 0

    let store: FeedbackStore
    let statements: Statements
    let sliceLimit: Duration
    /// The ranges still to be read; the first one begins after the last row read from it.
    var pending: ArraySlice<RowNumbers>
    /// The last row read, for the check after someone else's write.
    var last: FeedbackRow?
    /// The counter of changes as of the last slice.
    var dataVersion: UInt32?

    /// Begins before the first of the rows in `ranges`, which are disjoint and in ascending order.
    ///
    /// After `sliceLimit` a read lock is given back in the middle of a fetch.
    ///
    /// `place` is where an earlier cursor of the same store stood: when anything was written since, its last row must
    /// still be there as it was.
    package init(
        _ store: FeedbackStore, reading ranges: [RowNumbers], following place: Place? = nil,
        sliceLimit: Duration = longestSlice
    ) throws(FeedbackError) {
        self.store = store
        last = place?.last
        dataVersion = place?.dataVersion
        self.sliceLimit = sliceLimit
        pending = ranges[...]
        statements = try store.read("read") { db in
            try Statements(
                rows: db.makeStatement(sql: store.schema.rowsInRange),
                check: db.makeStatement(sql: store.schema.rowsInRange))
        }
    }

    deinit {
        // SQLite's statements may only be finalized while nobody else uses the connection.
        let statements = statements
        store.queue.unsafeRead { _ in statements.finalize() }
    }

    /// Where a cursor stands: what a later one needs to notice that rows were renumbered in between.
    package struct Place: Sendable {
        /// The last row read.
        var last: FeedbackRow?
        /// The counter of changes at that time.
        var dataVersion: UInt32?
    }

    /// Where the cursor stands.
    package var place: Place { Place(last: last, dataVersion: dataVersion) }

    /// The next row, or `nil` after the last; reads one row from the database and no more.
    package mutating func fetchOne() throws(FeedbackError) -> FeedbackRow? {
        var rows: [FeedbackRow] = []
        while rows.isEmpty, !pending.isEmpty { try readSlice(upTo: 1, into: &rows) }
        return rows.first
    }

    /// The next `count` rows, fewer only at the end; reads no row beyond them.
    ///
    /// - Complexity: O(*n*) for *n* bytes of text; holds `count` rows.
    package mutating func fetchMany(_ count: Int) throws(FeedbackError) -> [FeedbackRow] {
        var rows: [FeedbackRow] = []
        while rows.count < count, !pending.isEmpty { try readSlice(upTo: count, into: &rows) }
        return rows
    }

    /// Every row that is left, all of them in memory.
    package mutating func fetchAll() throws(FeedbackError) -> [FeedbackRow] {
        try fetchMany(.max)
    }

    /// Shows the rows that are left to `body`, one after the other, until it says that it has seen enough.
    ///
    /// The bytes of a text are SQLite's own and only lent: `body` is called within the read lock. It must take
    /// microseconds, and may not use the database. A `NULL` has no bytes.
    ///
    /// - Parameter body: Takes a row and the bytes of its text; `false` ends the reading behind this row.
    /// - Throws: `FeedbackError`, also after rows were shown; what was made of them is then worth nothing.
    /// - Complexity: O(*n*) for *n* bytes of text; holds no row.
    package mutating func forEach(_ body: (FeedbackRow.Outline, Span<UInt8>) -> Bool) throws(FeedbackError) {
        var goesOn = true
        while goesOn, !pending.isEmpty {
            try lendSlice { row, text in
                goesOn = body(row, text)
                return goesOn
            }
        }
    }

    /// Shows all rows that are left, unless `monitor` says that somebody has interrupted it: it is asked before the first and once
    /// every 256.
    ///
    /// Throws `interrupted`, too.
    mutating func forEach(
        askedBy monitor: (any WorkMonitor)?, _ body: (FeedbackRow.Outline, Span<UInt8>) -> Void
    ) throws(FeedbackError) {
        var (rows, isInterrupted) = (0, monitor?.isInterrupted == true)
        if !isInterrupted {
            try forEach { row, text in
                body(row, text)
                rows += 1
                if rows.isMultiple(of: 256) { isInterrupted = monitor?.isInterrupted == true }
                return !isInterrupted
            }
        }
        if isInterrupted { throw .interrupted(path: store.path) }
    }

    /// Shows the next rows to `body` as ``forEach(_:)`` does, but no more than one hold of the read lock brings.
    package mutating func lendSome(to body: (FeedbackRow.Outline, Span<UInt8>) -> Bool) throws(FeedbackError) {
        try lendSlice(to: body)
    }

    /// Whether no rows are left.
    package var isAtEnd: Bool { pending.isEmpty }

    /// How many numbers the range at hand has left, with rows or without.
    var numbersLeft: UInt64 { pending.first?.count ?? 0 }

    /// Leaves the range at hand to somebody else.
    mutating func leaveRange() -> RowNumbers? { pending.popFirst() }

    /// Goes on with a range that somebody else has left, once it is at its end.
    mutating func take(_ range: RowNumbers) { pending.append(range) }

    /// The prepared statements, kept together so that they can be given up together.
    final class Statements {
        private(set) var rows: Statement?
        private(set) var check: Statement?

        init(rows: Statement, check: Statement) {
            (self.rows, self.check) = (rows, check)
        }

        func finalize() {
            (rows, check) = (nil, nil)
        }
    }
}
