package import Values

/// Labelled documents on disk: what one pass over them has found out, and the way to read them.
///
/// No document is held in memory. Every reader begins at the data again and refuses data that has changed.
package struct Dataset: Sendable {
    /// What was asked for.
    package let source: DatasetSource
    /// The format, named or found by the ending.
    package let format: DatasetFormat
    /// How many documents there are.
    package let documents: Int
    /// The size of the file, or of all reviews of a folder, in bytes.
    package let sizeBytes: Int
    /// SHA-256 of what was read, as 64 hexadecimal digits.
    ///
    /// Of a file: its bytes. Of an `aclimdb` folder and of a database: the names and contents, or the texts and
    /// labels, each after its length.
    package let sha256: String
    /// The column of the texts.
    package let textColumn: String
    /// The column of the labels.
    package let labelColumn: String
    /// The labels in their order, each with its number of documents.
    package let labels: [LabelCount]

    /// The position of every `RowIndex.stride`th row, in the order of the file.
    let index: RowIndex
    /// The order of the documents, where they are shuffled.
    let order: RowOrder?
    /// What the file looked like.
    let fingerprint: Fingerprint
    /// Whether the labels are integers.
    let hasIntegerLabels: Bool

    /// The path as it was given.
    package var path: String { source.path }

    /// The labels in their order.
    package var classes: [Label] { labels.map(\.label) }
}

/// Where some of the rows stand, so that a range need not be looked for from the start.
struct RowIndex {
    private var positions: [Int] = []

    /// How many rows lie between two that are remembered: 8 bytes for 1,024 rows.
    static let stride = 1024

    /// Takes the position of a row, which is remembered if its number is a multiple of the stride.
    mutating func add(_ position: Int, row: Int) {
        if row.isMultiple(of: Self.stride) { positions.append(position) }
    }

    /// The last remembered row that does not come after `row`, from 0, and its position.
    func nearest(to row: Int) -> (row: Int, position: Int) {
        let slot = row / Self.stride
        return (slot * Self.stride, positions[slot])
    }
}
