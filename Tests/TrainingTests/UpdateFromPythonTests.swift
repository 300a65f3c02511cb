import Feedback
import Foundation
import ModelFiles
import TestSupport
import Testing
import Training
import Values

/// Databases as the tutorial's own scripts and other programs leave them.
@Suite(.enabled(if: Python.isThere)) struct UpdateFromPythonTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }
    var learner = RecordingLearner()

    init() throws { folder = try TemporaryFolder() }

    @Test mutating func `the tutorial's database is read as its own loop reads it`() throws {
        let script = """
            import sqlite3, sys
            conn = sqlite3.connect(sys.argv[1])
            c = conn.cursor()
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            for i in range(1, 24):
                c.execute("INSERT INTO review_db (review, sentiment, date) VALUES (?, ?, DATETIME('now'))",
                          ("text %d" % i, i % 2))
            conn.commit()
            c.execute("SELECT * from review_db")
            sizes = []
            results = c.fetchmany(10)
            while results:
                sizes.append(len(results))
                results = c.fetchmany(10)
            print(*sizes)
            """
        let sizes = try Python.run(script, path).split(separator: " ").compactMap { Int($0) }
        _ = try update { $0.batchSize = 10 }
        #expect(learner.batchSizes == sizes)
        #expect(learner.learned == Array(1...23))
    }

    private mutating func update(_ change: (inout Update) -> Void = { _ in }) throws -> Update.Result {
        var update = Update()
        change(&update)
        return try update.run(on: &learner, from: FeedbackStore(opening: path))
    }

    @Test(arguments: ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
    mutating func `every journal mode is read, and stays as it is`(mode: String) throws {
        try Python.run(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute("PRAGMA journal_mode = " + sys.argv[2])
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            c.executemany("INSERT INTO review_db VALUES (?, ?, NULL)", [("text %d" % i, i % 2) for i in range(1, 8)])
            c.commit()
            """, path, mode)
        #expect(try update().rowsApplied == 7)
        let after = try Python.run(
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode').fetchone()[0])",
            path)
        // The other modes are a connection's own and are not in the file.
        #expect(after == (mode == "WAL" ? "wal" : "delete"))
    }

    @Test mutating func `rows in a log that nobody has checkpointed are read`() throws {
        try Python.run(
            """
            import os, sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("PRAGMA journal_mode = WAL")
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            c.executemany("INSERT INTO review_db VALUES (?, ?, NULL)", [("text %d" % i, i % 2) for i in range(1, 8)])
            os.kill(os.getpid(), 9)
            """, path)
        #expect(folder.names.contains("reviews.sqlite-wal"))
        #expect(try update().rowsApplied == 7)
    }

    @Test mutating func `labels of every spelling, and bad rows, are what they are`() throws {
        try Python.run(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute("CREATE TABLE review_db (review, sentiment, date)")
            rows = [("text 1", 1), ("text 2", "1"), ("text 3", 1.0), ("text 4", True), (None, 1), ("text 6", None),
                    ("text 7", "x"), ("text 8", b"1"), (b"text 9", 0), (b"\\xff", 0), ("text 11", float("nan")),
                    ("text 12", float("inf"))]
            c.executemany("INSERT INTO review_db VALUES (?, ?, NULL)", rows)
            c.commit()
            """, path)
        let result = try update { $0.badRows = .skip }
        #expect(learner.learned == [1, 2, 3, 4, 9])
        #expect(learner.batches.joined().map(\.label) == [1, 1, 1, 1, 0].map { .integer($0) })
        #expect(result.refusedRows == [5, 6, 7, 8, 10, 11, 12])
    }

    @Test mutating func `a primary key is the row's number, and survives VACUUM`() throws {
        try Python.run(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None)
            c.execute("CREATE TABLE review_db (id INTEGER PRIMARY KEY AUTOINCREMENT, review TEXT, sentiment INTEGER)")
            c.executemany("INSERT INTO review_db VALUES (?, ?, ?)", [(i * 10, "text %d" % i, 1) for i in range(1, 8)])
            c.execute("DELETE FROM review_db WHERE id = 30")
            """, path)
        let first = try update()
        #expect((first.rowsApplied, first.lastRow) == (6, 70))
        try Python.run("import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('VACUUM')", path)
        let second = try update()
        #expect((second.rowsApplied, second.renumbered) == (0, false))
    }

    @Test mutating func `a UTF-16 database is read as the same text`() throws {
        try Python.run(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute("PRAGMA encoding = 'UTF-16le'")
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            c.execute("INSERT INTO review_db VALUES ('caf\\u00e9 \\U0001f600', '1', NULL)")
            c.commit()
            """, path)
        _ = try update()
        #expect(learner.batches == [[Document(text: "caf\u{e9} \u{1f600}", label: .integer(1))]])
    }

    @Test mutating func `a writer in another process is not locked out while the model learns`() throws {
        try Python.run(
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1])
            c.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
            c.executemany("INSERT INTO review_db VALUES (?, ?, NULL)", [("text %d" % i, i % 2) for i in range(1, 50001)])
            c.commit()
            """, path)
        let (process, output) = try Python.start(
            """
            import sqlite3, sys, time
            c = sqlite3.connect(sys.argv[1], timeout=0.2, isolation_level=None)
            print("ready", flush=True)
            busy = done = 0
            end = time.monotonic() + 2
            while time.monotonic() < end:
                try:
                    c.execute("INSERT INTO review_db VALUES ('new', 1, NULL)")
                    done += 1
                except sqlite3.OperationalError as error:
                    assert "locked" in str(error), error
                    busy += 1
                time.sleep(0.005)
            print(busy, done)
            """, [path])
        _ = output.fileHandleForReading.availableData
        // Each call takes longer than the writer's patience.
        learner.during = { _ in usleep(500_000) }
        let result = try update()
        let counts = try Python.finish(process, output).split(separator: " ").compactMap { Int($0) }
        #expect(result.rowsApplied >= 50000)
        #expect(counts.count == 2)
        #expect(counts.first == 0)
        #expect((counts.last ?? 0) > 0)
        learner.during = { _ in }
        let rest = try update()
        #expect(result.rowsApplied + rest.rowsApplied == 50000 + (counts.last ?? 0))
    }
}
