package import Features

/// The rows of one call with their columns renumbered from 0 in the order in which they first occur.
///
/// The binary problems of a call share it. Because each problem works on a copy of these columns' weights alone, a
/// call that fails has changed nothing, and no step of it depends on `n_features`. Renumbering needs the rows and no
/// weights, so that it can be done ahead of learning.
package struct TrainingRows: Sendable {
    /// The rows with the columns that they came with.
    package let batch: SparseBatch
    /// The columns that occur, by their number.
    let columns: [Int32]
    /// The number of each entry's column.
    let positions: [Int32]

    /// Renumbers the columns of a batch.
    ///
    /// - Complexity: expected O(*n*), where *n* is the number of entries.
    package init(_ batch: SparseBatch) {
        var positions: [Int32] = []
        positions.reserveCapacity(batch.columns.count)
        // In a batch of many reviews about every fifth entry is a column's first.
        var index = ColumnIndex(capacity: batch.columns.count / 4)
        index.insert(batch.columns.span, positions: &positions)
        columns = index.columns
        self.positions = positions
        self.batch = batch
    }

    /// The number of rows.
    package var count: Int { batch.rowCount }
    /// The value of each entry.
    var values: [Double] { batch.values }

    /// The inner product of each row with weights by position.
    ///
    /// - Complexity: O(*n*), where *n* is the number of entries.
    func products(with weights: [Double]) -> [Double] {
        let (positions, values, weights) = (positions.span, batch.values.span, weights.span)
        var products: [Double] = []
        products.reserveCapacity(count)
        var entry = 0
        for end in batch.rowEnds {
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
