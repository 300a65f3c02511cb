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
    /// - Complexity: O(`count`). No read lock is held for longer than a page of rows takes.
    package func list(last count: Int) throws(FeedbackError) -> [Entry] {
        var newestFirst: [Entry] = []
        while newestFirst.count < count {
            let bound = newestFirst.last.map { $0.row.number - 1 } ?? .max
            let page = try page(through: bound, limit: min(count - newestFirst.count, Self.pageRows))
            if page.isEmpty { break }
            newestFirst += page
        }
        return newestFirst.reversed()
    }

    private static let pageRows = 256

    private func page(through number: Int64, limit: Int) throws(FeedbackError) -> [Entry] {
        try read("read") { db in
            let statement = try db.makeStatement(sql: schema.lastRows)
            let rows = try Row.fetchCursor(statement, arguments: [number, limit])
            var entries: [Entry] = []
            while let row = try rows.next() {
                entries.append(
                    unsafe Entry(row: FeedbackRow(of: statement.sqliteStatement), date: Self.date(row[3])))
            }
            return entries
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
