package import Feedback

extension Update {
    /// What an update did, or would have done on a dry run.
    package struct Result: Hashable, Sendable {
        /// How rows left the database.
        package var fetch: FetchStrategy
        /// The number of rows in a full batch: 1 for `fetchone`, `nil` for `fetchall`.
        package var batchSize: Int?
        /// How many rows were looked at to be learned: `rowsApplied` and `rowsRefused` together.
        package var rowsSeen: Int
        /// How many rows were learned.
        package var rowsApplied: Int
        /// How many rows cannot be learned and wait to be mended, those of earlier updates among them.
        package var rowsRefused: Int
        /// Their numbers, ascending.
        package var refusedRows: [Int64]
        /// How many calls of `partial_fit` there were.
        package var batches: Int
        /// The number of the last row read so far, by this update or an earlier one; `nil` where there are no rows.
        package var lastRow: Int64?
        /// How many rows the model had learned from this database before.
        package var rowsAppliedBefore: Int
        /// How many of the rows learned had been refused before.
        package var rowsMended: Int
        /// Whether the rows learned before were all there, but under other numbers, as after `VACUUM`.
        package var renumbered: Bool
        /// Whether rows that the model had learned before were learned once more.
        package var appliedAgain: Bool
        /// How many rows were in blocks that had changed, and were accepted as they are.
        package var rowsChangeAccepted: Int
        /// Whether the learning was left out.
        package var dryRun: Bool
        /// The longest time for which a read lock on the database was held while rows were read to be learned.
        package var longestReadLock: Duration
    }
}
