import Files
import GRDB

extension FeedbackStore {
    /// Copies a database as it is at this moment, without the feedback that came behind the row number `bound`.
    ///
    /// The copy is made by SQLite's backup, page by page, so that row numbers stay and what a writer has not committed
    /// is left out. `nil` keeps every row. Missing folders are made; nothing may stand at `target`.
    /// - Complexity: O(*n*) for *n* bytes of the database.
    package static func copy(
        _ source: String, to target: String, through bound: Int64?
    ) throws(FeedbackError) {
        let store = try FeedbackStore(opening: source)
        do {
            try Path.makeFolders(above: target)
            let copy = try DatabaseQueue(
                path: target, configuration: configuration(readonly: false, busyTimeout: busyTimeout))
            try store.queue.backup(to: copy)
            guard let bound else { return }
            try copy.write { db in
                try db.execute(sql: store.schema.removalBehind, arguments: [bound])
            }
        } catch {
            throw FeedbackError(error, path: source, operation: "copy", busyTimeout: busyTimeout)
        }
    }

    /// Adds to a copy the feedback that the original has between the copy's last row and the row number `bound`, under the
    /// same numbers.
    package static func extend(
        _ copy: String, from source: String, through bound: Int64
    ) throws(FeedbackError) {
        let original = try FeedbackStore(opening: source)
        let last = try FeedbackStore(opening: copy).lastRow() ?? .min
        guard last < bound else { return }
        do {
            let target = try DatabaseQueue(
                path: copy, configuration: configuration(readonly: false, busyTimeout: busyTimeout))
            try original.queue.unsafeRead { db in
                let rows = try Row.fetchCursor(
                    db, sql: original.schema.wholeRowsInRange, arguments: [last, bound])
                try target.write { written in
                    let insertion = try written.makeStatement(sql: original.schema.numberedInsertion)
                    while let row = try rows.next() {
                        try insertion.execute(arguments: StatementArguments(row.databaseValues))
                    }
                }
            }
        } catch {
            throw FeedbackError(error, path: copy, operation: "extend", busyTimeout: busyTimeout)
        }
    }
}

extension Schema {
    /// Takes away the rows behind a number.
    fileprivate var removalBehind: String { "DELETE FROM \(quoted(table)) WHERE \(rowNumber) > ?" }

    /// Reads rows with their dates; the columns are number, text, label and, where there is one, date.
    fileprivate var wholeRowsInRange: String {
        "SELECT \(rowNumber), \(columns) FROM \(quoted(table)) "
            + "WHERE \(rowNumber) > ? AND \(rowNumber) <= ? ORDER BY \(rowNumber)"
    }

    /// Adds a row as `wholeRowsInRange` reads it.
    fileprivate var numberedInsertion: String {
        let marks = dateColumn == nil ? "?, ?, ?" : "?, ?, ?, ?"
        return "INSERT INTO \(quoted(table)) (\(rowNumber), \(columns)) VALUES (\(marks))"
    }

    private var columns: String {
        ([textColumn, labelColumn] + (dateColumn.map { [$0] } ?? [])).map(quoted).joined(separator: ", ")
    }
}
