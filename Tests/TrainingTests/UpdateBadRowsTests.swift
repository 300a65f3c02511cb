import Feedback
import ModelFiles
import Testing
import Training
import Values

@Suite struct UpdateBadRowsTests {
    let database: FeedbackDatabase
    var learner = RecordingLearner()

    /// Rows 1 to 12, of which 3, 4 and 11 cannot be learned.
    init() throws {
        database = try FeedbackDatabase()
        try database.add(1...12)
        try database.run(
            "UPDATE review_db SET review = NULL WHERE rowid = 3", "UPDATE review_db SET sentiment = 7 WHERE rowid = 4",
            "UPDATE review_db SET review = CAST(x'61ff' AS TEXT) WHERE rowid = 11")
    }

    private func skip(_ learner: inout RecordingLearner) throws -> Update.Result {
        try database.update(&learner) {
            $0.badRows = .skip
            $0.batchSize = 4
        }
    }

    @Test(arguments: FetchStrategy.allCases) func `by default nothing is applied and all bad rows are listed`(
        fetch: FetchStrategy
    ) throws {
        let error = database.updateError(learner) { $0.fetch = fetch }
        guard case .badRows(database.path, let rows)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rows.map(\.number) == [3, 4, 11])
        #expect(rows.map(\.defect) == [.nullText, .unknownLabel, .undecodableText])
        #expect(error?.message.contains("row 4: the label is none of the model's classes") == true)
        #expect(error?.evidence.contains(Parameter("refused_rows", .list([3, 4, 11].map { .integer($0) }))) == true)
    }

    @Test(arguments: FetchStrategy.allCases)
    func `a bad row behind batches that are learned undoes them, and all are listed`(
        fetch: FetchStrategy
    ) throws {
        let database = try FeedbackDatabase()
        try database.add(1...2000)
        try database.run("UPDATE review_db SET review = NULL WHERE rowid IN (1500, 1501, 2000)")
        let error = database.updateError(RecordingLearner()) {
            ($0.fetch, $0.batchSize) = (fetch, 100)
        }
        guard case .badRows(database.path, let rows)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rows.map(\.number) == [1500, 1501, 2000])
    }

    @Test func `a long list is cut in the message and whole in the evidence`() throws {
        try database.run("UPDATE review_db SET review = NULL")
        try database.add(13...200)
        try database.run("UPDATE review_db SET sentiment = NULL")
        let error = try #require(database.updateError(learner))
        #expect(error.message.contains("and 180 more"))
        #expect(error.message.count < 2000)
        let expected = (1...200).map { ParameterValue.integer($0) }
        #expect(error.evidence.contains(Parameter("refused_rows", .list(expected))))
    }

    @Test mutating func `skipping applies the rest in full batches`() throws {
        let result = try skip(&learner)
        #expect(learner.learned == [1, 2, 5, 6, 7, 8, 9, 10, 12])
        #expect(learner.batchSizes == [4, 4, 1])
        #expect((result.rowsSeen, result.rowsApplied, result.rowsRefused) == (12, 9, 3))
        #expect(result.refusedRows == [3, 4, 11])
        #expect(result.lastRow == 12)
        let watermark = try #require(learner.watermarks.first)
        #expect(watermark.refused.map(\.row) == [3, 4, 11])
        #expect(watermark.refused.map(\.position) == [2, 3, 10])
        #expect(watermark.rows == 9)
    }

    @Test mutating func `rows that were skipped once do not stop a later update`() throws {
        _ = try skip(&learner)
        let result = try database.update(&learner)
        #expect(result.rowsApplied == 0)
        #expect(result.refusedRows == [3, 4, 11])
        try database.add(13...13)
        #expect(try database.update(&learner).rowsApplied == 1)
        try database.run("INSERT INTO review_db VALUES (NULL, 1, NULL)")
        guard case .badRows(_, let rows)? = database.updateError(learner) else {
            Issue.record("a new bad row must stop")
            return
        }
        #expect(rows.map(\.number) == [14])
    }

    @Test mutating func `mended rows are learned once, before newer ones`() throws {
        _ = try skip(&learner)
        try database.run(
            "UPDATE review_db SET review = 'text 3' WHERE rowid = 3",
            "UPDATE review_db SET sentiment = 0 WHERE rowid = 4")
        try database.add(13...14)
        let result = try skip(&learner)
        #expect(learner.batches.dropFirst(3).joined().map(\.text) == ["text 3", "text 4", "text 13", "text 14"])
        #expect((result.rowsApplied, result.rowsMended, result.batches) == (4, 2, 1))
        #expect(result.refusedRows == [11])
        #expect(try skip(&learner).rowsApplied == 0)
    }

    @Test mutating func `once all is mended, the watermark is that of a table that was never bad`() throws {
        _ = try skip(&learner)
        try database.run(
            "UPDATE review_db SET review = 'text ' || rowid, sentiment = rowid % 2 WHERE rowid IN (3, 4, 11)")
        _ = try skip(&learner)
        var fresh = RecordingLearner()
        try database.update(&fresh)
        #expect(learner.watermarks == fresh.watermarks)
    }

    @Test mutating func `refused rows may be deleted`() throws {
        _ = try skip(&learner)
        try database.run("DELETE FROM review_db WHERE rowid IN (3, 11)")
        let result = try database.update(&learner)
        #expect((result.rowsApplied, result.refusedRows) == (0, [4]))
        #expect(learner.watermarks.first?.refused == [Watermark.Refused(row: 4, position: 2)])
    }

    @Test mutating func `refused rows at the end may be deleted and their numbers used again`() throws {
        try database.run("DELETE FROM review_db WHERE rowid = 12")
        _ = try skip(&learner)
        try database.run("DELETE FROM review_db WHERE rowid = 11")
        try database.add(50...51)
        _ = try database.update(&learner)
        #expect(learner.learned.suffix(2) == [50, 51])
        #expect(try database.update(&learner).rowsApplied == 0)
    }

    @Test mutating func `mended rows are found again after VACUUM`() throws {
        try database.run("DELETE FROM review_db WHERE rowid IN (1, 6)")
        _ = try skip(&learner)
        try database.run("VACUUM", "UPDATE review_db SET sentiment = 0 WHERE sentiment = 7")
        let result = try database.update(&learner)
        #expect(result.renumbered)
        #expect(learner.batches.last?.map(\.text) == ["text 4"])
        #expect(result.refusedRows == [2, 9])
        #expect(try database.update(&learner).rowsApplied == 0)
    }

    @Test mutating func `some refused rows may be deleted before VACUUM`() throws {
        _ = try skip(&learner)
        try database.run("DELETE FROM review_db WHERE rowid = 3", "VACUUM")
        try database.add(13...13)
        let result = try database.update(&learner)
        #expect(result.renumbered)
        #expect(learner.learned.last == 13)
        #expect((result.rowsApplied, result.refusedRows) == (1, [3, 10]))
    }

    @Test mutating func `a table of bad rows alone is remembered without blocks`() throws {
        try database.run("UPDATE review_db SET review = NULL")
        #expect(try skip(&learner).rowsApplied == 0)
        #expect(learner.batches.isEmpty)
        #expect(learner.watermarks.first?.refused.count == 12)
        try database.run("UPDATE review_db SET review = 'text ' || rowid WHERE rowid < 3")
        #expect(try database.update(&learner).rowsApplied == 2)
        #expect(learner.watermarks.count == 1)
    }

    @Test mutating func `mended rows edited under the reading are an error`() throws {
        _ = try skip(&learner)
        try database.run("UPDATE review_db SET review = 'a', sentiment = 0 WHERE rowid IN (3, 4)")
        let database = database
        learner.beforeReading = { try? database.run("UPDATE review_db SET review = 'b' WHERE rowid = 4") }
        #expect(database.updateError(learner) { $0.fetch = .fetchone }?.code == "changed_while_reading")
    }

    @Test mutating func `the status counts bad rows whether or not an update has met them`() throws {
        var status = try database.status(learner)
        #expect((status.rows, status.rowsApplied, status.rowsPending, status.rowsRefused) == (12, 0, 9, 3))
        _ = try skip(&learner)
        try database.run("UPDATE review_db SET sentiment = 0 WHERE rowid = 4")
        try database.add(13...13)
        status = try database.status(learner)
        #expect((status.rows, status.rowsApplied, status.rowsPending, status.rowsRefused) == (13, 9, 2, 2))
        #expect(status.refusedRows == [3, 11])
        #expect(status.rowsChanged == 0)
    }
}
