package import Values

/// The documents of a range of a dataset, one after another or in batches.
package struct DatasetReader: ~Copyable {
    private let dataset: Dataset
    private let rows: any RowReader
    private var upcoming: Range<Int>
    private var positions: [Int] = []
    private var nextPosition = 0
    /// Where the last document can be found again, for ``Dataset/reader(at:)``; `nil` before the first.
    package private(set) var position: Int?

    private static let positionsAtOnce = 4096

    /// Opens a dataset at the first row of a range.
    fileprivate init(_ dataset: Dataset, rows range: Range<Int>) throws(DatasetError) {
        guard try dataset.source.fingerprint(dataset.format) == dataset.fingerprint else {
            throw .changed(path: dataset.path)
        }
        let rows = try dataset.source.openRows(dataset.format)
        if dataset.order == nil, !range.isEmpty, range.lowerBound > 0 {
            let near = dataset.index.nearest(to: range.lowerBound)
            try rows.seek(to: near.position, row: near.row + 1)
            for _ in near.row..<range.lowerBound {
                guard try rows.skip() else { throw .changed(path: dataset.path) }
            }
        }
        self.dataset = dataset
        self.rows = rows
        upcoming = range
    }

    /// Opens a dataset at positions, in their order.
    fileprivate init(_ dataset: Dataset, at positions: [Int]) throws(DatasetError) {
        guard try dataset.source.fingerprint(dataset.format) == dataset.fingerprint else {
            throw .changed(path: dataset.path)
        }
        // What a shuffle could not go back to, nobody can.
        var source = dataset.source
        source.shuffleSeed = source.shuffleSeed ?? 0
        rows = try source.openRows(dataset.format)
        self.dataset = dataset
        self.positions = positions
        upcoming = positions.indices
    }

    /// How many documents are still to come.
    package var remaining: Int { upcoming.count }

    /// The next document, or `nil` after the last of the range.
    package mutating func next() throws(DatasetError) -> Document? {
        guard try seekNext() else { return nil }
        guard let row = try rows.next() else { throw .changed(path: dataset.path) }
        return Document(text: row.text, label: try passed(row.label, row.position))
    }

    /// Goes to where the next document is; `false` after the last of the range.
    private mutating func seekNext() throws(DatasetError) -> Bool {
        guard let number = upcoming.first else { return false }
        if let order = dataset.order, nextPosition == positions.count {
            positions = try order.positions(from: number, count: min(Self.positionsAtOnce, upcoming.count))
            nextPosition = 0
        }
        if !positions.isEmpty {
            try rows.seek(to: positions[nextPosition], row: nil)
            nextPosition += 1
        }
        return true
    }

    /// Counts a row as passed, and returns its label.
    private mutating func passed(_ written: String, _ position: Int) throws(DatasetError) -> Label {
        guard let label = WrittenLabel.label(written, isInteger: dataset.hasIntegerLabels) else {
            throw .changed(path: dataset.path)
        }
        upcoming = upcoming.lowerBound + 1..<upcoming.upperBound
        self.position = position
        return label
    }

    /// Shows up to `count` documents to `body`, but no more once their texts have `bytes` bytes, and returns how many there were.
    ///
    /// The bytes of a text, in UTF-8, are only lent.
    package mutating func lendBatch(
        _ count: Int, upTo bytes: Int, to body: (Span<UInt8>, Label) -> Void
    ) throws(DatasetError) -> Int {
        var (lent, left) = (0, bytes)
        while lent < count, left > 0, try seekNext() {
            var failure: DatasetError?
            let isThere = try rows.lendNext { text, label, position in
                do throws(DatasetError) {
                    body(text, try passed(label, position))
                } catch {
                    failure = error
                }
                left -= text.count
            }
            if let failure { throw failure }
            guard isThere else { throw .changed(path: dataset.path) }
            lent += 1
        }
        return lent
    }

    /// Up to `count` documents; fewer at the end of the range, none after it.
    package mutating func nextBatch(_ count: Int) throws(DatasetError) -> [Document] {
        var batch: [Document] = []
        batch.reserveCapacity(min(count, upcoming.count))
        while batch.count < count, let document = try next() { batch.append(document) }
        return batch
    }
}

extension Dataset {
    /// Opens the documents of a range, in the order of the file or of the shuffle.
    ///
    /// - Complexity: O(1) rows are passed over to reach the first of the range.
    package func reader(rows: RowRange = .all) throws(DatasetError) -> DatasetReader {
        try DatasetReader(self, rows: rows.resolved(count: documents))
    }

    /// Opens the documents at positions that readers of this dataset have met, in any order and each any number of times.
    ///
    /// Throws `unshufflable` where rows have no place that could be gone back to.
    /// - Complexity: O(1) seeks a document.
    package func reader(at positions: [Int]) throws(DatasetError) -> DatasetReader {
        try DatasetReader(self, at: positions)
    }
}
