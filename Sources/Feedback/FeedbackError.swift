import Values

/// What can go wrong between refit and a feedback database.
package enum FeedbackError: ExplainedError, Hashable {
    /// Nothing stands at the path.
    case missing(path: String)
    /// The system or SQLite will not open the file at all.
    case cannotOpen(path: String, reason: String)
    /// The file is not an SQLite database, or is encrypted.
    case notADatabase(path: String)
    /// The database is malformed.
    case damaged(path: String, reason: String)
    /// The database has no feedback table; `tables` are those it has.
    case missingTable(path: String, table: String, tables: [String])
    /// The feedback table lacks a column; `columns` are those it has.
    case missingColumn(path: String, table: String, column: String, columns: [String])
    /// The feedback table's name belongs to a view, a virtual table or the like, which has no row numbers to rely on.
    case notATable(path: String, table: String, kind: String)
    /// The feedback table was declared `WITHOUT ROWID`, so that its rows have no arrival order.
    case withoutRowid(path: String, table: String)
    /// A program died in the middle of a transaction, and a reader may not roll it back.
    case hotJournal(path: String)
    /// The database is in WAL mode and its `-wal` and `-shm` files can be neither opened nor made.
    case walUnreadable(path: String)
    /// Another program kept the database locked for longer than the busy timeout.
    case locked(path: String, seconds: Double)
    /// The file or its folder may not be written to.
    case readOnly(path: String)
    /// A row that was already read was changed or deleted before the reading was over.
    case changedWhileReading(path: String, row: Int64)
    /// The person pressed Ctrl-C while rows were read.
    case interrupted(path: String)
    /// SQLite refused an operation for a reason of its own.
    case sqlite(path: String, operation: String, resultCode: Int, reason: String)
}

extension FeedbackError {
    package var code: String {
        switch self {
        case .missing: "feedback_missing"
        case .cannotOpen: "feedback_cannot_open"
        case .notADatabase: "not_a_database"
        case .damaged: "feedback_damaged"
        case .missingTable: "missing_table"
        case .missingColumn: "missing_column"
        case .notATable: "not_a_table"
        case .withoutRowid: "without_rowid"
        case .hotJournal: "hot_journal"
        case .walUnreadable: "wal_unreadable"
        case .locked: "feedback_locked"
        case .readOnly: "feedback_read_only"
        case .changedWhileReading: "changed_while_reading"
        case .interrupted: "interrupted"
        case .sqlite: "sqlite"
        }
    }

    package var message: String {
        switch self {
        case .missing(let path): "there is no feedback database at \(path)"
        case .cannotOpen(let path, let reason): "cannot open the feedback database \(path): \(reason)"
        case .notADatabase(let path): "\(path) is not an SQLite database"
        case .damaged(let path, let reason): "the feedback database \(path) is damaged: \(reason)"
        case .missingTable(let path, let table, let tables):
            tables.isEmpty
                ? "\(path) has no table \(table), and no other table either"
                : "\(path) has no table \(table); its tables are \(tables.joined(separator: ", "))"
        case .missingColumn(let path, let table, let column, let columns):
            "the table \(table) in \(path) has no column \(column); its columns are "
                + columns.joined(separator: ", ")
        case .notATable(let path, let table, let kind): "\(table) in \(path) is a \(kind), not a table"
        case .withoutRowid(let path, let table):
            "the table \(table) in \(path) was declared WITHOUT ROWID, so its rows have no numbers in arrival order"
        case .hotJournal(let path):
            "a program stopped in the middle of a transaction on \(path), and its journal waits to be rolled back"
        case .walUnreadable(let path):
            "\(path) is in WAL mode, and its -wal and -shm files can be neither opened nor made for reading"
        case .locked(let path, let seconds):
            "\(path) is locked by another program and did not become free within \(seconds) s"
        case .readOnly(let path): "\(path) may not be written to"
        case .changedWhileReading(let path, let row):
            "row \(row) of \(path) was changed or deleted by another program after it had been read"
        case .interrupted(let path): "interrupted while the rows of \(path) were read"
        case .sqlite(let path, let operation, let resultCode, let reason):
            "cannot \(operation) \(path): \(reason) (SQLite result code \(resultCode))"
        }
    }
}
