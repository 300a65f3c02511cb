import Feedback
import Foundation
import GRDB
import ModelFiles
import TestSupport
import Testing
import Training
import Values

/// A feedback database in a fresh folder, written by the `sqlite3` module of Python or by a second connection.
final class FeedbackDatabase {
    let folder: TemporaryFolder
    let path: String

    /// The tutorial's table, or the one that `schema` makes.
    init(schema: String = "CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)") throws {
        folder = try TemporaryFolder()
        path = folder.file("reviews.sqlite")
        try run(schema)
    }

    /// Runs statements on a connection of their own that does not wait for locks.
    func run(_ statements: String...) throws {
        try run(at: path, statements)
    }

    /// Runs a statement on another database.
    func run(at path: String, _ statement: String) throws {
        try run(at: path, [statement])
    }

    private func run(at path: String, _ statements: [String]) throws {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction { db in
            for statement in statements { try db.execute(sql: statement) }
        }
    }

    /// Adds the texts `text 1`, `text 2`, … with the labels 1, 0, 1, ….
    func add(_ rows: ClosedRange<Int>) throws {
        try run(
            """
            INSERT INTO review_db (review, sentiment)
            WITH RECURSIVE n(i) AS (SELECT \(rows.lowerBound) UNION ALL SELECT i + 1 FROM n WHERE i < \(rows.upperBound))
            SELECT 'text ' || i, i % 2 FROM n
            """)
    }

    var store: FeedbackStore { get throws { try FeedbackStore(opening: path) } }
}

/// Remembers what it was given, batch by batch.
struct RecordingLearner: FeedbackLearner {
    var classes: [Label] = [.integer(0), .integer(1)]
    var watermarks: [Watermark] = []
    /// The batches of all calls.
    var batches: [[Document]] = []
    /// The call, counted from 0, that fails.
    var failingCall: Int?
    /// Called in the middle of each call with its number.
    var during: (Int) -> Void = { _ in }

    struct Failure: ExplainedError {
        var code: String { "failed_on_purpose" }
        var message: String { "failed on purpose" }
        var remedy: String? { nil }
        var evidence: [Parameter] { [] }
    }

    /// Called after all rows were looked at, and before any is read to be learned.
    var beforeReading: () -> Void = {}

    var maker: DocumentMaker {
        beforeReading()
        return DocumentMaker()
    }

    mutating func partialFit(taking documents: inout [Document], labels: [Label]) throws(Failure) {
        during(batches.count)
        if batches.count == failingCall { throw Failure() }
        batches.append(documents)
    }

    /// The numbers in the texts `text n`, in the order of learning.
    var learned: [Int] { batches.joined().compactMap { Int($0.text.dropFirst("text ".count)) } }
    var batchSizes: [Int] { batches.map(\.count) }
}

/// Says that Ctrl-C was pressed after so many looks.
final class Interruption: WorkMonitor {
    private var looks: Int

    init(afterLooks looks: Int) { self.looks = looks }

    func advance(to done: Int, of total: Int?, unit: String) {}

    var isInterrupted: Bool {
        looks -= 1
        return looks < 0
    }
}

extension FeedbackDatabase {
    /// Runs an update whose options `change` sets.
    @discardableResult
    func update(
        _ learner: inout RecordingLearner, monitor: (any WorkMonitor)? = nil,
        _ change: (inout Update) -> Void = { _ in }
    ) throws -> Update.Result {
        var update = Update()
        change(&update)
        return try update.run(on: &learner, from: try store, monitor: monitor)
    }

    /// The error of an update that must fail and must leave the learner as it was.
    func updateError(
        _ learner: RecordingLearner, monitor: (any WorkMonitor)? = nil, _ change: (inout Update) -> Void = { _ in }
    ) -> UpdateError? {
        var copy = learner
        let error = #expect(throws: UpdateError.self) { try update(&copy, monitor: monitor, change) }
        #expect(copy.batches == learner.batches)
        #expect(copy.watermarks == learner.watermarks)
        return error
    }

    func status(_ learner: RecordingLearner) throws -> FeedbackStatus {
        try FeedbackStatus(of: try store, classes: learner.classes, watermarks: learner.watermarks)
    }
}
