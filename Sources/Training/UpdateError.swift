package import Feedback
package import Values

/// Why an update applied nothing.
package enum UpdateError: ExplainedError {
    /// The feedback database cannot be read.
    case feedback(FeedbackError)
    /// The model refused a batch.
    case learning(any ExplainedError)
    /// Rows that the model has learned are not there any more, or not as they were.
    case rowsChanged(ChangedRows)
    /// Rows cannot be learned, and the update was to stop at such rows.
    case badRows(path: String, rows: [RefusedRow])
    /// A batch of fewer than one row was asked for.
    case batchSize(Int)
    /// The person pressed Ctrl-C.
    case interrupted

    /// The blocks of applied rows that differ from what the model has learned.
    package struct ChangedRows: Hashable, Sendable {
        /// The database.
        package var path: String
        /// The number of the first row of the first block that differs.
        package var firstRow: Int64
        /// The number of that block's last row.
        package var lastRow: Int64
        /// How many applied rows are in blocks that differ.
        package var rowsChanged: Int
        /// How many applied rows there are.
        package var rowsApplied: Int
    }
}

/// A row that cannot be learned, and why.
package struct RefusedRow: Hashable, Sendable {
    /// Its number.
    package var number: Int64
    /// What is wrong with it.
    package var defect: FeedbackRow.Defect
}

extension UpdateError {
    package var code: String {
        switch self {
        case .feedback(let error): error.code
        case .learning(let error): error.code
        case .rowsChanged: "feedback_changed"
        case .badRows: "bad_rows"
        case .batchSize: "batch_size"
        case .interrupted: "interrupted"
        }
    }

    package var message: String {
        switch self {
        case .feedback(let error): error.message
        case .learning(let error): error.message
        case .rowsChanged(let changed):
            "rows that this model has learned from \(changed.path) were changed or deleted since: "
                + "the first block that differs held rows \(changed.firstRow) to \(changed.lastRow), and "
                + "\(changed.rowsChanged) of \(changed.rowsApplied) applied rows are in blocks that differ"
        case .badRows(let path, let rows): Self.message(path, rows)
        case .batchSize(let size): "a batch needs at least 1 row, not \(size)"
        case .interrupted: "interrupted; the model is as it was before"
        }
    }

    package var remedy: String? {
        switch self {
        case .feedback(let error): error.remedy
        case .learning(let error): error.remedy
        case .rowsChanged:
            "nothing was applied: restore the rows, or keep the weights and take the rows as they are now with "
                + "--accept-changes"
        case .badRows: "nothing was applied: mend or delete the rows, or leave them out for now with --bad-rows skip"
        case .batchSize: "give --batch-size a whole number from 1"
        case .interrupted: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .feedback(let error): error.evidence
        case .learning(let error): error.evidence
        case .rowsChanged(let changed):
            [
                Parameter("path", .text(changed.path)),
                Parameter("first_changed_row", .integer(changed.firstRow)),
                Parameter("last_row_of_block", .integer(changed.lastRow)),
                Parameter("rows_changed", .integer(Int64(changed.rowsChanged))),
                Parameter("rows_applied", .integer(Int64(changed.rowsApplied))),
            ]
        case .badRows(let path, let rows):
            [
                Parameter("path", .text(path)),
                Parameter("rows_refused", .integer(Int64(rows.count))),
                Parameter("refused_rows", .list(rows.map { .integer($0.number) })),
            ]
        case .batchSize(let size): [Parameter("actual", .integer(Int64(size)))]
        case .interrupted: []
        }
    }

    /// How many rows a message lists; the evidence has them all.
    private static let listed = 20

    private static func message(_ path: String, _ rows: [RefusedRow]) -> String {
        let list = rows.prefix(listed).map { "row \($0.number): \($0.defect.rawValue)" }
        let rest = rows.count > listed ? "; and \(rows.count - listed) more" : ""
        let count = rows.count == 1 ? "1 row" : "\(rows.count) rows"
        return "\(count) of \(path) cannot be learned (\(list.joined(separator: "; "))\(rest))"
    }
}
