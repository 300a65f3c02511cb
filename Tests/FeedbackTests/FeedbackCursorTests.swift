import Feedback
import GRDB
import TestSupport
import Testing

@Suite struct FeedbackCursorTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private func cursor(
        _ ranges: [RowNumbers]? = nil, sliceLimit: Duration = FeedbackCursor.longestSlice
    ) throws -> FeedbackCursor {
        let store = try FeedbackStore(opening: path)
        let all = RowNumbers.all(through: try store.lastRow() ?? 0)
        return try FeedbackCursor(store, reading: ranges ?? [all], sliceLimit: sliceLimit)
    }

    @Test func `rows come in the order of their numbers, whatever is asked for`() throws {
        _ = try Writer.table(path, rows: 10)
        var cursor = try cursor()
        #expect(try cursor.fetchOne()?.number == 1)
        #expect(try cursor.fetchMany(3).map(\.number) == [2, 3, 4])
        #expect(try cursor.fetchMany(0).isEmpty)
        #expect(try cursor.fetchAll().map(\.number) == Array(5...10))
        #expect(try cursor.fetchOne() == nil)
        #expect(try cursor.fetchMany(3).isEmpty)
        #expect(try cursor.fetchAll().isEmpty)
    }

    @Test func `many rows are fewer only at the end`() throws {
        _ = try Writer.table(path, rows: 10)
        var cursor = try cursor()
        var counts: [Int] = []
        while case let rows = try cursor.fetchMany(4), !rows.isEmpty { counts.append(rows.count) }
        #expect(counts == [4, 4, 2])
    }

    @Test func `an empty table has no rows`() throws {
        _ = try Writer.table(path, rows: 0)
        var cursor = try cursor()
        #expect(try cursor.fetchOne() == nil)
    }

    @Test func `negative numbers come first`() throws {
        let writer = try Writer.table(path, rows: 1)
        try writer.run("INSERT INTO review_db (rowid, review) VALUES (-5, 'a'), (0, 'b')")
        var cursor = try cursor()
        #expect(try cursor.fetchAll().map(\.number) == [-5, 0, 1])
    }

    @Test func `rows that arrive after the bound was fixed are left for later`() throws {
        let writer = try Writer.table(path, rows: 3)
        var cursor = try cursor()
        #expect(try cursor.fetchMany(2).count == 2)
        try writer.add(rows: 4...6)
        #expect(try cursor.fetchAll().map(\.number) == [3])
    }

    @Test func `only the ranges asked for are read, and a fetch crosses their borders`() throws {
        _ = try Writer.table(path, rows: 20)
        var cursor = try cursor(RowNumbers.covering([2, 5, 6]) + [RowNumbers(after: 17, through: 100)])
        #expect(try cursor.fetchMany(4).map(\.number) == [2, 5, 6, 18])
        #expect(try cursor.fetchAll().map(\.number) == [19, 20])
    }

    @Test func `fetchone reads no row before it is asked for`() throws {
        let writer = try Writer.table(path, rows: 3)
        var cursor = try cursor()
        #expect(try cursor.fetchOne()?.text == .text("text 1"))
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = 2")
        #expect(try cursor.fetchOne()?.text == .text("edited"))
    }

    @Test func `fetchmany reads no row beyond its last`() throws {
        let writer = try Writer.table(path, rows: 5)
        var cursor = try cursor()
        #expect(try cursor.fetchMany(2).count == 2)
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = 3")
        try writer.run("DELETE FROM review_db WHERE rowid = 4")
        #expect(try cursor.fetchAll().map(\.text) == [.text("edited"), .text("text 5")])
    }

    @Test(arguments: [1, 2]) func `a last row that was edited is noticed at the next fetch`(row: Int) throws {
        let writer = try Writer.table(path, rows: 2)
        var cursor = try cursor()
        _ = try cursor.fetchMany(row)
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = ?", [row])
        // Also when no row is left to read.
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: Int64(row))) { try cursor.fetchOne() }
    }

    @Test func `a last row that vanished is noticed`() throws {
        let writer = try Writer.table(path, rows: 3)
        var cursor = try cursor()
        _ = try cursor.fetchOne()
        try writer.run("DELETE FROM review_db WHERE rowid = 1")
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: 1)) { try cursor.fetchOne() }
    }

    @Test func `rows renumbered in the middle are noticed`() throws {
        let writer = try Writer.table(path, rows: 9)
        try writer.run("DELETE FROM review_db WHERE rowid < 4")
        var cursor = try cursor()
        #expect(try cursor.fetchMany(2).map(\.number) == [4, 5])
        try writer.run("VACUUM")
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: 5)) { try cursor.fetchOne() }
    }

    @Test func `a slice ends when its time is over, and the fetch goes on with the next`() throws {
        _ = try Writer.table(path, rows: 50)
        var cursor = try cursor(sliceLimit: .zero)
        #expect(try cursor.fetchMany(20).map(\.number) == Array(1...20))
        #expect(cursor.readLocks == 20)
        #expect(try cursor.fetchAll().map(\.number) == Array(21...50))
    }

    @Test func `a fetch that fits into one slice takes one lock`() throws {
        _ = try Writer.table(path, rows: 50)
        var cursor = try cursor(sliceLimit: .seconds(1000))
        #expect(try cursor.fetchMany(50).count == 50)
        #expect(cursor.readLocks == 1)
    }

    @Test func `no lock is held between fetches: a writer that does not wait gets in`() throws {
        let writer = try Writer.table(path, rows: 50)
        var cursor = try cursor()
        for row in 51...60 {
            _ = try cursor.fetchOne()
            try writer.add(rows: row...row)
        }
        _ = try cursor.fetchMany(10)
        try writer.add(rows: 61...61)
        #expect(try cursor.fetchAll().count == 30)
        try writer.add(rows: 62...62)
    }
}
