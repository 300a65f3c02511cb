import Feedback
import Foundation
import ModelFiles
import Testing
import Training
import Values

@Suite struct UpdateTests {
    let database: FeedbackDatabase
    var learner = RecordingLearner()

    init() throws { database = try FeedbackDatabase() }

    @Test mutating func `fetchmany learns full batches in arrival order, and what is left`() throws {
        try database.add(1...25)
        let result = try database.update(&learner) { $0.batchSize = 10 }
        #expect(learner.batchSizes == [10, 10, 5])
        #expect(learner.learned == Array(1...25))
        #expect(learner.batches[0][0] == Document(text: "text 1", label: .integer(1)))
        #expect(result.fetch == .fetchmany)
        #expect(result.batchSize == 10)
        #expect((result.rowsSeen, result.rowsApplied, result.rowsRefused) == (25, 25, 0))
        #expect(result.batches == 3)
        #expect(result.lastRow == 25)
        #expect(result.rowsAppliedBefore == 0)
    }

    @Test mutating func `fetchone learns row by row and fetchall all rows at once`() throws {
        try database.add(1...25)
        var other = learner
        #expect(try database.update(&learner) { $0.fetch = .fetchone }.batches == 25)
        #expect(learner.batchSizes == Array(repeating: 1, count: 25))
        #expect(try database.update(&other) { $0.fetch = .fetchall }.batches == 1)
        #expect(other.batchSizes == [25])
        #expect(learner.learned == other.learned)
        #expect(learner.watermarks == other.watermarks)
    }

    @Test(arguments: FetchStrategy.allCases) mutating func `a second update applies nothing`(
        fetch: FetchStrategy
    ) throws {
        try database.add(1...25)
        try database.update(&learner) { $0.fetch = fetch }
        let before = learner
        let result = try database.update(&learner) { $0.fetch = fetch }
        #expect((result.rowsSeen, result.rowsApplied, result.batches) == (0, 0, 0))
        #expect(result.rowsAppliedBefore == 25)
        #expect(result.lastRow == 25)
        #expect(learner.batches == before.batches)
        #expect(learner.watermarks == before.watermarks)
    }

    @Test mutating func `an empty table leaves no trace`() throws {
        let result = try database.update(&learner)
        #expect(result.rowsSeen == 0)
        #expect(result.lastRow == nil)
        #expect(learner.watermarks.isEmpty)
    }

    @Test mutating func `rows that arrive later are learned by the next update`() throws {
        try database.add(1...5)
        try database.update(&learner)
        try database.add(6...8)
        let result = try database.update(&learner)
        #expect(result.rowsApplied == 3)
        #expect(learner.learned == Array(1...8))
    }

    @Test mutating func `the watermark is the same however the rows were shared out among updates`() throws {
        var inParts = learner
        for end in [1, 4095, 4096, 4097, 9000] {
            try database.add((inParts.learned.count + 1)...end)
            try database.update(&inParts)
        }
        try database.update(&learner)
        #expect(learner.watermarks == inParts.watermarks)
        let watermark = try #require(learner.watermarks.first)
        #expect(watermark.blocks.map(\.rows) == [4096, 4096, 808])
        #expect(watermark.blocks.map(\.firstRow) == [1, 4097, 8193])
        #expect(watermark.rows == 9000)
        #expect(watermark.lastRow == 9000)
        #expect(watermark.database == database.path)
    }

    @Test mutating func `a block's digest is SHA-256 over its rows' texts and labels`() throws {
        try database.run("INSERT INTO review_db VALUES ('ab', 1, 'today'), ('', 0, NULL)")
        try database.update(&learner)
        // hashlib.sha256(b'\1' + (2).to_bytes(8, 'little') + b'ab' + b'\0' + (1).to_bytes(8, 'little')
        //     + b'\1' + bytes(8) + b'\0' + bytes(8)).hexdigest()
        #expect(
            learner.watermarks.first?.blocks.first?.sha256
                == "f101de5843b0d083076eb366b613c51082dffcae512d30bc73e6557ddc9561f2")
    }

    @Test mutating func `again applies every row on top and says that it is not the first time`() throws {
        try database.add(1...5)
        #expect(try !database.update(&learner) { $0.again = true }.appliedAgain)
        try database.add(6...7)
        let before = learner.watermarks
        let result = try database.update(&learner) { $0.again = true }
        #expect(result.appliedAgain)
        #expect((result.rowsApplied, result.rowsAppliedBefore) == (7, 5))
        #expect(learner.learned == Array(1...5) + Array(1...7))
        #expect(learner.watermarks.count == 1)
        #expect(learner.watermarks.first?.rows == 7)
        #expect(learner.watermarks != before)
        #expect(try database.update(&learner).rowsApplied == 0)
    }

    @Test mutating func `a dry run tells what would be done and learns nothing`() throws {
        try database.add(1...25)
        var dry = learner
        let result = try database.update(&dry) {
            $0.dryRun = true
            $0.batchSize = 10
        }
        #expect(dry.batches.isEmpty && dry.watermarks.isEmpty)
        #expect((result.rowsApplied, result.batches, result.lastRow) == (25, 3, 25))
        #expect(result.dryRun)
    }

    @Test(arguments: 0...6) mutating func `an interruption leaves the model as it was`(looks: Int) throws {
        try database.add(1...10)
        try database.update(&learner)
        try database.add(11...40)
        let error = database.updateError(learner, monitor: Interruption(afterLooks: looks)) { $0.batchSize = 10 }
        #expect(error?.code == "interrupted")
    }

    @Test mutating func `an interruption during the only batch leaves the model as it was`() throws {
        final class Flag: WorkMonitor {
            var isInterrupted = false
            func advance(to done: Int, of total: Int?, unit: String) {}
        }
        try database.add(1...40)
        let flag = Flag()
        learner.during = { _ in flag.isInterrupted = true }
        let error = database.updateError(learner, monitor: flag) { $0.fetch = .fetchall }
        #expect(error?.code == "interrupted")
    }

    @Test mutating func `a dry run tells how far it is, and is interrupted there`() throws {
        try database.add(1...5000)
        let watch = Watch()
        try database.update(&learner, monitor: watch) { $0.dryRun = true }
        // At most so many at a time, and fewer where the lock has to be given back before.
        let done = [0] + watch.calls.map(\.done)
        #expect(done.count > 4 && done.last == 5000)
        #expect(zip(done, done.dropFirst()).allSatisfy { $1 - $0 > 0 && $1 - $0 <= 1024 })
        #expect(watch.calls.allSatisfy { $0.total == 5000 })
        let error = database.updateError(learner, monitor: Watch(patience: 3)) { $0.dryRun = true }
        #expect(error?.code == "interrupted")
    }

    @Test mutating func `a batch that cannot be learned leaves the model as it was`() throws {
        try database.add(1...30)
        learner.failingCall = 1
        #expect(database.updateError(learner) { $0.batchSize = 10 }?.code == "failed_on_purpose")
    }

    @Test func `a batch of no rows is refused`() throws {
        #expect(database.updateError(learner) { $0.batchSize = 0 }?.code == "batch_size")
    }

    @Test mutating func `each database has a watermark of its own`() throws {
        let other = try FeedbackDatabase()
        try database.add(1...5)
        try other.add(101...103)
        try database.update(&learner)
        try other.update(&learner)
        #expect(learner.watermarks.map(\.database) == [database.path, other.path])
        #expect(learner.watermarks.map(\.rows) == [5, 3])
        #expect(try database.update(&learner).rowsApplied == 0)
        #expect(try other.update(&learner).rowsApplied == 0)
    }

    @Test mutating func `rows inserted while the model learns neither wait nor are learned`() throws {
        try database.add(1...30)
        let database = database
        // The connection inside does not wait: any lock held during the learning would make it fail.
        learner.during = { call in
            #expect(throws: Never.self) { try database.add(31 + call...31 + call) }
        }
        let result = try database.update(&learner) { $0.batchSize = 10 }
        #expect(result.lastRow == 30)
        #expect(learner.learned == Array(1...30))
        learner.during = { _ in }
        #expect(try database.update(&learner).rowsApplied == 3)
    }

    @Test mutating func `rows edited under the reading are an error, and the model stays as it was`() throws {
        try database.add(1...20)
        try database.update(&learner)
        try database.add(21...30)
        let database = database
        // Where the look at the rows that were learned has ended.
        learner.beforeReading = { try? database.run("UPDATE review_db SET review = 'other' WHERE rowid = 21") }
        let error = database.updateError(learner) { $0.batchSize = 10 }
        #expect(error?.code == "changed_while_reading")
    }

    @Test mutating func `rows are learned as they are when they are read`() throws {
        try database.add(1...20)
        try database.update(&learner)
        try database.add(21...30)
        let database = database
        learner.beforeReading = { try? database.run("UPDATE review_db SET review = 'other' WHERE rowid = 29") }
        #expect(try database.update(&learner).rowsApplied == 10)
        #expect(learner.batches.joined().map(\.text).suffix(2) == ["other", "text 30"])
        learner.beforeReading = {}
        #expect(try database.update(&learner).rowsApplied == 0)
    }

    @Test func `row numbers may be as far apart as they can be`() throws {
        var learner = learner
        for number in [Int64.min + 1, -1, 0, Int64.max] {
            try database.run("INSERT INTO review_db (rowid, review, sentiment) VALUES (\(number), 'a film', 1)")
        }
        let watch = Watch()
        #expect(try database.update(&learner, monitor: watch) { $0.batchSize = 1 }.rowsApplied == 4)
        #expect(watch.calls.allSatisfy { $0.total == nil })
    }
}
