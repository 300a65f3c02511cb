import GRDB
import GRDBSQLite
import Values

extension FeedbackCursor {
    /// Appends rows until there are `count` of them, the range at hand ends, or the read lock is due.
    mutating func readSlice(upTo count: Int, into rows: inout [FeedbackRow]) throws(FeedbackError) {
        var slice: [FeedbackRow] = []
        let wanted = count - rows.count
        _ = try unsafe readSlice(isLoan: false) { statement, _ in
            let row = unsafe FeedbackRow(of: statement)
            slice.append(row)
            return slice.count < wanted ? row.text.bytes : nil
        }
        if let newest = slice.last { last = newest }
        // Not before the lock is back: making room for many rows can take as long as reading them.
        if rows.isEmpty { rows = slice } else { rows.append(contentsOf: slice) }
    }

    /// Lends rows until `body` says `false`, the range at hand ends, or the read lock is due; `hold` is one that others share.
    mutating func lendSlice(
        in hold: SharedHold? = nil, to body: (FeedbackRow.Outline, Span<UInt8>) -> Bool
    ) throws(FeedbackError) {
        let newest = try unsafe readSlice(isLoan: true, in: hold) { unsafe lend($0, number: $1, to: body) }
        if let newest { last = newest }
    }

    /// What looks at a row with a number: says how many bytes its text has, or `nil` to see no more.
    fileprivate typealias Taker = (SQLiteStatement, Int64) -> Int?

    /// Has `take` look at rows until it has seen enough, the range at hand ends, or the read lock is due; returns the last
    /// row of a loan, of which nobody else has a copy.
    private mutating func readSlice(
        isLoan: Bool, in hold: SharedHold? = nil, _ take: Taker
    ) throws(FeedbackError) -> FeedbackRow? {
        guard let range = pending.first else { return nil }
        let outcome = try store.read("read") { db in
            guard let connection = unsafe db.sqliteConnection,
                let statement = unsafe statements.rows?.sqliteStatement,
                let check = unsafe statements.check?.sqliteStatement
            else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
            var slice = unsafe Slice(
                connection: connection, statement: statement, check: check, limit: hold?.limit ?? sliceLimit)
            defer { slice.giveLockBack() }
            if isLoan { try slice.begin() }
            try slice.takeLock(range, in: hold)
            if let last, let dataVersion, dataVersion != slice.dataVersion, try slice.isGoneOrChanged(last) {
                throw FeedbackError.changedWhileReading(path: store.path, row: last.number)
            }
            return try unsafe slice.read(range, copiesLast: isLoan, take)
        }
        longestReadLock = max(longestReadLock, outcome.held)
        readLocks += 1
        dataVersion = outcome.dataVersion
        if let newest = outcome.newest { pending[pending.startIndex].after = newest }
        if outcome.isLast { pending.removeFirst() }
        return outcome.last
    }
}

/// What one hold of the read lock brought.
private struct SliceOutcome {
    /// How long the lock was held.
    var held: Duration
    /// The counter of changes that held during the slice.
    var dataVersion: UInt32
    /// The number of the last row that was read, if there was one.
    var newest: Int64?
    /// A copy of that row, where it was asked for.
    var last: FeedbackRow?
    /// Whether the range has no rows left.
    var isLast: Bool
}

/// One hold of the read lock: the way from a statement's first step to its reset.
///
/// Everything unsafe about reading rows is in this file. A value lives inside one access to the connection, which
/// keeps the pointers valid.
@safe
private struct Slice {
    private let connection: SQLiteConnection
    private let statement: SQLiteStatement
    private let check: SQLiteStatement
    private let limit: Duration
    private let clock = ContinuousClock()
    private var began: ContinuousClock.Instant
    private var code = SQLITE_DONE
    private(set) var dataVersion: UInt32 = 0

    /// When the clock was last looked at.
    private var looked: ContinuousClock.Instant
    /// How many rows may pass before it is looked at again, and how many have.
    private var (stride, passed) = (1, 0)

    /// A few rows that take no longer are quick.
    private let quick: Duration

    private static let longestStride = 8
    private static let strideBytes = 4096

    init(connection: SQLiteConnection, statement: SQLiteStatement, check: SQLiteStatement, limit: Duration) {
        unsafe (self.connection, self.statement, self.check) = (connection, statement, check)
        (self.limit, quick) = (limit, limit / 64)
        began = clock.now
        looked = began
    }

    /// Keeps the lock, once it is taken, until `giveLockBack()`, also between two statements.
    func begin() throws {
        let code = unsafe sqlite3_exec(connection, "BEGIN", nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Seeks to the first row of a range.
    mutating func takeLock(_ range: RowNumbers, in hold: SharedHold?) throws {
        code = try unsafe step(statement, from: range)
        // A wait for another program's lock is over by now, and is not to be counted.
        looked = clock.now
        began = hold?.begin(looked) ?? looked
        // The same counter as `PRAGMA data_version`, without a statement that would take the lock once more.
        _ = unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_DATA_VERSION, &dataVersion)
    }

    /// Whether a row that was read before is not there any more as it was.
    func isGoneOrChanged(_ row: FeedbackRow) throws -> Bool {
        defer { _ = unsafe sqlite3_reset(check) }
        let code = try unsafe step(check, from: RowNumbers(after: row.number - 1, through: row.number))
        return unsafe code == SQLITE_DONE || FeedbackRow(of: check) != row
    }

    /// Has `take` look at rows until it has seen enough, the range ends or the time is over, and gives the lock back.
    mutating func read(
        _ range: RowNumbers, copiesLast: Bool, _ take: FeedbackCursor.Taker
    ) throws -> SliceOutcome {
        var previous = range.after
        while code == SQLITE_ROW {
            let number = unsafe sqlite3_column_int64(statement, 0)
            // A damaged tree can hand out rows twice, or others than were asked for, without any error of SQLite's.
            guard number > previous, number <= range.through else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "row numbers do not ascend")
            }
            previous = number
            guard let bytes = unsafe take(statement, number), !isDue(after: bytes) else { break }
            code = unsafe sqlite3_step(statement)
        }
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw error(code) }
        let newest = previous > range.after ? previous : nil
        let last = try copiesLast ? newest.flatMap { try copy($0) } : nil
        giveLockBack()
        return SliceOutcome(
            held: clock.now - began, dataVersion: dataVersion, newest: newest, last: last, isLast: code == SQLITE_DONE)
    }

    /// Ends the reading and whatever holds the lock.
    func giveLockBack() {
        _ = unsafe sqlite3_reset(statement)
        _ = unsafe sqlite3_reset(check)
        if unsafe sqlite3_get_autocommit(connection) == 0 {
            _ = unsafe sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
        }
    }

    /// Whether the lock has been held for as long as it may be.
    ///
    /// Looking at the clock costs as much as some rows do, so that a few quick ones with short texts pass without a look.
    private mutating func isDue(after bytes: Int) -> Bool {
        passed += 1 + bytes / Self.strideBytes
        guard passed >= stride else { return false }
        let now = clock.now
        stride = now - looked < quick ? min(2 * stride, Self.longestStride) : 1
        (looked, passed) = (now, 0)
        return now - began >= limit
    }

    /// Copies a row that was read under this lock.
    private func copy(_ number: Int64) throws -> FeedbackRow? {
        if code == SQLITE_ROW { return unsafe FeedbackRow(of: statement) }
        let found = try unsafe step(check, from: RowNumbers(after: number - 1, through: number))
        return found == SQLITE_ROW ? unsafe FeedbackRow(of: check) : nil
    }

    private func step(_ statement: SQLiteStatement, from range: RowNumbers) throws -> Int32 {
        guard unsafe sqlite3_bind_int64(statement, 1, range.after) == SQLITE_OK,
            unsafe sqlite3_bind_int64(statement, 2, range.through) == SQLITE_OK
        else { throw error(SQLITE_MISUSE) }
        let code = unsafe sqlite3_step(statement)
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw error(code) }
        return code
    }

    private func error(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: unsafe String(cString: sqlite3_errmsg(connection)))
    }
}

extension FeedbackRow {
    /// Copies the row that a statement stands on; its columns are number, text, label.
    init(of statement: SQLiteStatement) {
        self = unsafe FeedbackRow(
            number: sqlite3_column_int64(statement, 0), text: Content(of: statement),
            label: FeedbackLabel(of: statement))
    }
}

// SQLite calls the values that a statement hands out unprotected, which matters where several threads have one connection; a
// queue's has one at a time (https://sqlite.org/c3ref/value.html). With each column asked for once, all rows took 0.94 of the time.

extension FeedbackRow.Content {
    fileprivate init(of statement: SQLiteStatement) {
        let value = unsafe sqlite3_column_value(statement, 1)
        switch unsafe sqlite3_value_type(value) {
        case SQLITE_NULL: self = .null
        case let type: self = unsafe Self(decoding: heldBytes(of: value, type))
        }
    }

    /// How many bytes it has.
    fileprivate var bytes: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count
        case .undecodable(let raw, _): raw.count
        }
    }

    private init(decoding bytes: UnsafeBufferPointer<UInt8>) {
        if let text = unsafe String(utf8: bytes.span) {
            self = .text(text)
            return
        }
        do throws(UTF8.ValidationError) {
            self = try unsafe .text(String(copying: UTF8Span(validating: bytes.span)))
        } catch {
            self = unsafe .undecodable(Array(bytes), offset: error.byteOffsets.lowerBound)
        }
    }
}

extension FeedbackLabel {
    fileprivate init(of statement: SQLiteStatement) {
        let value = unsafe sqlite3_column_value(statement, 2)
        switch unsafe sqlite3_value_type(value) {
        case SQLITE_NULL: self = .null
        case SQLITE_INTEGER: self = unsafe .integer(sqlite3_value_int64(value))
        case SQLITE_FLOAT: self = unsafe .real(sqlite3_value_double(value))
        case SQLITE_BLOB: self = unsafe .bytes(Array(heldBytes(of: value, SQLITE_BLOB)))
        case let type:
            let bytes = unsafe heldBytes(of: value, type)
            self = unsafe String(validating: bytes, as: UTF8.self).map(Self.text) ?? .bytes(Array(bytes))
        }
    }
}

/// Shows `body` the row that a statement stands on, without a copy of its text; returns how many bytes that has, or `nil`
/// where `body` says `false`.
private func lend(
    _ statement: SQLiteStatement, number: Int64, to body: (FeedbackRow.Outline, Span<UInt8>) -> Bool
) -> Int? {
    let label = unsafe FeedbackLabel(of: statement)
    let value = unsafe sqlite3_column_value(statement, 1)
    let type = unsafe sqlite3_value_type(value)
    guard type != SQLITE_NULL else {
        return body(FeedbackRow.Outline(number: number, text: .null, label: label), Span()) ? 0 : nil
    }
    let bytes = unsafe heldBytes(of: value, type)
    let text = unsafe bytes.span
    let row = FeedbackRow.Outline(number: number, text: text.isUTF8 ? .text : .undecodable, label: label)
    return body(row, text) ? text.count : nil
}

/// The bytes of a value of a type as `BLOB` or as text, valid until the statement's next step or reset.
private func heldBytes(of value: OpaquePointer?, _ type: Int32) -> UnsafeBufferPointer<UInt8> {
    // The pointer is asked for first: asking turns a number or UTF-16 into UTF-8, which changes the length.
    let start =
        unsafe type == SQLITE_BLOB
        ? sqlite3_value_blob(value)?.assumingMemoryBound(to: UInt8.self)
        : sqlite3_value_text(value)
    return unsafe UnsafeBufferPointer(
        start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
}
