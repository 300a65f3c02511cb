import GRDB
package import Values

extension FeedbackStore {
    /// How many rows one write transaction adds at most, so that readers and other writers never wait for long.
    package static let rowsPerTransaction = 1000

    /// Adds one row and says which number it got.
    ///
    /// The date is a text; `nil` is now in UTC as SQLite's `DATETIME('now')` writes it (`2026-11-23 08:30:00`).
    @discardableResult
    package func add(_ text: String, label: Label, date: String? = nil) throws(FeedbackError) -> Int64 {
        try write { writer in
            try writer.write { db in
                try db.execute(sql: schema.insertion, arguments: Self.arguments(text, label, date, schema))
                return db.lastInsertedRowID
            }
        }
    }

    /// Adds documents in their order, in transactions of at most `rowsPerTransaction` rows, and says how many.
    ///
    /// When a transaction fails, the rows of the transactions before it stay, and the error goes to the caller;
    /// `monitor` has been told how many they are. An interruption ends the work at the next border of a transaction.
    /// `wrote` is called after each transaction with the number of its last row.
    ///
    /// - Complexity: O(*n*) for *n* documents; holds one transaction's documents at a time.
    @discardableResult
    package func add(
        contentsOf documents: some Sequence<Document>, monitor: (any WorkMonitor)? = nil,
        wrote: (_ lastRow: Int64) -> Void = { _ in }
    ) throws(FeedbackError) -> Int {
        try write { writer in
            var added = 0
            var rest = documents.makeIterator()
            while monitor?.isInterrupted != true {
                // The documents are gathered before the transaction begins: their source may be slow.
                var chunk: [Document] = []
                while chunk.count < Self.rowsPerTransaction, let document = rest.next() { chunk.append(document) }
                guard !chunk.isEmpty else { break }
                let lastRow = try writer.write { db in
                    let statement = try db.makeStatement(sql: schema.insertion)
                    for document in chunk {
                        try statement.execute(
                            arguments: Self.arguments(document.text, document.label, nil, schema))
                    }
                    return db.lastInsertedRowID
                }
                wrote(lastRow)
                added += chunk.count
                monitor?.advance(to: added, of: nil, unit: "rows")
            }
            return added
        }
    }

    /// Opens a second connection for as long as the writing lasts; the reading one stays read-only.
    private func write<Value>(_ body: (DatabaseQueue) throws -> Value) throws(FeedbackError) -> Value {
        do {
            return try body(
                DatabaseQueue(path: path, configuration: Self.configuration(readonly: false, busyTimeout: busyTimeout)))
        } catch {
            throw FeedbackError(error, path: path, operation: "write to", busyTimeout: busyTimeout)
        }
    }

    private static func arguments(
        _ text: String, _ label: Label, _ date: String?, _ schema: Schema
    ) -> StatementArguments {
        let stored: DatabaseValue =
            switch label {
            case .integer(let value): value.databaseValue
            case .text(let value): value.databaseValue
            }
        return schema.dateColumn == nil
            ? [text.databaseValue, stored] : [text.databaseValue, stored, date?.databaseValue ?? .null]
    }
}
