/// A row as a format gives it, before it is known whether the dataset's labels are integers.
struct Row {
    /// The text, decoded.
    var text: String
    /// The label as it is written.
    var label: String
    /// Where the row can be found again: a byte offset, a row number or the number of a file.
    var position: Int
}

/// What reads the rows of one format, in order or from a position that an earlier pass has met.
///
/// A class, because it owns a file and is passed on as one of several kinds.
protocol RowReader: AnyObject {
    /// The names of the columns that are read.
    var columns: ColumnPair { get }
    /// How many bytes of the data have been read, for progress.
    var bytesRead: Int { get }
    /// The next row, or `nil` after the last.
    func next() throws(DatasetError) -> Row?
    /// Shows the next row to `body` as `next()` has it, but for its text, whose bytes are lent; `false` after the last.
    ///
    /// Throws what `next()` throws.
    func lendNext(to body: (_ text: Span<UInt8>, _ label: String, _ position: Int) -> Void) throws(DatasetError) -> Bool
    /// The next row as `next()` has it, but for its text, which is checked and may be left out.
    ///
    /// Throws what `next()` throws.
    func nextChecked() throws(DatasetError) -> Row?
    /// Passes over a row without decoding it; `false` after the last.
    func skip() throws(DatasetError) -> Bool
    /// Makes the row at a position the next; `row` is its number from 1, where it is known.
    func seek(to position: Int, row: Int?) throws(DatasetError)
    /// The digest of everything read, where the reader was opened to keep one.
    func finishDigest() -> String
}

extension RowReader {
    func nextChecked() throws(DatasetError) -> Row? { try next() }

    func lendNext(
        to body: (_ text: Span<UInt8>, _ label: String, _ position: Int) -> Void
    ) throws(DatasetError) -> Bool {
        guard let row = try next() else { return false }
        body(row.text.utf8.span, row.label, row.position)
        return true
    }
}
