/// Rows of hashed features in compressed form: what `Features` hands to `Learning`.
///
/// Row *i* holds `columns[rowEnds[i - 1]..<rowEnds[i]]`, ascending and each once, with the value beside each in
/// `values`. A stored 0 (tokens that cancelled) is an entry like any other.
package struct SparseBatch: Sendable, Equatable {
    /// The number of columns that a row could have, 1 to 2^31 − 1.
    package let nFeatures: Int
    /// Where each row ends in `columns` and `values`.
    package var rowEnds: [Int] = []
    /// The columns of all rows, one row after another.
    package var columns: [Int32] = []
    /// The value of each entry of `columns`.
    package var values: [Double] = []

    /// No rows.
    package init(nFeatures: Int) {
        self.nFeatures = nFeatures
    }

    /// The number of rows.
    package var rowCount: Int { rowEnds.count }

    /// Where row `index` lies in `columns` and `values`.
    package func entries(ofRow index: Int) -> Range<Int> {
        (index == 0 ? 0 : rowEnds[index - 1])..<rowEnds[index]
    }

    /// Where the rows of some numbers lie in `columns` and `values`.
    package func entries(ofRows rows: Range<Int>) -> Range<Int> {
        func end(_ row: Int) -> Int { row == 0 ? 0 : rowEnds[row - 1] }
        return end(rows.lowerBound)..<end(rows.upperBound)
    }

    /// Forgets the rows and keeps the memory.
    package mutating func removeAll() {
        rowEnds.removeAll(keepingCapacity: true)
        columns.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }
}
