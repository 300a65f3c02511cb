package import Feedback
import ModelFiles
package import Values

/// `partial_fit` on the feedback that a model has not seen, each row exactly once.
///
/// 1. The largest row number is fixed; rows that arrive later wait for the next update.
/// 2. The rows that the model has learned are read for a look (``FeedbackSurvey``) and compared with its watermark. When they
///    have changed, nothing is applied.
/// 3. The pending rows are read in one pass, checked, and learned batch by batch. They come in the order of their
///    numbers, so that rows which were refused before and have been mended come first. Refused rows are taken out
///    before batches are formed: every batch but the last is full, and the batches are those that Python's
///    `cursor.fetchmany(k)` hands out for the good pending rows alone. Where bad rows stop the update, the first of them
///    ends the learning, the rest are read to name them all, and what was learned is thrown away.
/// 4. The model with its new watermark takes the old one's place.
///
/// The model learns in a copy, so that an error or an interruption at any point leaves it as it was. No lock on the
/// database is held while it learns. `fetchone` and `fetchmany` hold the batches that are made ahead in memory, `fetchall`
/// all that became of the pending rows; of no batch all texts.
package struct Update: Sendable {
    /// How rows become batches.
    package var fetch = FetchStrategy.fetchmany
    /// The number of rows in a batch of `fetchmany`, from 1.
    package var batchSize = Batching.feedback
    /// Whether rows that were applied before are applied once more.
    package var again = false
    /// What happens to rows that cannot be learned.
    package var badRows = BadRows.stop
    /// Whether rows that were changed or deleted after they were applied count as applied as they are now.
    package var acceptChanges = false
    /// Whether everything is done but the learning.
    package var dryRun = false

    /// What happens to rows that cannot be learned.
    package enum BadRows: String, CaseIterable, Sendable {
        /// Nothing is applied. Rows that an earlier update has skipped are known and do not stop this one.
        case stop
        /// The others are applied; these are remembered, and applied by a later update once they are mended.
        case skip
    }

    /// How far an update has come with one of its batches.
    package struct Batch: Hashable, Sendable {
        /// How many batches were learned so far.
        package var number: Int
        /// How many rows were learned so far.
        package var rowsApplied: Int
        /// The number of the last row that had been read when the batch was full.
        package var lastRow: Int64
    }

    /// An update as it is when nothing else is said: `fetchmany` in batches of 10,000, stopping at bad rows.
    package init() {}

    /// Applies what is pending in `store` to `learner`.
    ///
    /// - Parameters:
    ///   - learner: What learns; it has the new watermark afterwards.
    ///   - store: Where the rows are.
    ///   - monitor: Who waits; asked and told once a batch.
    ///   - afterBatch: Called after each batch that was learned.
    /// - Returns: What was done.
    /// - Throws: `UpdateError`; the learner is then as it was.
    /// - Complexity: Reads every row of the table once; the mended ones, which an earlier update refused, twice.
    package func run<Learner: FeedbackLearner>(
        on learner: inout Learner, from store: FeedbackStore, monitor: (any WorkMonitor)? = nil,
        afterBatch: (Batch) -> Void = { _ in }
    ) throws(UpdateError) -> Result {
        try apply(to: &learner, from: store, monitor, afterBatch)
    }

    /// The same for the usual learner, of which the compiler makes code of its own: of batches of one row, looking up types at run
    /// time takes a sixth of the time.
    package func run(
        on model: inout TextClassifier, from store: FeedbackStore, monitor: (any WorkMonitor)? = nil,
        afterBatch: (Batch) -> Void = { _ in }
    ) throws(UpdateError) -> Result {
        try apply(to: &model, from: store, monitor, afterBatch)
    }

    private func apply<Learner: FeedbackLearner>(
        to learner: inout Learner, from store: FeedbackStore, _ monitor: (any WorkMonitor)?,
        _ afterBatch: (Batch) -> Void
    ) throws(UpdateError) -> Result {
        guard batchSize >= 1 else { throw .batchSize(batchSize) }
        let survey = try FeedbackSurvey(
            of: store, classes: learner.classes, watermarks: learner.watermarks, rebuilding: acceptChanges,
            monitor: monitor)
        if let reading = survey.reading, let first = reading.differing.first, !acceptChanges {
            throw .rowsChanged(
                UpdateError.ChangedRows(
                    path: store.path, firstRow: first.firstRow, lastRow: first.lastRow,
                    rowsChanged: reading.rowsChanged,
                    rowsApplied: survey.rowsApplied))
        }
        var copy = learner
        var application = FeedbackApplication(of: self, survey: survey, classes: learner.classes, path: store.path)
        try application.run(on: &copy, from: store, monitor: monitor, afterBatch: afterBatch)
        let result = application.result
        if !dryRun {
            application.leaveWatermark(in: &copy.watermarks, at: survey.watermark, path: store.path)
            learner = copy
        }
        return result
    }
}
