package import Values

/// How many rows have each label, as they are written, and whether the labels are integers.
struct LabelCensus {
    private let column: String
    private var rows: [Label: Int] = [:]
    /// The labels that were met first, with the number of their rows: to compare a few is faster than to hash.
    private var first: [(label: String, rows: Int)] = []

    private static let firstLimit = 4

    /// More distinct labels than this are not labels but texts, dates or row numbers.
    static let distinctLimit = 1000
    /// A longer label, in UTF-8 bytes, is not a label but a text.
    static let lengthLimit = 1000

    /// Counts the labels of a column, which errors name.
    init(column: String) {
        self.column = column
    }

    /// Counts the label of a row.
    mutating func add(_ label: String, at place: @autoclosure () -> RowPlace) throws(DatasetError) {
        guard label.utf8.count <= Self.lengthLimit else {
            throw .wrongLabelColumn(
                place(), column: column, expected: "a label of at most \(Self.lengthLimit) bytes",
                actual: "\(label.utf8.count) bytes")
        }
        if let known = first.firstIndex(where: { $0.label.hasScalars(of: label) }) {
            first[known].rows += 1
            return
        }
        if first.count < Self.firstLimit {
            first.append((label, 1))
            return
        }
        rows[.text(label), default: 0] += 1
        guard first.count + rows.count <= Self.distinctLimit else {
            throw .wrongLabelColumn(
                place(), column: column, expected: "at most \(Self.distinctLimit) different labels",
                actual: "more")
        }
    }

    /// The rows of every label.
    private var all: [Label: Int] {
        first.reduce(into: rows) { rows, known in rows[.text(known.label)] = known.rows }
    }

    /// Whether every label is an integer; only then is any.
    var isInteger: Bool {
        all.keys.allSatisfy { WrittenLabel.integer($0.description) != nil }
    }

    /// The labels in their order, each with its rows; `1`, `+1` and `1.0` are one label where all are integers.
    var counts: [LabelCount] {
        let isInteger = isInteger
        var merged: [Label: Int] = [:]
        for (label, count) in all {
            merged[WrittenLabel.label(label.description, isInteger: isInteger) ?? label, default: 0] += count
        }
        return merged.sorted { $0.key < $1.key }.map { LabelCount(label: $0.key, documents: $0.value) }
    }
}

/// A label with the number of documents that have it.
package struct LabelCount: Hashable, Sendable {
    /// The label.
    package var label: Label
    /// How many documents have it.
    package var documents: Int

    /// Pairs a label with a number of documents.
    package init(label: Label, documents: Int) {
        self.label = label
        self.documents = documents
    }
}
