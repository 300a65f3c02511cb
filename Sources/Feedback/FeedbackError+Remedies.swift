package import Values

extension FeedbackError {
    package var remedy: String? {
        switch self {
        case .missing(let path): "check the path, or make a new database with `feedback open \(path) --create`"
        case .cannotOpen: "check that the file and its folder may be read by this user"
        case .notADatabase: "open the file that holds the table \(Schema.tableName)"
        case .damaged(let path, _): "see `sqlite3 \(path) 'PRAGMA integrity_check'`, and restore a copy if there is one"
        case .missingTable(let path, let table, let tables):
            tables.isEmpty
                ? "make the table with `feedback open \(path) --create`"
                : "open another file, or rename the table that holds the feedback to \(table)"
        case .missingColumn: "rename the column that holds it, or add it with ALTER TABLE"
        case .notATable(_, let table, _): "copy its rows into a table named \(table) in a database of its own"
        case .withoutRowid(_, let table): "copy its rows in arrival order into a plain table named \(table)"
        case .hotJournal(let path):
            "open it once for writing, which rolls the transaction back: "
                + "`sqlite3 \(path) 'SELECT count(*) FROM \(Schema.tableName)'`; leave \(path)-journal where it is"
        case .walUnreadable(let path):
            "give this user write access to the folder, or have the owner run "
                + "`sqlite3 \(path) 'PRAGMA journal_mode=DELETE'`"
        case .locked: "end the long transaction, or try again"
        case .readOnly: "give this user write access to the file and to its folder"
        case .changedWhileReading: "nothing was applied; run the command again"
        case .interrupted, .sqlite: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .missing(let path), .notADatabase(let path), .hotJournal(let path), .walUnreadable(let path),
            .readOnly(let path), .interrupted(let path):
            [Parameter("path", .text(path))]
        case .cannotOpen(let path, let reason), .damaged(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        case .missingTable(let path, let table, let tables):
            [
                Parameter("path", .text(path)), Parameter("expected", .text(table)),
                Parameter("actual", .list(tables.map(ParameterValue.text))),
            ]
        case .missingColumn(let path, let table, let column, let columns):
            [
                Parameter("path", .text(path)), Parameter("table", .text(table)),
                Parameter("expected", .text(column)), Parameter("actual", .list(columns.map(ParameterValue.text))),
            ]
        case .notATable(let path, let table, let kind):
            [
                Parameter("path", .text(path)), Parameter("table", .text(table)),
                Parameter("expected", .text("table")), Parameter("actual", .text(kind)),
            ]
        case .withoutRowid(let path, let table):
            [Parameter("path", .text(path)), Parameter("table", .text(table))]
        case .locked(let path, let seconds):
            [Parameter("path", .text(path)), Parameter("busy_timeout_seconds", .real(seconds))]
        case .changedWhileReading(let path, let row):
            [Parameter("path", .text(path)), Parameter("row", .integer(row))]
        case .sqlite(let path, let operation, let resultCode, let reason):
            [
                Parameter("path", .text(path)), Parameter("operation", .text(operation)),
                Parameter("result_code", .integer(Int64(resultCode))), Parameter("reason", .text(reason)),
            ]
        }
    }
}
