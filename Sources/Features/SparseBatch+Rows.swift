extension SparseBatch {
    /// The value of each entry of `columns`, written out.
    ///
    /// - Complexity: O(*n*) in the number of entries.
    package var values: [Double] { (0..<rowCount).flatMap(values(ofRow:)) }

    /// The value of each entry of a row.
    package func values(ofRow row: Int) -> [Double] {
        var scratch: [Double] = []
        return rowValues.withRow(row, entries: entries(ofRow: row), scratch: &scratch) { values in
            unsafe values.withUnsafeBufferPointer { unsafe Array($0) }
        }
    }

    /// Adds the rows of another batch of as many columns.
    package mutating func append(_ other: SparseBatch) { append(0..<other.rowCount, of: other) }

    /// Adds some rows of another batch of as many columns.
    package mutating func append(_ rows: Range<Int>, of other: SparseBatch) {
        precondition(other.nFeatures == nFeatures, "\(other.nFeatures) columns, not \(nFeatures)")
        let entries = other.entries(ofRows: rows)
        let shift = columns.count - entries.lowerBound
        columns += other.columns[entries]
        rowValues.append(rows, entries: entries, of: other.rowValues)
        rowEnds += other.rowEnds[rows].map { $0 + shift }
    }

    /// The rows of these numbers, in this order; one may come several times.
    ///
    /// - Complexity: O(*n*) for *n* entries of the selected rows.
    package func selecting(_ indices: some Collection<Int>) -> SparseBatch {
        var selected = SparseBatch(nFeatures: nFeatures)
        for index in indices { selected.append(index..<index + 1, of: self) }
        return selected
    }
}
