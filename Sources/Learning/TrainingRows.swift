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
    /// The values of all rows.
    private(set) var rowValues = RowValues()
    /// Where each row ends in `positions`.
    private(set) var rowEnds: [Int] = []

    /// No rows.
    package init(nFeatures: Int) {
        self.nFeatures = nFeatures
        index = ColumnIndex(nFeatures: nFeatures)
    }

    /// Renumbers the columns of a batch.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    package init(_ batch: SparseBatch) {
        nFeatures = batch.nFeatures
        // In a batch of many reviews about every fifth entry is a column's first.
        index = ColumnIndex(nFeatures: nFeatures, capacity: batch.columns.count / 4)
        index.insert(batch.columns.span, positions: &positions)
        rowValues = batch.rowValues
        rowEnds = batch.rowEnds
    }

    /// Adds some rows of a batch; `rows` says how many there will be in all, as far as that is known.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    package mutating func append(_ added: Range<Int>, of batch: SparseBatch, expecting rows: Int? = nil) {
        let entries = batch.entries(ofRows: added)
        if rowEnds.isEmpty, let rows { reserve(entries.count, of: added.count, for: rows) }
        let shift = positions.count - entries.lowerBound
        index.insert(batch.columns.span.extracting(entries), positions: &positions)
        rowValues.append(added, entries: entries, of: batch.rowValues)
        for row in added { rowEnds.append(batch.rowEnds[row] + shift) }
    }

    /// Gives the memory back that adding rows takes, as none will be added.
    package mutating func end() { index.end() }

    /// Makes room for `rows` rows by the entries that the first ones have: arrays that grow are in memory twice for a moment,
    /// and what is not used is never touched.
    private mutating func reserve(_ entries: Int, of count: Int, for rows: Int) {
        let expected = min(Double(entries) / Double(max(count, 1)) * Double(rows) * 1.25, Double(Self.mostReserved))
        let (wanted, rows) = (Int(expected), min(rows, Self.mostReserved))
        positions.reserveCapacity(wanted)
        rowValues.reserve(wanted, rows: rows)
        rowEnds.reserveCapacity(rows)
        index = ColumnIndex(nFeatures: nFeatures, capacity: min(wanted / 4, Self.mostColumns))
    }

    /// Slots for this many columns take a megabyte; where there are more columns, the slots grow with them.
    private static let mostColumns = 1 << 16

    /// As many entries as 10,000 long reviews have several times over.
    private static let mostReserved = 1 << 23

    /// The number of rows.
    package var count: Int { rowEnds.count }
    /// The columns that occur, by their number.
    var columns: [Int32] { index.columns }

    /// Where row `row` lies in `positions`.
    func entries(ofRow row: Int) -> Range<Int> {
        (row == 0 ? 0 : rowEnds[row - 1])..<rowEnds[row]
    }

    /// The row and column of the first entry that is no finite number.
    var nonFiniteEntry: (row: Int, column: Int)? {
        guard !rowValues.areFinite else { return nil }
        var scratch: [Double] = []
        for row in 0..<count {
            let entries = entries(ofRow: row)
            let found = rowValues.withRow(row, entries: entries, scratch: &scratch) { values in
                values.indices.first { !values[$0].isFinite }
            }
            if let found { return (row, Int(columns[Int(positions[entries.lowerBound + found])])) }
        }
        return nil
    }

    /// The inner product of each row with weights by position.
    ///
    /// - Complexity: O(*n*), where *n* is the number of entries.
    func products(with weights: [Double]) -> [Double] {
        let weights = weights.span
        var scratch: [Double] = []
        return (0..<count).map { row in
            let entries = entries(ofRow: row)
            let positions = positions.span.extracting(entries)
            return rowValues.withRow(row, entries: entries, scratch: &scratch) { values in
                var sum = 0.0
                for entry in values.indices { sum += values[entry] * weights[Int(positions[entry])] }
                return sum
            }
        }
    }
}
