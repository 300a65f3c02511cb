import CReadAhead
import Foundation
import GRDB
import GRDBSQLite
import TestSupport
import Testing
import Values

@testable import Feedback

/// Databases that are read many pages at a time: the same rows as page by page, also while others write.
@Suite struct ReadAheadTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private static let rows = "SELECT rowid, review, sentiment FROM review_db ORDER BY rowid"
    private static let texts = "SELECT review FROM review_db ORDER BY rowid"

    /// A connection that reads ahead.
    private func reader() throws -> DatabaseQueue { try FeedbackStore.openedForReading(path, busyTimeout: 0) }

    private func counts(_ database: Database) throws -> read_ahead_counts {
        var counts = read_ahead_counts()
        let code = unsafe sqlite3_file_control(database.sqliteConnection, "main", Int32(read_ahead_count), &counts)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        return counts
    }

    private func texts(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: Self.texts)
    }

    @Test(arguments: [512, 4096, 16384, 32768], ["DELETE", "WAL"])
    func `rows are those that are read page by page, and most pages are read ahead`(
        pageSize: Int, journalMode: String
    ) throws {
        let writer = try Writer(path)
        try writer.run("PRAGMA page_size = \(pageSize)")
        try writer.run("PRAGMA journal_mode = \(journalMode)")
        try writer.run("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
        // Some texts are longer than a page, and some longer than what is read at once.
        for (rows, words) in [(1...3000, 60), (3001...3010, 2000), (3011...3011, 60_000), (3012...6000, 60)] {
            try writer.add(rows: rows, words: words)
        }
        writer.queue.writeWithoutTransaction { db in _ = try? db.checkpoint(.truncate) }
        let expected = try writer.queue.read { db in try Row.fetchAll(db, sql: Self.rows) }
        let pages = try #require(try writer.queue.read { db in try Int.fetchOne(db, sql: "PRAGMA page_count") })
        try reader().unsafeRead { db in
            #expect(try Row.fetchAll(db, sql: Self.rows) == expected)
            let counts = try counts(db)
            if pageSize > 16384 {
                #expect(counts.reads == 0)
            } else {
                #expect(counts.pages > pages * 9 / 10)
                #expect(counts.bytes < (pages + 100) * pageSize)
                #expect(counts.reads < pages * pageSize / 32_000)
            }
        }
        var cursor = try FeedbackCursor(try FeedbackStore(opening: path), reading: [.all(through: 1_000_000)])
        #expect(
            try cursor.fetchAll().map { [$0.number.databaseValue, $0.text.databaseValue] }
                == expected.map { [$0["rowid"], $0["review"]] })
    }

    @Test func `rows that are fetched one at a time are not read ahead`() throws {
        _ = try Writer.table(path, rows: 1000, words: 200)
        let store = try FeedbackStore(opening: path)
        var cursor = try FeedbackCursor(store, reading: [.all(through: 1_000_000)])
        for number in 1...100 { #expect(try cursor.fetchOne()?.number == Int64(number)) }
        #expect(try store.queue.unsafeRead { db in try counts(db).reads } == 0)
        #expect(try cursor.fetchAll().count == 900)
        #expect(try store.queue.unsafeRead { db in try counts(db).reads } > 0)
    }

    @Test(arguments: [1, 3, 7, 15, 40]) func `what lies between the pages of a table is not read for long`(share: Int)
        throws
    {
        let writer = try Writer.table(path, rows: 1)
        try writer.run("CREATE TABLE others (text)")
        try writer.queue.write { db in
            for _ in 2...500 {
                try db.execute(sql: "INSERT INTO review_db (review) VALUES (zeroblob(3000))")
                for _ in 0..<share { try db.execute(sql: "INSERT INTO others VALUES (zeroblob(3000))") }
            }
        }
        try reader().unsafeRead { db in
            #expect(try texts(db).count == 500)
            let counts = try counts(db)
            #expect(counts.bytes <= 500 * 4096 * 3)
            #expect(share > 1 || counts.pages > 400)
        }
    }

    @Test(arguments: [512, 4096]) func `pages in descending order are not read ahead`(pageSize: Int) throws {
        try write(pageSize: pageSize, textLength: pageSize * 3 / 4, numbers: (1...1000).reversed())
        try reader().unsafeRead { db in
            #expect(try texts(db).count == 1000)
            let counts = try counts(db)
            #expect(counts.reads == 0)
        }
    }

    @Test func `what short pages in no order are read ahead for is not much`() throws {
        // A text takes four to five pages in a row, and the next text is somewhere else.
        let numbers = (0..<1009).map { $0 * 613 % 1009 }
        let pages = try write(pageSize: 512, textLength: 2100, numbers: numbers)
        try reader().unsafeRead { db in
            #expect(try texts(db).count == numbers.count)
            let counts = try counts(db)
            #expect(counts.bytes < 2 * pages * 512)
        }
    }

    /// Adds rows with such numbers one after the other, and says how many pages there are then.
    @discardableResult private func write(pageSize: Int, textLength: Int, numbers: [Int]) throws -> Int {
        let writer = try Writer(path)
        try writer.run("PRAGMA page_size = \(pageSize)")
        try writer.run("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
        return try writer.queue.write { db in
            for number in numbers {
                try db.execute(
                    sql: "INSERT INTO review_db (rowid, review) VALUES (?, zeroblob(?))",
                    arguments: [number, textLength])
            }
            return try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        }
    }

    @Test(arguments: ["DELETE", "WAL"]) func `what others write between two readings is seen`(journalMode: String)
        throws
    {
        // Few enough rows that all of the table is in memory after a reading.
        let writer = try Writer.table(path, rows: 300, words: 50)
        try writer.run("PRAGMA journal_mode = \(journalMode)")
        let reader = try reader()
        let statements = [
            "UPDATE review_db SET review = review || ' edited' WHERE rowid % 2 = 0",
            "PRAGMA wal_checkpoint", "DELETE FROM review_db WHERE rowid % 3 = 0", "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)", "UPDATE review_db SET review = upper(review)",
            "INSERT INTO review_db SELECT * FROM review_db", "PRAGMA wal_checkpoint(RESTART)",
            "DELETE FROM review_db WHERE rowid > 20", "VACUUM",
        ]
        for statement in statements {
            try writer.queue.writeWithoutTransaction { db in _ = try Row.fetchAll(db, sql: statement) }
            let expected = try writer.queue.read { db in try texts(db) }
            #expect(try reader.unsafeRead { db in try texts(db) } == expected, "\(statement)")
        }
        #expect(try reader.unsafeRead { db in try counts(db).pages } > 0)
    }

    @Test func `pages that a checkpoint takes over from the WAL are read anew`() throws {
        let writer = try Writer.table(path, rows: 300, words: 50)
        try writer.run("PRAGMA journal_mode = WAL")
        try writer.run("PRAGMA wal_autocheckpoint = 0")
        // Between the pages that are in the WAL are runs of those that are not, which are read with them.
        try writer.run("UPDATE review_db SET review = upper(review) WHERE rowid % 25 = 0")
        let expected = try writer.queue.read { db in try texts(db) }
        let reader = try reader()
        #expect(try reader.unsafeRead { db in try texts(db) } == expected)
        let pages = try reader.unsafeRead { db in try counts(db).pages }
        #expect(pages > 0)
        // Nothing is committed, so that no reader is told of a change; but it no longer looks into the WAL.
        try writer.queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
        // The last part first, since a reading from the beginning would replace what is in memory by and by.
        for first in [275, 250, 200, 100, 1] {
            let found = try reader.unsafeRead { db in
                try String.fetchAll(db, sql: "SELECT review FROM review_db WHERE rowid >= \(first) ORDER BY rowid")
            }
            #expect(found == Array(expected[(first - 1)...]))
        }
        #expect(try reader.unsafeRead { db in try counts(db).pages } > pages)
    }

    @Test func `one reading sees one state, whatever is written and checkpointed meanwhile`() throws {
        let writer = try Writer.table(path, rows: 2000, words: 50)
        try writer.run("PRAGMA journal_mode = WAL")
        try writer.run("UPDATE review_db SET review = upper(review) WHERE rowid % 25 = 0")
        let expected = try writer.queue.read { db in try texts(db) }
        let reader = try reader()
        try reader.unsafeRead { db in
            let rows = try String.fetchCursor(db, sql: Self.texts)
            var seen: [String] = []
            while let text = try rows.next() {
                seen.append(text)
                guard seen.count % 100 == 50 else { continue }
                try writer.run("UPDATE review_db SET review = review || ' edited' WHERE rowid > \(seen.count)")
                try writer.queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
            }
            #expect(seen == expected)
            #expect(try counts(db).pages > 50)
        }
        let edited = try writer.queue.read { db in try texts(db) }
        #expect(edited != expected)
        #expect(try reader.unsafeRead { db in try texts(db) } == edited)
    }

    @Test func `a file that is cut off while it is read is an error`() throws {
        _ = try Writer.table(path, rows: 5000, words: 50)
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let reader = try reader()
        try reader.unsafeRead { db in
            let rows = try String.fetchCursor(db, sql: Self.texts)
            for _ in 0..<500 { _ = try rows.next() }
            #expect(try counts(db).pages > 10)
            #expect(unsafe truncate(path, off_t(size / 2 + 100)) == 0)
            var seen = 500
            #expect(throws: DatabaseError.self) { while try rows.next() != nil { seen += 1 } }
            #expect(seen < 3000)
        }
        #expect(throws: (any Error).self) { try reader.unsafeRead { db in try texts(db) } }
    }

    @Test func `a file that grows under a cursor is read to its new end`() throws {
        let writer = try Writer.table(path, rows: 500, words: 50)
        var cursor = try FeedbackCursor(try FeedbackStore(opening: path), reading: [.all(through: 1_000_000)])
        #expect(try cursor.fetchMany(400).count == 400)
        try writer.add(rows: 501...2000, words: 50)
        #expect(try cursor.fetchAll().map(\.number) == Array(401...2000))
    }

    @Test(arguments: ["a b", "50%25", "who?vfs=unix", "a#b&c=d", "h\u{e9}\u{1F600}", "file:x", "+-_~'\"\\\n"])
    func `a database is opened whatever its name`(name: String) throws {
        let path = folder.file(name)
        _ = try Writer.table(path, rows: 3)
        #expect(try FeedbackStore(opening: path).lastRow() == 3)
        #expect(folder.names == [name])
    }

    @Test func `limits hold on the connection that reads ahead`() throws {
        _ = try Writer.table(path, rows: 1)
        try FeedbackStore(opening: path).queue.unsafeRead { db in
            let limit = unsafe sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, -1)
            #expect(limit == 64 << 20)
            let trustsSchema = try Bool.fetchOne(db, sql: "PRAGMA trusted_schema")
            #expect(trustsSchema == false)
        }
    }

    @Test func `a database is opened page by page where SQLite takes no URIs`() async throws {
        _ = try Writer.table(path, rows: 3)
        await #expect(processExitsWith: .success) { [path = path as String] in
            try #require(URIs.turnOff() == SQLITE_OK)
            let last = try FeedbackStore(opening: path).lastRow()
            #expect(last == 3)
        }
    }

    @Test func `connections that write have nothing to do with it, nor has anybody who does not ask`() throws {
        let writer = try Writer.table(path, rows: 1)
        _ = try FeedbackStore(opening: path)
        var configuration = Configuration()
        #expect(unsafe String(cString: sqlite3_vfs_find(nil).pointee.zName) != read_ahead_name)
        let asked = try DatabaseQueue(path: "file://\(path)?vfs=\(read_ahead_name)", configuration: configuration)
        configuration.readonly = true
        for queue in [writer.queue, asked, try DatabaseQueue(path: path, configuration: configuration)] {
            #expect(throws: (any Error).self) { try queue.unsafeRead { db in try counts(db) } }
        }
        try asked.write { db in try db.execute(sql: "DELETE FROM review_db") }
        #expect(try writer.queue.read { db in try texts(db) } == [])
    }

    @Test func `many connections read one file at a time`() async throws {
        let writer = try Writer.table(path, rows: 3000, words: 50)
        let expected = try await writer.queue.read { db in try String.fetchAll(db, sql: Self.texts) }
        let path = path
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let reader = try FeedbackStore.openedForReading(path, busyTimeout: 1)
                    return try await reader.read { db in try String.fetchAll(db, sql: Self.texts) }
                }
            }
            for try await texts in group { #expect(texts == expected) }
        }
    }
}

private enum URIs {
    /// Has SQLite take no URIs, as it can be compiled to, in a process that has not used it yet.
    static func turnOff() -> Int32 {
        // It takes a variable number of arguments, so that Swift does not import it.
        typealias Setter = @convention(c) (Int32, Int32) -> Int32
        guard let address = unsafe dlsym(nil, "sqlite3_config") else { return SQLITE_ERROR }
        return unsafe unsafeBitCast(address, to: Setter.self)(SQLITE_CONFIG_URI, 0)
    }
}

extension FeedbackRow.Content {
    fileprivate var databaseValue: DatabaseValue {
        if case .text(let text) = self { text.databaseValue } else { .null }
    }
}
