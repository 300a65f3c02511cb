extension SparseBatch {
    /// Adds the rows of another batch of as many columns.
    package mutating func append(_ other: SparseBatch) { append(0..<other.rowCount, of: other) }

    /// Adds some rows of another batch of as many columns.
    package mutating func append(_ rows: Range<Int>, of other: SparseBatch) {
        precondition(other.nFeatures == nFeatures, "\(other.nFeatures) columns, not \(nFeatures)")
        let entries = other.entries(ofRows: rows)
        let shift = columns.count - entries.lowerBound
        columns += other.columns[entries]
        values += other.values[entries]
        rowEnds += other.rowEnds[rows].map { $0 + shift }
    }

    /// The rows of these numbers, in this order; one may come several times.
    ///
    /// - Complexity: O(*n*) for *n* entries of the selected rows.
    package func selecting(_ indices: some Collection<Int>) -> SparseBatch {
        var selected = SparseBatch(nFeatures: nFeatures)
        selected.rowEnds.reserveCapacity(indices.count)
        for index in indices {
            let entries = entries(ofRow: index)
            selected.columns += columns[entries]
            selected.values += values[entries]
            selected.rowEnds.append(selected.columns.count)
        }
        return selected
    }
}
