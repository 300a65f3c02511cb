import Feedback
import Foundation
import GRDB
import Glibc
import TestSupport
import Testing
import Values

@Suite struct FeedbackStoreTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private func openingError(busyTimeout: Double = 0.01) -> FeedbackError? {
        #expect(throws: FeedbackError.self) { try FeedbackStore(opening: path, busyTimeout: busyTimeout) }
    }

    @Test func `a file that is not there is an error that says how to make one`() {
        #expect(openingError()?.code == "feedback_missing")
        #expect(openingError()?.remedy?.contains("--create") == true)
        #expect(folder.names.isEmpty)
    }

    @Test func `create makes the tutorial's table, in folders that are made too`() throws {
        let nested = folder.file("a/b/reviews.sqlite")
        let store = try FeedbackStore.create(nested)
        #expect(try store.lastRow() == nil)
        let sql = try Writer(nested).queue.read { db in
            try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = 'review_db'")
        }
        #expect(sql == "CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
    }

    @Test func `create opens a file that exists and leaves its rows`() throws {
        _ = try Writer.table(path, rows: 3)
        #expect(try FeedbackStore.create(path).lastRow() == 3)
    }

    @Test func `create does not add its table to a database of another kind`() throws {
        try Writer(path).run("CREATE TABLE users (a)")
        #expect(throws: FeedbackError.self) { try FeedbackStore.create(path) }
        let tables = try Writer(path).queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
        }
        #expect(tables == 1)
    }

    @Test func `rows are added with the date as SQLite writes it`() throws {
        let store = try FeedbackStore.create(path)
        #expect(try store.add("good", label: .integer(1)) == 1)
        #expect(try store.add("bad", label: .integer(0), date: "2015-06-01 12:00:00") == 2)
        let entries = try store.list(last: 10)
        #expect(entries.map(\.row.text) == [.text("good"), .text("bad")])
        #expect(entries.map(\.row.label) == [.integer(1), .integer(0)])
        #expect(entries[1].date == "2015-06-01 12:00:00")
        let now = try #require(entries[0].date)
        #expect(now.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
    }

    @Test func `documents are added in order, in more than one transaction`() throws {
        let store = try FeedbackStore.create(path)
        let count = FeedbackStore.rowsPerTransaction * 2 + 7
        let added = try store.add(
            contentsOf: (1...count).lazy.map { Document(text: "text \($0)", label: .integer(Int64($0 % 2))) })
        #expect(added == count)
        #expect(try store.lastRow() == Int64(count))
        #expect(try store.list(last: 300).map(\.row.number) == Array(Int64(count - 299)...Int64(count)))
        #expect(try store.list(last: 1).first?.row.text == .text("text \(count)"))
    }

    @Test func `text labels are stored as text`() throws {
        let store = try FeedbackStore.create(path)
        try store.add("good", label: .text("pos"))
        #expect(try store.list(last: 1).first?.row.label == .text("pos"))
    }

    @Test func `reading leaves a file in rollback mode byte for byte as it was, and nothing beside it`() throws {
        try autoreleasingTable()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let store = try FeedbackStore(opening: path)
        var cursor = try FeedbackCursor(store, reading: [.all(through: 100)])
        #expect(try cursor.fetchAll().count == 100)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(folder.names == ["reviews.sqlite"])
    }

    private func autoreleasingTable() throws { _ = try Writer.table(path, rows: 100) }

    @Test func `a file in WAL mode is read with the rows of its log and stays in WAL mode`() throws {
        let writer = try Writer.table(path, rows: 3)
        try writer.run("PRAGMA journal_mode = WAL")
        try writer.add(rows: 4...5)
        #expect(try FeedbackStore(opening: path).lastRow() == 5)
        let mode = try writer.queue.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    @Test func `a file of another kind is not a database`() throws {
        try String(repeating: "hello ", count: 1000).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(openingError()?.code == "not_a_database")
    }

    @Test func `a folder is refused`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(openingError()?.code == "feedback_cannot_open")
    }

    @Test func `a database that stays locked is an error that names the time`() throws {
        let writer = try Writer.table(path, rows: 3)
        try writer.queue.inDatabase { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; DELETE FROM review_db WHERE rowid = 3")
        }
        #expect(openingError() == .locked(path: path, seconds: 0.01))
    }

    @Test(.enabled(if: Python.isThere))
    func `the journal of a program that was killed is not rolled back behind its back`() throws {
        try Python.run(
            """
            import os, sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            c.executemany("INSERT INTO review_db VALUES (?, 1, NULL)", [("x" * 1000,)] * 100)
            c.execute("PRAGMA cache_size = 2")
            c.execute("BEGIN")
            c.execute("UPDATE review_db SET review = review || 'y'")
            os.kill(os.getpid(), 9)
            """, path)
        #expect(folder.names == ["reviews.sqlite", "reviews.sqlite-journal"])
        #expect(openingError() == .hotJournal(path: path))
        #expect(folder.names == ["reviews.sqlite", "reviews.sqlite-journal"])
        // The remedy works: a connection that may write rolls back, and then there is something to read.
        try Writer(path).run("UPDATE review_db SET date = NULL WHERE rowid = 1")
        #expect(try FeedbackStore(opening: path).lastRow() == 100)
    }

    @Test(.enabled(if: geteuid() == 0)) func `a WAL that this user cannot open is an error that says what to do`()
        async throws
    {
        do {
            let writer = try Writer.table(path, rows: 3)
            try writer.run("PRAGMA journal_mode = WAL")
            try writer.queue.close()
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        let path = path
        await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
            guard setuid(65534) == 0 else { exit(1) }
            do throws(FeedbackError) {
                _ = try FeedbackStore(opening: path)
            } catch .walUnreadable {
                exit(42)
            } catch {
                exit(2)
            }
        }
    }

    @Test(arguments: ["", "-journal", "-wal"]) func `a pipe is refused and not waited for`(ending: String) throws {
        if !ending.isEmpty { _ = try Writer.table(path, rows: 3) }
        let made = unsafe mkfifo(path + ending, 0o600)
        #expect(made == 0)
        #expect(openingError()?.message.contains("no regular file") == true)
    }

    @Test func `the one row number that cannot be sought is refused`() throws {
        let writer = try Writer.table(path, rows: 3)
        try writer.run("INSERT INTO review_db (rowid, review, sentiment) VALUES (-9223372036854775808, 'a', 1)")
        #expect(openingError()?.message.contains("too small to be sought") == true)
    }

    @Test func `a column that makes a gigabyte out of nothing is an error`() throws {
        try Writer(path).run(
            "CREATE TABLE review_db (seed, review AS (hex(zeroblob(400000000))), sentiment INTEGER, date TEXT);"
                + "INSERT INTO review_db (seed, sentiment) VALUES (1, 1)")
        #expect(throws: FeedbackError.self) {
            var cursor = try FeedbackCursor(FeedbackStore(opening: path), reading: [.all(through: 10)])
            _ = try cursor.fetchOne()
        }
    }
}
