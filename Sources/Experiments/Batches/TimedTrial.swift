package import Feedback
import Files
import Foundation
import Training
package import Values

/// One update in a process of its own, which is timed and whose memory is its own.
package struct TimedTrial: Hashable, Sendable {
    /// The model file that it begins from; it is not changed.
    package var model: String
    /// The feedback database.
    package var database: String
    /// The last row that counts; `nil` where there is none.
    package var lastRow: Int64?
    /// How rows come.
    package var fetch: FetchStrategy
    /// The rows of one call with `fetchmany`.
    package var batchSize: Int
    /// The number of the process that compares, with which this one ends.
    package var parent = 0

    /// What a trial has come to.
    package struct Result: Hashable, Sendable {
        /// How long the update took in seconds, the opening of the model left out.
        package var seconds: Double
        /// How long it took until the first `partial_fit` was done; `nil` where there was none.
        package var firstUpdateSeconds: Double?
        /// The rows that were learned.
        package var rows: Int
        /// The calls of `partial_fit`.
        package var calls: Int
        /// The largest resident memory of the process from its start on in bytes; `nil` where the system does not say.
        package var peakMemoryBytes: Int?
        /// How far the resident memory rose while it learned above what it was with the model open, in bytes; `nil` likewise.
        ///
        /// Opening a model takes more for a moment than having it, so what a process has taken at most may say nothing of
        /// the update.
        package var memoryOverModelBytes: Int?
        /// The digest of the model that came out.
        package var modelDigest: String
    }

    /// A trial.
    package init(model: String, database: String, lastRow: Int64?, fetch: FetchStrategy, batchSize: Int) {
        self.model = model
        self.database = database
        self.lastRow = lastRow
        self.fetch = fetch
        self.batchSize = batchSize
    }

    /// Carries the trial out in this process.
    package func carryOut() throws -> Result {
        var model = try TextClassifier(opening: model)
        var update = Update()
        (update.fetch, update.batchSize) = (fetch, batchSize)
        update.badRows = .skip
        let opening = ProcessMemory.peak
        let resident = ProcessMemory.restartPeak()
        let start = ContinuousClock.now
        var first: Double?
        let store = try FeedbackStore(opening: database).through(lastRow)
        let done = try update.run(on: &model, from: store) { _ in
            first = first ?? (ContinuousClock.now - start).seconds
        }
        let seconds = (ContinuousClock.now - start).seconds
        // Before the digest, which writes all weights out.
        let learning = ProcessMemory.peak
        return Result(
            seconds: seconds, firstUpdateSeconds: first, rows: done.rowsApplied, calls: done.batches,
            peakMemoryBytes: [opening, learning].compactMap(\.self).max(),
            memoryOverModelBytes: resident.flatMap { resident in learning.map { max(0, $0 - resident) } },
            modelDigest: model.modelDigest)
    }
}

extension TimedTrial {
    /// The trial as JSON.
    package var json: JSONValue {
        [
            "model": .text(model), "database": .text(database), "last_row": JSONValue(lastRow.map { Int($0) }),
            "fetch": .text(fetch.rawValue), "batch_size": .integer(batchSize), "parent": .integer(parent),
        ]
    }

    /// Reads a trial from a file.
    package init(path: String) throws(ExperimentError) {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw .file(.system(path: path, operation: "read", reason: "it cannot be read"))
        }
        let plan = try RecordValue(parsing: [UInt8](data), path: path)
        let lastRow = try plan["last_row"].unlessNull { (row) throws(ExperimentError) in Int64(try row.integer) }
        guard let fetch = FetchStrategy(rawValue: try plan["fetch"].text) else {
            throw try plan["fetch"].damage("a strategy")
        }
        self.init(
            model: try plan["model"].text, database: try plan["database"].text, lastRow: lastRow, fetch: fetch,
            batchSize: try plan["batch_size"].count(from: 1))
        parent = try plan["parent"].count()
    }
}

extension TimedTrial.Result {
    /// The result as JSON.
    package var json: JSONValue {
        [
            "seconds": .real(seconds), "first_update_seconds": JSONValue(firstUpdateSeconds), "rows": .integer(rows),
            "partial_fit_calls": .integer(calls), "peak_memory_bytes": JSONValue(peakMemoryBytes),
            "memory_over_model_bytes": JSONValue(memoryOverModelBytes), "model_digest": .text(modelDigest),
        ]
    }

    /// Reads a result.
    init(_ value: RecordValue) throws(ExperimentError) {
        self.init(
            seconds: try value["seconds"].amount,
            firstUpdateSeconds: try value["first_update_seconds"].unlessNull { (first) throws(ExperimentError) in
                try first.amount
            }, rows: try value["rows"].count(), calls: try value["partial_fit_calls"].count(),
            peakMemoryBytes: try value["peak_memory_bytes"].unlessNull { (bytes) throws(ExperimentError) in
                try bytes.count()
            },
            memoryOverModelBytes: try value["memory_over_model_bytes"].unlessNull { (bytes) throws(ExperimentError) in
                try bytes.count()
            }, modelDigest: try value["model_digest"].text)
    }
}
