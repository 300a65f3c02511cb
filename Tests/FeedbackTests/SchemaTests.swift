import Feedback
import TestSupport
import Testing
import Values

@Suite struct SchemaTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private func error(after sql: String...) throws -> FeedbackError? {
        let writer = try Writer(path)
        for sql in sql { try writer.run(sql) }
        return #expect(throws: FeedbackError.self) { try FeedbackStore(opening: path) }
    }

    @Test func `names are compared without case and columns may stand in any order`() throws {
        let writer = try Writer(path)
        try writer.run("CREATE TABLE Review_DB (id INTEGER PRIMARY KEY, Sentiment, extra, REVIEW TEXT)")
        try writer.run("INSERT INTO Review_DB (Sentiment, REVIEW) VALUES (1, 'good')")
        let store = try FeedbackStore(opening: path)
        #expect(store.schema.table == "Review_DB")
        #expect(store.schema.textColumn == "REVIEW")
        #expect(store.schema.dateColumn == nil)
        #expect(try store.list(last: 1).map(\.row.text) == [.text("good")])
        #expect(try store.add("bad", label: .integer(0)) == 2)
    }

    @Test func `a database without the table lists the tables there are`() throws {
        let error = try error(after: "CREATE TABLE users (a)", "CREATE TABLE posts (a)")
        guard case .missingTable(_, "review_db", ["posts", "users"])? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("posts, users") == true)
    }

    @Test func `a missing column lists the columns there are`() throws {
        let error = try error(after: "CREATE TABLE review_db (review TEXT, stars INTEGER)")
        guard case .missingColumn(_, _, "sentiment", ["review", "stars"])? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a view is refused`() throws {
        let error = try error(
            after: "CREATE TABLE t (review, sentiment)", "CREATE VIEW review_db AS SELECT * FROM t")
        guard case .notATable(_, _, "view")? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a table without row numbers is refused`() throws {
        let error = try error(
            after: "CREATE TABLE review_db (review TEXT PRIMARY KEY, sentiment INTEGER) WITHOUT ROWID")
        #expect(error?.code == "without_rowid")
    }

    @Test func `a column named rowid does not stand for the row's number`() throws {
        let writer = try Writer(path)
        try writer.run("CREATE TABLE review_db (review TEXT, sentiment INTEGER, rowid TEXT)")
        try writer.run("INSERT INTO review_db VALUES ('good', 1, 'z'), ('bad', 0, 'a')")
        let store = try FeedbackStore(opening: path)
        var cursor = try FeedbackCursor(store, reading: [.all(through: try #require(try store.lastRow()))])
        #expect(try cursor.fetchAll().map(\.number) == [1, 2])
    }
}
