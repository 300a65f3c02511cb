/// Where a row stands, for errors.
package struct RowPlace: Hashable, Sendable {
    /// The file that holds the row.
    package var path: String
    /// The number of the row, from 1, where 0 is the header; of an SQLite table the `rowid`.
    ///
    /// It is `nil` where rows are visited out of order.
    package var row: Int?
    /// Bytes between the start of the file and the spot; `nil` where the format has no such count.
    package var byteOffset: Int?

    /// Names a place; what is not known is left out.
    package init(path: String, row: Int? = nil, byteOffset: Int? = nil) {
        self.path = path
        self.row = row
        self.byteOffset = byteOffset
    }
}

extension RowPlace: CustomStringConvertible {
    /// The place as errors begin: `reviews.csv, row 17, byte 20480`.
    package var description: String {
        path + (row.map { $0 == 0 ? ", header" : ", row \($0)" } ?? "") + (byteOffset.map { ", byte \($0)" } ?? "")
    }
}
