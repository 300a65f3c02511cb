import GRDB

/// Where feedback stands in a database: the tutorial's `review_db(review TEXT, sentiment INTEGER, date TEXT)`.
package struct Schema: Hashable, Sendable {
    /// The table's name as declared.
    package let table: String
    /// The column of the texts as declared.
    package let textColumn: String
    /// The column of the labels as declared.
    package let labelColumn: String
    /// The column of the dates as declared, or `nil` where the table keeps none.
    package let dateColumn: String?
    /// A name of the row number that no ordinary column of the table shadows.
    let rowNumber: String

    /// The name of the feedback table.
    package static let tableName = "review_db"

    /// Makes the tutorial's table.
    static let creation = "CREATE TABLE \(tableName) (review TEXT, sentiment INTEGER, date TEXT)"

    /// Recognises the feedback table of an open database, comparing names as SQLite does, without case.
    init(of db: Database, path: String) throws {
        let name = Self.tableName
        let found = try Row.fetchOne(
            db, sql: "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ? COLLATE NOCASE",
            arguments: [name])
        guard let found else {
            throw FeedbackError.missingTable(path: path, table: name, tables: try Self.tables(of: db))
        }
        let table: String = found["name"]
        let kind: String = found["type"]
        guard kind == "table" else {
            let words = kind == "view" ? "view" : "\(kind) table"
            throw FeedbackError.notATable(path: path, table: table, kind: words)
        }
        guard found["wr"] == 0 else { throw FeedbackError.withoutRowid(path: path, table: table) }
        let columns = try Self.columns(of: table, in: db)
        func column(_ name: String) throws -> String {
            // What an expression would make of it, nobody has given, and it may take any time and memory.
            guard let column = columns.first(where: { $0.name.lowercased() == name && !$0.isGenerated })?.name else {
                throw FeedbackError.missingColumn(
                    path: path, table: table, column: name, columns: columns.map(\.name))
            }
            return column
        }
        self.table = table
        textColumn = try column("review")
        labelColumn = try column("sentiment")
        dateColumn = try? column("date")
        let shadowing = columns.filter { !$0.isRowNumber }.map { $0.name.lowercased() }
        guard let rowNumber = ["rowid", "_rowid_", "oid"].first(where: { !shadowing.contains($0) }) else {
            throw FeedbackError.notATable(path: path, table: table, kind: "table that hides its row numbers")
        }
        self.rowNumber = rowNumber
    }

    /// The names of the tables and views of a database, without SQLite's own.
    static func tables(of db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
                """)
    }

    private static func columns(of table: String, in db: Database) throws -> [(
        name: String, isRowNumber: Bool, isGenerated: Bool
    )] {
        let columns = try Row.fetchAll(
            db, sql: "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", arguments: [table])
        let keys = columns.count { $0["pk"] > 0 }
        return columns.map { column in
            let type: String = column["type"]
            return (
                column["name"], keys == 1 && column["pk"] == 1 && type.uppercased() == "INTEGER", column["hidden"] != 0
            )
        }
    }
}

extension Schema {
    /// Reads rows with numbers in a half-open range from below, in arrival order; the columns are number, text, label.
    var rowsInRange: String {
        "SELECT \(rowNumber), \(quoted(textColumn)), \(quoted(labelColumn)) FROM \(quoted(table)) "
            + "WHERE \(rowNumber) > ? AND \(rowNumber) <= ? ORDER BY \(rowNumber)"
    }

    /// Reads the largest row number, or `NULL` where there are no rows.
    var largestRowNumber: String { "SELECT max(\(rowNumber)) FROM \(quoted(table))" }
    /// The smallest row number.
    var smallestRowNumber: String { "SELECT min(\(rowNumber)) FROM \(quoted(table))" }

    /// Reads the last rows up to a number, the newest first; the columns are number, text, label, date.
    var lastRows: String {
        "SELECT \(rowNumber), \(quoted(textColumn)), \(quoted(labelColumn)), \(dateColumn.map(quoted) ?? "NULL") "
            + "FROM \(quoted(table)) WHERE \(rowNumber) <= ? ORDER BY \(rowNumber) DESC LIMIT ?"
    }

    /// Adds a row of text, label and date, where a missing date is now, as the tutorial writes it.
    var insertion: String {
        guard let dateColumn else {
            return "INSERT INTO \(quoted(table)) (\(quoted(textColumn)), \(quoted(labelColumn))) VALUES (?1, ?2)"
        }
        return "INSERT INTO \(quoted(table)) (\(quoted(textColumn)), \(quoted(labelColumn)), \(quoted(dateColumn))) "
            + "VALUES (?1, ?2, coalesce(?3, datetime('now')))"
    }

    func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
