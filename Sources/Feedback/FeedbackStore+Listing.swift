import GRDB
import GRDBSQLite

extension FeedbackStore {
    /// One row as a person wants to see it, with its date.
    package struct Entry: Hashable, Sendable {
        /// The row.
        package var row: FeedbackRow
        /// Its date as stored, or `nil` where there is none.
        package var date: String?
    }

    /// The last `count` rows in arrival order.
    ///
    /// - Complexity: O(`count`).
    package func list(last count: Int) throws(FeedbackError) -> [Entry] {
        try read("read") { db in
            let statement = try db.makeStatement(sql: schema.lastRows)
            let entries = try Row.fetchCursor(statement, arguments: [count])
            var newestFirst: [Entry] = []
            while let entry = try entries.next() {
                newestFirst.append(
                    unsafe Entry(row: FeedbackRow(of: statement.sqliteStatement), date: Self.date(entry[3])))
            }
            return newestFirst.reversed()
        }
    }

    /// Dates are text by the tutorial's schema, but SQLite stores whatever it is given.
    private static func date(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null, .blob: nil
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number): String(number)
        }
    }
}
