import CFeatures

/// Rows of hashed features in compressed form: what `Features` hands to `Learning`.
///
/// Row *i* holds `columns[rowEnds[i - 1]..<rowEnds[i]]`, ascending and each once, with the value of each in `rowValues`. A
/// stored 0 (tokens that cancelled) is an entry like any other.
package struct SparseBatch: Sendable, Equatable {
    /// The number of columns that a row could have, 1 to 2^31 − 1.
    package let nFeatures: Int
    /// Where each row ends in `columns`.
    package internal(set) var rowEnds: [Int] = []
    /// The columns of all rows, one row after another.
    package internal(set) var columns: [Int32] = []
    /// The values of all rows.
    package internal(set) var rowValues = RowValues()

    /// No rows.
    package init(nFeatures: Int) {
        self.nFeatures = nFeatures
    }

    /// The number of rows.
    package var rowCount: Int { rowEnds.count }

    /// The bytes that the rows take.
    package var byteCount: Int { 4 * columns.count + 8 * rowEnds.count + rowValues.byteCount }

    /// Where row `index` lies in `columns`.
    package func entries(ofRow index: Int) -> Range<Int> {
        (index == 0 ? 0 : rowEnds[index - 1])..<rowEnds[index]
    }

    /// Where the rows of some numbers lie in `columns`.
    package func entries(ofRows rows: Range<Int>) -> Range<Int> {
        func end(_ row: Int) -> Int { row == 0 ? 0 : rowEnds[row - 1] }
        return end(rows.lowerBound)..<end(rows.upperBound)
    }

    /// Has the processor bring a row near that will be looked at soon: in a large batch, one that does not come next in memory
    /// would be waited for.
    package func fetch(row index: Int) {
        let entries = entries(ofRow: index)
        unsafe columns.span.extracting(entries).withUnsafeBytes { bytes in
            unsafe features_fetch(bytes.baseAddress, bytes.count)
        }
        rowValues.fetch(row: index, entries: entries)
    }

    /// Calls `body` with the column of each entry, to write something else of the entry over it: no rows are left then.
    package mutating func overwriteColumns(_ body: (inout MutableSpan<Int32>) -> Void) {
        var columns = columns.mutableSpan
        body(&columns)
    }

    /// Forgets the rows and keeps the memory.
    package mutating func removeAll() {
        rowEnds.removeAll(keepingCapacity: true)
        columns.removeAll(keepingCapacity: true)
        rowValues.removeAll()
    }

    /// Adds a row of some columns of those that there can be, with their values, one each.
    package mutating func append(columns added: [Int32], values: [Double]) {
        precondition(added.count == values.count, "\(added.count) columns and \(values.count) values")
        precondition(added.allSatisfy { $0 >= 0 && $0 < nFeatures }, "columns from 0 to \(nFeatures - 1)")
        columns += added
        rowValues.append(values.span)
        rowEnds.append(columns.count)
    }

    /// Ends a row whose columns and values were just added.
    mutating func endRow() { rowEnds.append(columns.count) }
}
