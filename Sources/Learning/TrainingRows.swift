import Features

/// The rows of one call with their columns renumbered from 0 in the order in which they first occur.
///
/// The binary problems of a call share it. Because each problem works on a copy of these columns' weights alone, a
/// call that fails has changed nothing, and no step of it depends on `n_features`.
struct TrainingRows {
    /// The columns that occur, by their number.
    let columns: [Int32]
    /// The number of each entry's column.
    let positions: [Int32]
    /// The value of each entry.
    let values: [Double]
    /// Where each row begins in `positions` and `values`, and the last one ends.
    let rowStarts: [Int]

    /// Renumbers the columns of a batch.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    init(_ batch: SparseBatch) {
        var positions: [Int32] = []
        positions.reserveCapacity(batch.columns.count)
        var index = ColumnIndex(capacity: min(batch.columns.count, 512))
        index.insert(batch.columns.span, positions: &positions)
        columns = index.columns
        self.positions = positions
        values = batch.values
        rowStarts = [0] + batch.rowEnds
    }

    /// The number of rows.
    var count: Int { rowStarts.count - 1 }
}
