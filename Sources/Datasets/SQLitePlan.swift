import GRDB

/// What will be asked of a database for its rows.
struct SQLitePlan {
    /// The columns of texts and labels among those of the table or query.
    let columns: ColumnPair
    /// The statement.
    let sql: String
    /// Whether the rows have numbers by which they can be sought.
    let isByRowNumber: Bool
    /// What is read, for errors: a table, a view or a query.
    let what: String
    /// The number before that of the first row; 0 where there are none.
    let firstRow: Int64
    /// The number of the last row when the database was opened.
    let lastRow: Int64
    private let dataVersion: Int

    /// The column of the answer that holds the texts.
    var textColumn: Int32 { isByRowNumber ? 0 : Int32(columns.textIndex) }
    /// The column of the answer that holds the labels.
    var labelColumn: Int32 { isByRowNumber ? 1 : Int32(columns.labelIndex) }
    /// The column of the answer that holds the row numbers.
    let rowNumberColumn: Int32 = 2

    /// Looks at the schema of a database.
    init(_ database: Database, for source: DatasetSource) throws {
        dataVersion = try Self.dataVersion(of: database)
        if let query = source.query {
            let statement = try database.makeStatement(sql: query)
            guard statement.isReadonly, statement.columnCount > 0 else {
                throw DatasetError.database(path: source.path, reason: "the query is not a SELECT")
            }
            columns = try ColumnPair(of: statement.columnNames, for: source)
            (sql, isByRowNumber, what, firstRow, lastRow) = (query, false, "a query", 0, 0)
            return
        }
        let table = try Self.table(of: database, for: source)
        let everything = "SELECT * FROM \(table.name.asSQLiteName)"
        let names = try database.makeStatement(sql: everything).columnNames
        columns = try ColumnPair(of: names, for: source)
        guard let rowNumber = table.rowNumber(besides: names) else {
            (sql, isByRowNumber, firstRow, lastRow) = (everything, false, 0, 0)
            what = table.isView ? "a view" : "a table without row numbers"
            return
        }
        isByRowNumber = true
        what = "a table"
        let bounds = try Int64?.fetchAll(
            database,
            sql: """
                SELECT min(\(rowNumber)) FROM \(table.name.asSQLiteName)
                UNION ALL SELECT max(\(rowNumber)) FROM \(table.name.asSQLiteName)
                """,
            adapter: nil)
        // Of a table without rows both are NULL.
        guard bounds[0] != .min else {
            throw DatasetError.database(
                path: source.path, reason: "a row has the number \(Int64.min), which is too small to be sought")
        }
        firstRow = (bounds[0] ?? 1) - 1
        lastRow = bounds[1] ?? 0
        sql = """
            SELECT \(columns.text.asSQLiteName), \(columns.label.asSQLiteName), \(rowNumber) \
            FROM \(table.name.asSQLiteName) \
            WHERE \(rowNumber) > ? AND \(rowNumber) <= ? ORDER BY \(rowNumber)
            """
    }

    /// Whether nobody has written to the database since the plan was made.
    func isUnchanged(in database: Database) throws -> Bool {
        try Self.dataVersion(of: database) == dataVersion
    }

    private static func dataVersion(of database: Database) throws -> Int {
        try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    }
}

/// A table or view of a database.
private struct SQLiteTable {
    var name: String
    var isView: Bool
    var isWithoutRowID: Bool

    /// A name of the row number that no column has taken, or `nil` where rows have none.
    func rowNumber(besides columns: [String]) -> String? {
        guard !isView, !isWithoutRowID else { return nil }
        let taken = Set(columns.map { $0.lowercased() })
        return ["rowid", "_rowid_", "oid"].first { !taken.contains($0) }
    }
}

extension SQLitePlan {
    private static let defaultTable = "review_db"

    /// The table that was asked for, else `review_db`, else the only one.
    private static func table(of database: Database, for source: DatasetSource) throws -> SQLiteTable {
        let rows = try GRDB.Row.fetchAll(
            database,
            sql: """
                SELECT name, type = 'view', wr FROM pragma_table_list
                WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')
                    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY name
                """)
        let tables = rows.map { SQLiteTable(name: $0[0], isView: $0[1], isWithoutRowID: $0[2]) }
        let wanted = source.table ?? (tables.count == 1 ? tables[0].name : defaultTable)
        if let table = tables.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return table }
        throw DatasetError.missingTable(path: source.path, name: source.table, tables: tables.map(\.name))
    }
}

extension String {
    /// The name of a table or column in quotes, with the quotes in it doubled.
    fileprivate var asSQLiteName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}

extension DatasetError {
    /// Runs calls of GRDB, and turns what they throw into an error of this target.
    static func catching<Result>(_ path: String, _ body: () throws -> Result) throws(DatasetError) -> Result {
        do {
            return try body()
        } catch let error as DatasetError {
            throw error
        } catch let error as DatabaseError {
            throw .database(path: path, reason: error.message ?? error.resultCode.description)
        } catch {
            throw .database(path: path, reason: "\(error)")
        }
    }
}
