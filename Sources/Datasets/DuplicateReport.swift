package import Values

/// Which texts of a dataset stand in it more than once.
///
/// Texts are compared by 64 bits of their SHA-256: among ten million different texts the chance that two are taken
/// for the same is below one in 300,000.
package struct DuplicateReport: Hashable, Sendable {
    /// Two rows with the same text, counted from 0 in the order of the dataset.
    package struct Pair: Hashable, Sendable {
        /// The first row with the text.
        package var first: Int
        /// A later row with it.
        package var second: Int
        /// Whether both rows have the same label.
        package var haveSameLabel: Bool
    }

    /// How many rows repeat a text that stands before them.
    package fileprivate(set) var repeatedRows = 0
    /// How many of these have another label than the first row with the text.
    package fileprivate(set) var contradictingRows = 0
    /// The first pairs, in the order of their second row.
    package fileprivate(set) var pairs: [Pair] = []
}

extension Dataset {
    /// Looks for rows that repeat the text of an earlier one; up to `pairLimit` pairs are listed.
    ///
    /// - Complexity: O(*n*) for *n* documents, in 20 to 40 bytes of memory for each.
    package func duplicates(
        pairLimit: Int = 10, monitor: (any WorkMonitor)? = nil
    ) throws(DatasetError) -> DuplicateReport {
        var report = DuplicateReport()
        var seen = TextTable(capacity: documents)
        var reader = try reader()
        var row = 0
        while let document = try reader.next() {
            let label = document.label
            if let (first, firstLabel) = seen.insert(document.text, row: row, label: label) {
                let haveSameLabel = firstLabel == label
                report.repeatedRows += 1
                report.contradictingRows += haveSameLabel ? 0 : 1
                if report.pairs.count < pairLimit {
                    report.pairs.append(.init(first: first, second: row, haveSameLabel: haveSameLabel))
                }
            }
            row += 1
            guard row.isMultiple(of: RowIndex.stride) else { continue }
            monitor?.advance(to: row, of: documents, unit: "documents")
            if monitor?.isInterrupted == true { throw .interrupted(path: path) }
        }
        return report
    }
}
