import Datasets
import GRDB
import Testing
import Values

@Suite struct SQLiteReaderTests {
    private static let schema = "CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)"

    private func database(_ scratch: borrowing Scratch, _ statements: [String]) throws -> String {
        let path = "\(scratch.path)/reviews.sqlite"
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in for statement in statements { try database.execute(sql: statement) } }
        try queue.close()
        return path
    }

    @Test func `the tutorial's table is read by row number, with labels of every type`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch,
            [
                Self.schema, "CREATE TABLE other (x)",
                "INSERT INTO review_db (rowid, review, sentiment) VALUES (7, 'b', '0'), (3, 'a', 1), (9, x'63', 1.0)",
            ])
        let dataset = try Dataset.load(path)
        #expect(try dataset.all() == zip(["a", "b", "c"], [1, 0, 1]).map { Document(text: $0, label: .integer($1)) })
        #expect(dataset.textColumn == "review" && dataset.labelColumn == "sentiment")
    }

    @Test func `the only table is taken; among several one must be named`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch, ["CREATE TABLE films (body, mark)", "INSERT INTO films VALUES ('a', 'x')"])
        #expect(try Dataset.load(path).documents == 1)
        _ = try database(scratch, ["CREATE TABLE more (body, mark)"])
        #expect(try loadError(path).code == "missing_table")
        let error = try loadError(path) { $0.table = "film" }
        #expect(error.remedy == "did you mean 'films'?")
        #expect(try Dataset.load(path) { $0.table = "Films" }.documents == 1)
    }

    @Test func `queries, views and tables without row numbers are read in the order of their answer`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch,
            [
                Self.schema, "INSERT INTO review_db (review, sentiment) VALUES ('a', 1), ('b', 0), ('c', 1)",
                "CREATE VIEW backwards AS SELECT review, sentiment FROM review_db ORDER BY rowid DESC",
                "CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID",
                "INSERT INTO keyed VALUES ('x', 1), ('w', 2)",
            ])
        let query = try Dataset.load(path) { $0.query = "SELECT sentiment, review FROM review_db WHERE sentiment = 1" }
        #expect(try query.texts() == ["a", "c"])
        let view = try Dataset.load(path) { $0.table = "backwards" }
        #expect(try view.texts(RowRange(start: 1)) == ["b", "a"])
        #expect(try Dataset.load(path) { $0.table = "keyed" }.texts() == ["w", "x"])
        let error = try loadError(path) { ($0.table, $0.shuffleSeed) = ("backwards", 1) }
        #expect(error.code == "unshufflable")
        let unplaced = try #require(throws: DatasetError.self) { _ = try view.reader(at: [0]) }
        #expect(unplaced.code == "unshufflable")
    }

    @Test func `a shuffle and a range seek row numbers with gaps`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch,
            [
                Self.schema,
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
                INSERT INTO review_db (rowid, review, sentiment) SELECT 10 * i - 50, 'text ' || i, i % 2 FROM n
                """,
            ])
        let plain = try Dataset.load(path)
        let texts = try plain.texts()
        #expect(texts == (0..<3000).map { "text \($0)" })
        #expect(try plain.texts(RowRange(start: 2100, stop: 2103)) == ["text 2100", "text 2101", "text 2102"])
        let shuffled = try Dataset.load(path) { $0.shuffleSeed = 7 }
        let mixed = try shuffled.texts()
        #expect(mixed != texts)
        #expect(Set(mixed) == Set(texts))
        #expect(try shuffled.texts(RowRange(start: 100, stop: 105)) == Array(mixed[100..<105]))
        #expect(shuffled.sha256 == plain.sha256)
    }

    @Test func `a NULL is named with its row number`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch, [Self.schema, "INSERT INTO review_db (rowid, review, sentiment) VALUES (5, 'a', 1), (8, NULL, 1)"])
        guard case .missingValue(let place, .text, "review") = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place.row == 8)
    }

    @Test func `who writes is not locked out, and the reader says that the data changed`() throws {
        let scratch = try Scratch()
        let path = try database(
            scratch,
            [
                Self.schema,
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999)
                INSERT INTO review_db (review, sentiment) SELECT 'text', i % 2 FROM n
                """,
            ])
        let dataset = try Dataset.load(path)
        var reader = try dataset.reader()
        _ = try reader.next()
        _ = try database(scratch, ["INSERT INTO review_db (review, sentiment) VALUES ('late', 1)"])
        var code: String?
        do {
            while try reader.next() != nil {}
        } catch {
            code = error.code
        }
        #expect(code == "dataset_changed")
    }

    @Test func `reading leaves the database's bytes as they are, and what is no database is refused`() throws {
        let scratch = try Scratch()
        let path = try database(scratch, [Self.schema, "INSERT INTO review_db VALUES ('a', 1, '')"])
        let before = try Bytes.of(path)
        _ = try Dataset.load(path).all()
        #expect(try Bytes.of(path) == before)
        let garbage = try scratch.file("b.db", String(repeating: "no database ", count: 100))
        #expect(try loadError(garbage).code == "database")
        #expect(try loadError("\(scratch.path)/none.db").code == "file_system")
        #expect(try loadError(path) { $0.query = "DELETE FROM review_db" }.code == "database")
    }

    @Test func `an empty table has no rows`() throws {
        let scratch = try Scratch()
        #expect(try loadError(try database(scratch, [Self.schema])).code == "no_rows")
    }
}
