import Features

/// The rows of a call as its binary problems see them.
struct NumberedRows {
    /// The rows, with a position over each column.
    private let rows: SparseBatch
    /// The class of each row.
    let classOfRow: [Int32]
    /// What each row's update is multiplied with; 1 where there are none.
    let sampleWeights: [Double]?

    /// Rows whose columns were written over by where these have their weights, with the class and the weight of each.
    init(_ rows: SparseBatch, classOfRow: [Int32], sampleWeights: [Double]?) {
        (self.rows, self.classOfRow, self.sampleWeights) = (rows, classOfRow, sampleWeights)
    }

    /// The number of rows.
    var count: Int { rows.rowCount }
    /// Where the column of each entry has its weights.
    var positions: [Int32] { rows.columns }

    /// Has the processor bring a row near that will be looked at soon.
    func fetch(row: Int) { rows.fetch(row: row) }

    /// Calls `body` with where a row's entries are, their positions, and their values; `scratch` is room for the values.
    @inline(__always)
    func withRow<Result>(
        _ row: Int, scratch: inout [Double], _ body: (Range<Int>, Span<Int32>, Span<Double>) -> Result
    ) -> Result {
        let entries = rows.entries(ofRow: row)
        let columns = rows.columns
        return rows.rowValues.withRow(row, entries: entries, scratch: &scratch) { values in
            body(entries, columns.span.extracting(entries), values)
        }
    }
}
