package import Feedback
package import ModelFiles
package import Values

/// How a feedback database stands to a model: what `feedback status` shows.
package struct FeedbackStatus: Hashable, Sendable {
    /// The database.
    package var path: String
    /// How many rows there are.
    package var rows: Int
    /// The largest row number, or `nil` where there are no rows.
    package var lastRow: Int64?
    /// How many rows the model has learned.
    package var rowsApplied: Int
    /// How many rows the next update would learn, new ones and mended ones.
    package var rowsPending: Int
    /// How many rows cannot be learned, whether or not an update has met them.
    package var rowsRefused: Int
    /// Their numbers, ascending.
    package var refusedRows: [Int64]
    /// How many of the applied rows are in blocks (of at most 4,096 rows) that have changed since.
    package var rowsChanged: Int
    /// The number of the first row of the first such block, or `nil` when nothing has changed.
    package var firstChangedRow: Int64?
    /// Whether the applied rows are all there, but under other numbers, as after `VACUUM`.
    package var renumbered: Bool
    /// How many rows have each label.
    package var labels: [LabelRows]

    /// Looks at all rows of a database.
    ///
    /// `classes` are the model's labels in ascending order, `nil` without a model; `watermarks` are what it remembers.
    ///
    /// - Complexity: Reads every row once; memory does not grow with the table.
    package init(
        of store: FeedbackStore, classes: [Label]?, watermarks: [Watermark], monitor: (any WorkMonitor)? = nil
    ) throws(UpdateError) {
        var survey = try FeedbackSurvey(
            of: store, classes: classes, watermarks: watermarks, rebuilding: false, monitor: monitor)
        try survey.lookAtNewRows(of: store, classes: classes, monitor: monitor)
        path = store.path
        rows = survey.rows
        lastRow = survey.bound
        rowsApplied = survey.rowsApplied
        rowsPending = survey.pending
        rowsRefused = survey.refused.count
        refusedRows = survey.refused
        rowsChanged = survey.reading?.rowsChanged ?? 0
        firstChangedRow = survey.reading?.differing.first?.firstRow
        renumbered = survey.isRenumbered
        labels = survey.labels.rows(classes: classes)
    }
}
