package import Features

/// The rows of one call with their columns renumbered from 0 in the order in which they first occur.
///
/// The binary problems of a call share it. Because each problem works on a copy of these columns' weights alone, a
/// call that fails has changed nothing, and no step of it depends on `n_features`. Renumbering needs the rows and no
/// weights, so that it can be done ahead of learning, and rows can be added as they are made.
package struct TrainingRows: Sendable {
    /// The number of columns that a row could have.
    package let nFeatures: Int
    private var index: ColumnIndex
    /// The number of each entry's column.
    private(set) var positions: [Int32] = []
    /// The value of each entry.
    private(set) var values: [Double] = []
    /// Where each row ends in `positions` and `values`.
    private(set) var rowEnds: [Int] = []

    /// No rows.
    package init(nFeatures: Int) {
        self.nFeatures = nFeatures
        index = ColumnIndex()
    }

    /// Renumbers the columns of a batch.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    package init(_ batch: SparseBatch) {
        nFeatures = batch.nFeatures
        // In a batch of many reviews about every fifth entry is a column's first.
        index = ColumnIndex(capacity: batch.columns.count / 4)
        index.insert(batch.columns.span, positions: &positions)
        values = batch.values
        rowEnds = batch.rowEnds
    }

    /// Adds some rows of a batch; `rows` says how many there will be in all, as far as that is known.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    package mutating func append(_ added: Range<Int>, of batch: SparseBatch, of rows: Int? = nil) {
        let entries = batch.entries(ofRows: added)
        if rowEnds.isEmpty, let rows { reserve(entries.count, of: added.count, for: rows) }
        let shift = values.count - entries.lowerBound
        index.insert(batch.columns.span.extracting(entries), positions: &positions)
        values += batch.values[entries]
        for row in added { rowEnds.append(batch.rowEnds[row] + shift) }
    }

    /// Makes room for `rows` rows by the entries that the first ones have: arrays that grow are in memory twice for a moment,
    /// and what is not used is never touched.
    private mutating func reserve(_ entries: Int, of count: Int, for rows: Int) {
        let expected = min(Double(entries) / Double(max(count, 1)) * Double(rows) * 1.25, Double(Self.mostReserved))
        let (wanted, rows) = (Int(expected), min(rows, Self.mostReserved))
        positions.reserveCapacity(wanted)
        values.reserveCapacity(wanted)
        rowEnds.reserveCapacity(rows)
        index = ColumnIndex(capacity: min(wanted / 8, Self.mostColumns))
    }

    /// More columns than this are no longer found by one look into the cache anyway.
    private static let mostColumns = 1 << 15

    /// As many entries as 10,000 long reviews have several times over.
    private static let mostReserved = 1 << 23

    /// The number of rows.
    package var count: Int { rowEnds.count }
    /// The columns that occur, by their number.
    var columns: [Int32] { index.columns }

    /// Where row `row` lies in `positions` and `values`.
    func entries(ofRow row: Int) -> Range<Int> {
        (row == 0 ? 0 : rowEnds[row - 1])..<rowEnds[row]
    }

    /// The inner product of each row with weights by position.
    ///
    /// - Complexity: O(*n*), where *n* is the number of entries.
    func products(with weights: [Double]) -> [Double] {
        let (positions, values, weights) = (positions.span, values.span, weights.span)
        var products: [Double] = []
        products.reserveCapacity(count)
        var entry = 0
        for end in rowEnds {
            var sum = 0.0
            while entry < end {
                sum += values[entry] * weights[Int(positions[entry])]
                entry += 1
            }
            products.append(sum)
        }
        return products
    }
}
