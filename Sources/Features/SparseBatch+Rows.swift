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

    /// Makes room for `rows` rows that have about as many entries as some of another batch: arrays that grow are in memory
    /// twice for a moment, and what is not used is never touched.
    package mutating func reserve(rows: Int, like some: Range<Int>, of other: SparseBatch) {
        let entries = Double(other.entries(ofRows: some).count) / Double(max(some.count, 1)) * Double(rows) * 1.25
        let wanted = Int(min(entries, Double(Self.mostReserved)))
        // A quarter more than that may be there already, and is mostly enough.
        guard columns.capacity < wanted * 4 / 5 else { return }
        reserve(entries: wanted, rows: rows)
    }

    /// Makes room for some entries in so many rows, but no more than a large batch has; what is not used is never touched.
    package mutating func reserve(entries: Int, rows: Int) {
        let (entries, rows) = (min(entries, Self.mostReserved), min(rows, Self.mostReserved))
        columns.reserveCapacity(entries)
        rowValues.reserve(entries, rows: rows)
        rowEnds.reserveCapacity(rows)
    }

    /// As many entries as 10,000 long reviews have several times over.
    private static let mostReserved = 1 << 23

    /// The rows of these numbers, in this order; one may come several times.
    ///
    /// - Complexity: O(*n*) for *n* entries of the selected rows.
    package func selecting(_ indices: some Collection<Int>) -> SparseBatch {
        var selected = SparseBatch(nFeatures: nFeatures)
        for index in indices { selected.append(index..<index + 1, of: self) }
        return selected
    }
}
