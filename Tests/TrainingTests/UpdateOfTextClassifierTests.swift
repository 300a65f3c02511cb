import TestSupport
import Feedback
import Learning
import Testing
import Training
import Values

@Suite struct UpdateOfTextClassifierTests {
    let database: FeedbackDatabase
    let model: TextClassifier
    let feedback: [Document]

    /// A model that has learned 50 reviews, and 95 more in the database, the 40th of which is bad.
    init() throws {
        let documents = Sample.documents(145)
        var model = try Sample.model { $0.randomState = 1 }
        try model.partialFit(Array(documents.prefix(50)))
        self.model = model
        feedback = Array(documents.dropFirst(50))
        database = try FeedbackDatabase()
        let store = try database.store
        try store.add(contentsOf: feedback.prefix(39))
        try database.run("INSERT INTO review_db VALUES (NULL, 1, NULL)")
        try store.add(contentsOf: feedback.dropFirst(39))
    }

    @Test(arguments: [(FetchStrategy.fetchone, 1), (.fetchmany, 30), (.fetchmany, 1000), (.fetchall, 1000)])
    func `an update is partial_fit on the same batches, to the last bit`(fetch: FetchStrategy, size: Int) throws {
        var updated = model
        var update = Update()
        (update.fetch, update.batchSize, update.badRows) = (fetch, size, .skip)
        let result = try update.run(on: &updated, from: try database.store)
        #expect((result.rowsApplied, result.refusedRows) == (95, [40]))
        var expected = model
        for start in stride(from: 0, to: feedback.count, by: size) {
            try expected.partialFit(Array(feedback[start..<min(start + size, feedback.count)]))
        }
        #expect(updated.modelDigest == expected.modelDigest)
        #expect(updated.modelDigest != model.modelDigest)
        #expect(result.batches == (feedback.count + size - 1) / size)
    }

    @Test func `an update that fails leaves the model as it was`() throws {
        var updated = model
        #expect(throws: UpdateError.self) { try Update().run(on: &updated, from: try database.store) }
        #expect(updated.modelDigest == model.modelDigest)
        #expect(updated.watermarks.isEmpty)
    }

    @Test func `the watermark is in the model's file: what was applied before saving is not applied after`() throws {
        var updated = model
        var update = Update()
        update.badRows = .skip
        _ = try update.run(on: &updated, from: try database.store)
        let path = database.folder.file("model.safetensors")
        try updated.save(to: path, writtenBy: Sample.program)
        var read = try TextClassifier(opening: path)
        let digest = read.modelDigest
        #expect(try Update().run(on: &read, from: try database.store).rowsApplied == 0)
        #expect(read.modelDigest == digest)
        #expect(read.watermarks == updated.watermarks)
    }
}
