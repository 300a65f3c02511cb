import Feedback
import Foundation
import TestSupport
import Testing

/// Another process inserts while rows are read; it waits for a lock for at most a fifth of a second.
@Suite(.enabled(if: Python.isThere)) struct FeedbackConcurrencyTests {
    private static let script = """
        import sqlite3, sys, time
        c = sqlite3.connect(sys.argv[1], timeout=0.2, isolation_level=None)
        c.execute("PRAGMA synchronous = OFF")
        print("ready", flush=True)
        busy = done = 0
        end = time.monotonic() + float(sys.argv[2])
        while time.monotonic() < end:
            try:
                c.execute("INSERT INTO review_db VALUES ('new', 1, NULL)")
                done += 1
            except sqlite3.OperationalError as error:
                assert "locked" in str(error), error
                busy += 1
        print(busy, done)
        """

    /// How rows are read.
    enum Way: CaseIterable { case copied, lent, shared }

    @Test(arguments: ["DELETE", "WAL"], Way.allCases)
    func `a writer is never locked out`(journalMode: String, way: Way) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("reviews.sqlite")
        // Reading this table in one go takes several times the writer's patience.
        let rows = 300_000
        let writer = try Writer.table(path, rows: rows)
        try writer.run("PRAGMA journal_mode = \(journalMode)")
        let store = try FeedbackStore(opening: path)
        let bound = try #require(try store.lastRow())
        let (process, output) = try Python.start(Self.script, [path, "2"])
        _ = output.fileHandleForReading.availableData
        var reads = 0
        while process.isRunning {
            var seen = 0
            switch way {
            case .copied:
                var cursor = try FeedbackCursor(store, reading: [.all(through: bound)])
                seen = try cursor.fetchAll().count
            case .lent:
                var cursor = try FeedbackCursor(store, reading: [.all(through: bound)])
                try cursor.forEach { _, _ in
                    seen += 1
                    return true
                }
            case .shared:
                let results = try store.reduce(.all(through: bound), into: 0, threads: 4) { rows, _, _ in rows += 1 }
                seen = results.reduce(0, +)
            }
            #expect(seen == rows)
            reads += 1
        }
        let counts = try Python.finish(process, output).split(separator: " ").compactMap { Int($0) }
        #expect(counts.count == 2)
        #expect(counts.first == 0)
        #expect((counts.last ?? 0) > 0)
        #expect(try #require(try store.lastRow()) == bound + Int64(counts.last ?? 0))
        #expect(reads > 0)
    }
}
