extension SparseBatch {
    /// Adds the rows of another batch of as many columns.
    package mutating func append(_ other: SparseBatch) {
        precondition(other.nFeatures == nFeatures, "\(other.nFeatures) columns, not \(nFeatures)")
        let start = columns.count
        columns += other.columns
        values += other.values
        rowEnds += other.rowEnds.map { $0 + start }
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
