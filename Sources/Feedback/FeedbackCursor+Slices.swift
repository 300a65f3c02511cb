import GRDB
import GRDBSQLite

extension FeedbackCursor {
    /// Appends rows until there are `count` of them, the range at hand ends, or the read lock is due.
    mutating func readSlice(upTo count: Int, into rows: inout [FeedbackRow]) throws(FeedbackError) {
        guard let range = pending.first else { return }
        let slice = try store.read("read") { db in
            guard let connection = unsafe db.sqliteConnection,
                let statement = unsafe statements.rows?.sqliteStatement,
                let check = unsafe statements.check?.sqliteStatement
            else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
            var slice = unsafe Slice(connection: connection, statement: statement, check: check)
            defer { slice.giveLockBack() }
            try slice.takeLock(range)
            if let last, let dataVersion, dataVersion != slice.dataVersion, try slice.isGoneOrChanged(last) {
                throw FeedbackError.changedWhileReading(path: store.path, row: last.number)
            }
            return try slice.read(range, upTo: count - rows.count, within: sliceLimit)
        }
        longestReadLock = max(longestReadLock, slice.held)
        readLocks += 1
        dataVersion = slice.dataVersion
        if let newest = slice.rows.last {
            last = newest
            pending[pending.startIndex].after = newest.number
        }
        if slice.isLast { pending.removeFirst() }
        // Not before the lock is back: making room for many rows can take as long as reading them.
        rows.append(contentsOf: slice.rows)
    }
}

/// What one hold of the read lock brought.
struct SliceOutcome {
    /// How long the lock was held.
    var held: Duration
    /// The counter of changes that held during the slice.
    var dataVersion: UInt32
    /// The rows that were read.
    var rows: [FeedbackRow]
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
    private let clock = ContinuousClock()
    private var began: ContinuousClock.Instant
    private var code = SQLITE_DONE
    private(set) var dataVersion: UInt32 = 0

    init(connection: SQLiteConnection, statement: SQLiteStatement, check: SQLiteStatement) {
        unsafe (self.connection, self.statement, self.check) = (connection, statement, check)
        began = clock.now
    }

    /// Seeks to the first row of a range.
    mutating func takeLock(_ range: RowNumbers) throws {
        code = try unsafe step(statement, from: range)
        // A wait for another program's lock is over by now, and is not to be counted.
        began = clock.now
        // The same counter as `PRAGMA data_version`, without a statement that would take the lock once more.
        _ = unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_DATA_VERSION, &dataVersion)
    }

    /// Whether a row that was read before is not there any more as it was.
    func isGoneOrChanged(_ row: FeedbackRow) throws -> Bool {
        defer { _ = unsafe sqlite3_reset(check) }
        let code = try unsafe step(check, from: RowNumbers(after: row.number - 1, through: row.number))
        return unsafe code == SQLITE_DONE || FeedbackRow(of: check) != row
    }

    /// Reads rows until there are `count`, the range ends or the time is over, and gives the lock back.
    mutating func read(_ range: RowNumbers, upTo count: Int, within limit: Duration) throws -> SliceOutcome {
        var rows: [FeedbackRow] = []
        var previous = range.after
        while code == SQLITE_ROW {
            let row = unsafe FeedbackRow(of: statement)
            // A damaged tree can hand out rows twice, or others than were asked for, without any error of SQLite's.
            guard row.number > previous, row.number <= range.through else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "row numbers do not ascend")
            }
            previous = row.number
            rows.append(row)
            if rows.count >= count || clock.now - began >= limit { break }
            code = unsafe sqlite3_step(statement)
        }
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw error(code) }
        giveLockBack()
        return SliceOutcome(held: clock.now - began, dataVersion: dataVersion, rows: rows, isLast: code == SQLITE_DONE)
    }

    func giveLockBack() {
        _ = unsafe sqlite3_reset(statement)
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

extension FeedbackRow.Content {
    fileprivate init(of statement: SQLiteStatement) {
        switch unsafe sqlite3_column_type(statement, 1) {
        case SQLITE_NULL: self = .null
        default: self = unsafe Self(decoding: columnBytes(of: statement, 1))
        }
    }

    private init(decoding bytes: UnsafeBufferPointer<UInt8>) {
        do throws(UTF8.ValidationError) {
            self = try unsafe .text(String(copying: UTF8Span(validating: bytes.span)))
        } catch {
            self = unsafe .undecodable(Array(bytes), offset: error.byteOffsets.lowerBound)
        }
    }
}

extension FeedbackLabel {
    fileprivate init(of statement: SQLiteStatement) {
        switch unsafe sqlite3_column_type(statement, 2) {
        case SQLITE_NULL: self = .null
        case SQLITE_INTEGER: self = unsafe .integer(sqlite3_column_int64(statement, 2))
        case SQLITE_FLOAT: self = unsafe .real(sqlite3_column_double(statement, 2))
        case SQLITE_BLOB: self = unsafe .bytes(Array(columnBytes(of: statement, 2)))
        default:
            let bytes = unsafe columnBytes(of: statement, 2)
            self = unsafe String(validating: bytes, as: UTF8.self).map(Self.text) ?? .bytes(Array(bytes))
        }
    }
}

/// The bytes of a column as `BLOB` or as text, valid until the statement's next step or reset.
private func columnBytes(of statement: SQLiteStatement, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let isBlob = unsafe sqlite3_column_type(statement, column) == SQLITE_BLOB
    // The pointer is asked for first: asking turns a number or UTF-16 into UTF-8, which changes the length.
    let start =
        unsafe isBlob
        ? sqlite3_column_blob(statement, column)?.assumingMemoryBound(to: UInt8.self)
        : sqlite3_column_text(statement, column)
    return unsafe UnsafeBufferPointer(
        start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
}
