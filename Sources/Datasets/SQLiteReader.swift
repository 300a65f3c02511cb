import Files
import GRDB
import GRDBSQLite
import Text

/// The rows of a table, a view or a query of an SQLite database, opened read-only.
///
/// A table is read by row number, in slices: between two slices no lock is held, so that nobody who writes to the
/// database waits for a whole pass. If they do write, the pass ends with `changed`. Views and queries have no row
/// numbers; they are read by one statement, which holds its lock until it ends. A row's number in errors is the
/// table's `rowid`, or its place in the answer of the query.
///
/// The digest is that of a stream of, for each row, its text and its label, each after its length (eight bytes, least
/// significant first).
final class SQLiteReader: RowReader {
    let columns: ColumnPair
    private let path: String
    private let queue: DatabaseQueue
    private let plan: SQLitePlan
    private let blobDecoder: TextDecoder
    private let textDecoder: TextDecoder
    private var statement: Statement?
    private var hasher: SHA256Hasher?
    private var slice: [Row] = []
    private var nextInSlice = 0
    private var sliceLength = SQLiteReader.longestSlice
    private var lastRow: Int64
    private var answered = 0
    private var isFinished = false
    private(set) var bytesRead = 0

    private static let longestSlice = 512
    private static let sliceBytes = 1 << 20
    private static let longestValue: Int32 = 64 << 20

    /// Opens a database and finds the table and the columns.
    init(_ source: DatasetSource, hashing: Bool) throws(DatasetError) {
        path = source.path
        guard Path.exists(path) else {
            throw .file(.system(path: path, operation: "open", reason: "No such file or directory"))
        }
        for file in [path, path + "-journal", path + "-wal", path + "-shm"]
        where Path.isOtherThanRegularFile(file) {
            throw .database(path: path, reason: "\(file) is no regular file")
        }
        textDecoder = TextDecoder(encoding: .utf8, decodeError: source.decodeError)
        blobDecoder = TextDecoder(encoding: source.encoding, decodeError: source.decodeError)
        hasher = hashing ? SHA256Hasher() : nil
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // A view or a generated column can make a gigabyte out of a few bytes, and call what it likes.
            _ = unsafe sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, Self.longestValue)
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        let opened = try DatasetError.catching(path) { [configuration] in
            let queue = try DatabaseQueue(path: Path.absolute(source.path), configuration: configuration)
            return (queue, try queue.inDatabase { try SQLitePlan($0, for: source) })
        }
        (queue, plan) = opened
        columns = plan.columns
        lastRow = plan.firstRow
        if source.shuffleSeed != nil, !plan.isByRowNumber { throw .unshufflable(path: path, what: plan.what) }
    }

    deinit {
        // A statement must go before its connection.
        statement = nil
    }

    func next() throws(DatasetError) -> Row? {
        if nextInSlice == slice.count {
            guard !isFinished else { return nil }
            try readSlice()
            guard !slice.isEmpty else { return nil }
        }
        let row = slice[nextInSlice]
        nextInSlice += 1
        hasher?.update(prefixedByLength: row.text)
        hasher?.update(prefixedByLength: row.label)
        return row
    }

    func skip() throws(DatasetError) -> Bool {
        try next() != nil
    }

    func seek(to position: Int, row: Int?) throws(DatasetError) {
        (slice, nextInSlice, isFinished) = ([], 0, false)
        guard plan.isByRowNumber else {
            (statement, answered) = (nil, 0)
            for _ in 0..<position { guard try skip() else { return } }
            return
        }
        lastRow = Int64(position) - 1
        // A shuffle takes one row here and there: a slice grows only while its rows are taken in order.
        sliceLength = 1
    }

    func finishDigest() -> String {
        guard let hasher = hasher.take() else { return "" }
        return hasher.finishHex()
    }
}

extension SQLiteReader {
    private func readSlice() throws(DatasetError) {
        slice.removeAll(keepingCapacity: true)
        nextInSlice = 0
        try DatasetError.catching(path) {
            try queue.inDatabase { database in
                guard try plan.isUnchanged(in: database) else { throw DatasetError.changed(path: path) }
                let statement = try self.statement ?? database.makeStatement(sql: plan.sql)
                self.statement = statement
                let handle = unsafe statement.sqliteStatement
                if plan.isByRowNumber {
                    unsafe sqlite3_bind_int64(handle, 1, lastRow)
                    unsafe sqlite3_bind_int64(handle, 2, plan.lastRow)
                }
                defer { if plan.isByRowNumber { unsafe sqlite3_reset(handle) } }
                try unsafe step(handle)
            }
        }
        sliceLength = min(Self.longestSlice, sliceLength * 2)
    }

    private func step(_ statement: SQLiteStatement) throws {
        var bytes = 0
        while slice.count < sliceLength, bytes < Self.sliceBytes {
            let code = unsafe sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
                isFinished = true
                return
            }
            answered += 1
            let row = try unsafe row(of: statement)
            bytes += row.text.utf8.count + row.label.utf8.count
            slice.append(row)
        }
        bytesRead += bytes
    }

    private func row(of statement: OpaquePointer) throws(DatasetError) -> Row {
        let position: Int
        if plan.isByRowNumber {
            lastRow = unsafe sqlite3_column_int64(statement, plan.rowNumberColumn)
            position = Int(lastRow)
        } else {
            position = answered - 1
        }
        let place = RowPlace(path: path, row: plan.isByRowNumber ? position : answered)
        guard let text = try unsafe text(of: statement, column: plan.textColumn, place) else {
            throw .missingValue(place, role: .text, column: columns.text)
        }
        guard let label = try unsafe label(of: statement, place), !label.isEmpty else {
            throw .missingValue(place, role: .label, column: columns.label)
        }
        return Row(text: text, label: label, position: position)
    }

    private func label(of statement: OpaquePointer, _ place: RowPlace) throws(DatasetError) -> String? {
        if unsafe sqlite3_column_type(statement, plan.labelColumn) == SQLITE_FLOAT {
            let number = unsafe sqlite3_column_double(statement, plan.labelColumn)
            return Int64(exactly: number).map(String.init) ?? String(number)
        }
        return try unsafe text(of: statement, column: plan.labelColumn, place)
    }

    private func text(
        of statement: OpaquePointer, column: Int32, _ place: RowPlace
    ) throws(DatasetError) -> String? {
        let type = unsafe sqlite3_column_type(statement, column)
        guard type != SQLITE_NULL else { return nil }
        let isBlob = type == SQLITE_BLOB
        let start =
            isBlob
            ? unsafe sqlite3_column_blob(statement, column)
            : unsafe UnsafeRawPointer(sqlite3_column_text(statement, column))
        let length = Int(unsafe sqlite3_column_bytes(statement, column))
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length).bindMemory(to: UInt8.self)
        do {
            return try unsafe (isBlob ? blobDecoder : textDecoder).decode(bytes.span)
        } catch {
            throw .undecodable(place, error)
        }
    }
}
