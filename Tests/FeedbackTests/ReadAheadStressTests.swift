import Foundation
import GRDB
import TestSupport
import Testing

@testable import Feedback

/// Another process rewrites, checkpoints and vacuums a database while it is read ahead.
@Suite(.enabled(if: Python.isThere)) struct ReadAheadStressTests {
    /// Gives all rows the same number, and the next number at each change; some of them get longer and shorter.
    private static let script = """
        import random, sqlite3, sys, time
        c = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
        c.execute("PRAGMA synchronous = OFF")
        draw = random.Random(1)
        print("ready", flush=True)
        end = time.monotonic() + float(sys.argv[2])
        number = 0
        while time.monotonic() < end:
            number += 1
            c.execute("BEGIN IMMEDIATE")
            c.execute("UPDATE review_db SET sentiment = ?", [number])
            c.execute("UPDATE review_db SET review = hex(zeroblob(?)) WHERE rowid % 50 = ?",
                      [draw.randrange(2000), draw.randrange(50)])
            c.execute("COMMIT")
            if number % 3 == 0:
                c.execute("PRAGMA wal_checkpoint(%s)" % draw.choice(["PASSIVE", "RESTART", "TRUNCATE"]))
            if number % 7 == 0:
                c.execute("VACUUM")
            time.sleep(draw.choice([0, 0.001, 0.003]))
        print(number)
        """

    @Test(arguments: ["DELETE", "WAL"]) func `every reading sees one state of all rows`(journalMode: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("reviews.sqlite")
        let writer = try Writer.table(path, rows: 2000, words: 60)
        try writer.run("PRAGMA journal_mode = \(journalMode)")
        try writer.run("UPDATE review_db SET sentiment = 0")
        let reader = try FeedbackStore.openedForReading(path, busyTimeout: 30)
        let (process, output) = try Python.start(Self.script, [path, "2"])
        _ = output.fileHandleForReading.availableData
        var seen: Set<Int> = []
        var latest = 0
        while process.isRunning {
            let numbers = try reader.unsafeRead { db in
                try Int.fetchAll(db, sql: "SELECT sentiment FROM review_db WHERE length(review) >= 0 ORDER BY rowid")
            }
            #expect(numbers.count == 2000)
            try #require(numbers.allSatisfy { $0 == numbers[0] })
            #expect(numbers[0] >= latest)
            latest = numbers[0]
            seen.insert(latest)
        }
        let written = Int(try Python.finish(process, output).split(separator: "\n").last ?? "") ?? 0
        #expect(written > 1)
        #expect(seen.count > 1)
        let last = try reader.unsafeRead { db in try Int.fetchAll(db, sql: "SELECT DISTINCT sentiment FROM review_db") }
        #expect(last == [written])
    }
}
