import Features

/// The rows of one call with their columns renumbered from 0 in the order in which they first occur.
///
/// The binary problems of a call share it. Because each problem works on a copy of these columns' weights alone, a
/// call that fails has changed nothing, and no step of it depends on `n_features`.
struct TrainingRows {
    /// The columns that occur, numbered.
    private(set) var index: ColumnIndex
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
        var index = ColumnIndex(capacity: min(batch.columns.count, 1 << 12))
        var positions: [Int32] = []
        positions.reserveCapacity(batch.columns.count)
        let columns = batch.columns.span
        // Row by row, so that the index grows with the columns that differ and not with the entries.
        for row in 0..<batch.rowCount {
            index.insert(columns.extracting(batch.entries(ofRow: row)), positions: &positions)
        }
        self.positions = positions
        self.index = index
        values = batch.values
        rowStarts = [0] + batch.rowEnds
    }

    /// The number of rows.
    var count: Int { rowStarts.count - 1 }
}
