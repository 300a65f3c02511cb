import TestSupport
import Feedback
import Files
import Foundation
import ModelFiles
import Testing
import Training
import Values

@Suite struct UpdateWatermarkTests {
    let database: FeedbackDatabase
    var learner = RecordingLearner()

    /// A model that has learned rows 1 to 10000, in blocks that begin with rows 1, 4097 and 8193.
    init() throws {
        database = try FeedbackDatabase()
        try database.add(1...10000)
        try database.update(&learner)
    }

    private func changes(seenBy learner: RecordingLearner) -> UpdateError.ChangedRows? {
        guard case .rowsChanged(let changed)? = database.updateError(learner) else { return nil }
        return changed
    }

    @Test func `an edited row stops the update and its block is named`() throws {
        try database.run("UPDATE review_db SET review = 'edited' WHERE rowid = 5000")
        let changed = try #require(changes(seenBy: learner))
        #expect((changed.firstRow, changed.lastRow) == (4097, 8192))
        #expect((changed.rowsChanged, changed.rowsApplied) == (4096, 10000))
        let status = try database.status(learner)
        #expect((status.rowsChanged, status.firstChangedRow) == (4096, 4097))
    }

    @Test(arguments: [
        "UPDATE review_db SET sentiment = 1 - sentiment WHERE rowid = 1", "DELETE FROM review_db WHERE rowid = 1",
        "INSERT INTO review_db (rowid, review, sentiment) VALUES (-1, 'text 0', 0)",
        "UPDATE review_db SET review = NULL WHERE rowid = 4096",
    ]) func `an edit in the first block changes that block alone`(sql: String) throws {
        try database.run(sql)
        let changed = try #require(changes(seenBy: learner))
        #expect((changed.firstRow, changed.rowsChanged) == (1, 4096))
    }

    @Test func `blocks are digested in order, whatever the lengths of their texts`() throws {
        let other = try FeedbackDatabase()
        try other.run(
            """
            INSERT INTO review_db (review, sentiment)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            SELECT hex(zeroblob(i % 97 * 3)) || i, i % 2 FROM n
            """)
        var learner = RecordingLearner()
        try other.update(&learner)
        var cursor = try FeedbackCursor(other.store, reading: [.all(through: 9000)])
        for block in try #require(learner.watermarks.first).blocks {
            var bytes: [UInt8] = []
            let rows = try cursor.fetchMany(block.rows)
            for row in rows { row.appendCanonicalBytes(to: &bytes, classes: learner.classes) }
            var hasher = SHA256Hasher()
            hasher.update(bytes)
            let digest = hasher.finishHex()
            #expect(block.sha256 == digest)
            #expect((rows.first?.number, rows.last?.number) == (block.firstRow, block.lastRow))
        }
        #expect(learner.watermarks.first?.blocks.map(\.rows) == [4096, 4096, 808])
        // And the look finds them as they were.
        #expect(try other.status(learner).rowsChanged == 0)
    }

    @Test func `labels are counted, whatever they are and however many`() throws {
        try database.run("DELETE FROM review_db")
        try database.run(
            """
            INSERT INTO review_db (review, sentiment)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2999)
            SELECT 'text', CASE WHEN i < 1500 THEN i % 3 ELSE i END FROM n
            """)
        let status = try FeedbackStatus(of: database.store, classes: nil, watermarks: [])
        // 1,000 different ones are told apart; the rows of the others count as unreadable.
        #expect(status.labels.count == 1001)
        #expect(status.labels.prefix(3).map(\.rows) == [500, 500, 500])
        #expect(status.labels.last?.label == nil)
        #expect(status.labels.last?.rows == 503)
    }

    @Test func `deleted last rows are a change`() throws {
        try database.run("DELETE FROM review_db WHERE rowid > 9000")
        #expect(changes(seenBy: learner)?.firstRow == 8193)
    }

    @Test mutating func `a changed date, or another spelling of a label, is no change`() throws {
        try database.run("UPDATE review_db SET date = 'later'")
        #expect(try database.update(&learner).rowsApplied == 0)
    }

    @Test mutating func `accepted changes keep what was learned and move the watermark`() throws {
        try database.run(
            "UPDATE review_db SET review = 'edited' WHERE rowid = 5000", "DELETE FROM review_db WHERE rowid = 7")
        try database.add(10001...10002)
        let result = try database.update(&learner) { $0.acceptChanges = true }
        #expect(result.rowsChangeAccepted == 8192)
        #expect(result.rowsApplied == 2)
        #expect(learner.learned == Array(1...10002))
        #expect(learner.watermarks.map(\.rows) == [10001])
        let again = try database.update(&learner)
        #expect((again.rowsApplied, again.rowsChangeAccepted) == (0, 0))
    }

    @Test mutating func `an applied row that went bad stays applied when the change is accepted`() throws {
        try database.run("UPDATE review_db SET review = NULL WHERE rowid = 5")
        try database.update(&learner) { $0.acceptChanges = true }
        #expect(learner.watermarks.first?.rows == 10000)
        let result = try database.update(&learner)
        #expect((result.rowsApplied, result.rowsRefused) == (0, 0))
    }

    @Test mutating func `accepting when nothing changed changes nothing`() throws {
        let before = learner.watermarks
        let result = try database.update(&learner) { $0.acceptChanges = true }
        #expect(result.rowsChangeAccepted == 0)
        #expect(learner.watermarks == before)
    }

    @Test mutating func `accepting an emptied table forgets it`() throws {
        try database.run("DELETE FROM review_db")
        try database.update(&learner) { $0.acceptChanges = true }
        #expect(learner.watermarks.isEmpty)
        try database.add(20001...20002)
        #expect(try database.update(&learner).rowsApplied == 2)
    }

    @Test func `changes are not overlooked by applying again`() throws {
        try database.run("UPDATE review_db SET review = 'edited' WHERE rowid = 5000")
        #expect(database.updateError(learner) { $0.again = true }?.code == "feedback_changed")
    }

    @Test mutating func `rows that VACUUM renumbered are told from edited ones`() throws {
        let other = try FeedbackDatabase()
        try other.add(1...9000)
        try other.run("DELETE FROM review_db WHERE rowid IN (1, 5000)")
        try other.update(&learner)
        try other.run("VACUUM")
        try other.add(9001...9003)
        let result = try other.update(&learner)
        #expect(result.renumbered)
        #expect(result.rowsApplied == 3)
        #expect(learner.learned.suffix(3) == [9001, 9002, 9003])
        let watermark = try #require(learner.watermarks.last)
        #expect(watermark.blocks.map(\.firstRow) == [1, 4097, 8193])
        #expect((watermark.lastRow, watermark.rows) == (9001, 9001))
        #expect(try !other.update(&learner).renumbered)
    }

    @Test mutating func `renumbered and edited names the edited block alone`() throws {
        let other = try FeedbackDatabase()
        try other.add(1...10000)
        try other.run("DELETE FROM review_db WHERE rowid = 1")
        learner.watermarks = []
        try other.update(&learner)
        try other.run("VACUUM", "UPDATE review_db SET review = 'edited' WHERE review = 'text 5000'")
        let error = other.updateError(learner)
        guard case .rowsChanged(let changed)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((changed.firstRow, changed.rowsChanged) == (4098, 4096))
    }

    @Test mutating func `a moved or copied database is known by its contents`() throws {
        let moved = database.folder.file("moved.sqlite")
        try FileManager.default.moveItem(atPath: database.path, toPath: moved)
        let result = try Update().run(on: &learner, from: try FeedbackStore(opening: moved))
        #expect((result.rowsApplied, result.rowsAppliedBefore) == (0, 10000))
        #expect(learner.watermarks.map(\.database) == [moved])
    }

    @Test mutating func `an unknown database at another path is a new one`() throws {
        let other = try FeedbackDatabase()
        try other.add(500...20000)
        let result = try other.update(&learner)
        #expect((result.rowsApplied, result.rowsAppliedBefore) == (19501, 0))
        #expect(learner.watermarks.count == 2)
    }

    @Test func `another database at the remembered path is a change`() throws {
        try database.run("DROP TABLE review_db", "CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
        try database.add(500...20000)
        #expect(changes(seenBy: learner)?.rowsChanged == 10000)
    }

    @Test mutating func `contents speak louder than the path`() throws {
        let other = try FeedbackDatabase()
        try other.add(30001...30010)
        try other.update(&learner)
        // The two files change places.
        let (a, b, c) = (database.path, other.path, database.folder.file("c"))
        for (from, to) in [(a, c), (b, a), (c, b)] { try FileManager.default.moveItem(atPath: from, toPath: to) }
        #expect(try database.update(&learner).rowsAppliedBefore == 10)
        #expect(try other.update(&learner).rowsAppliedBefore == 10000)
        #expect(learner.watermarks.map(\.database) == [b, a])
    }

    /// Both files are the database that was learned, and only one of them has gone on.
    @Test func `an older copy of a database is not taken for a new one`() throws {
        let first = try FeedbackDatabase()
        try first.add(1...100)
        var learner = RecordingLearner()
        try first.update(&learner)
        let copy = first.folder.file("copy.sqlite")
        try FileManager.default.copyItem(atPath: first.path, toPath: copy)
        try first.run(at: copy, "INSERT INTO review_db (review, sentiment) VALUES ('text 101', 1)")
        let result = try Update().run(on: &learner, from: FeedbackStore(opening: copy))
        #expect(result.rowsApplied == 1)
        #expect(learner.watermarks.map(\.database) == [try FeedbackStore(opening: copy).path])
        guard case .rowsChanged(let changed)? = first.updateError(learner) else {
            Issue.record("the copy's original was learned once more")
            return
        }
        #expect(changed.rowsApplied == 101)
    }

    @Test func `former paths are remembered each once, and not without end`() {
        var watermark = Watermark(database: "a", lastRow: 0, rows: 0, blocks: [], refused: [])
        for path in ["b", "a", "b"] + (0..<40).map(String.init) {
            watermark.formerPaths = watermark.formerPaths(besides: path)
            watermark.database = path
        }
        #expect(watermark.formerPaths.count == Watermark.mostFormerPaths)
        #expect(Set(watermark.formerPaths).count == watermark.formerPaths.count)
        #expect(watermark.isOf("39") && watermark.isOf("38") && !watermark.isOf("a"))
    }
}
