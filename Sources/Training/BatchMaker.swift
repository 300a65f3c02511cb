package import Features
package import Values

/// How documents become batches that are learned or judged, piece by piece and with no look at what a model has learned.
///
/// Each thread has a copy, and keeps buffers in it.
package protocol BatchMaker: Sendable {
    /// What a piece of documents becomes, on any thread.
    associatedtype Part: Sendable
    /// What pieces are put together to.
    associatedtype Batch: Sendable

    /// Makes something of a piece of documents.
    mutating func part(of documents: PackedDocuments) -> Part
    /// A batch of no documents.
    func emptyBatch() -> Batch
    /// How many bytes of memory a batch takes.
    func bytes(of batch: Batch) -> Int
    /// Forgets the documents of a batch, and keeps its memory: all, or where it is not more than a small batch usually has.
    func empty(_ batch: inout Batch, keepingAll: Bool)
    /// Adds some documents of a piece to a batch; `count` says how many it will have in all, where that is known.
    func append(_ documents: Range<Int>, of part: Part, to batch: inout Batch, expecting count: Int?)
}

/// Documents into rows.
package struct RowMaker: BatchMaker {
    private var vectorizer: HashingVectorizer
    /// How many entries a byte of the last piece came to.
    private var entriesPerByte = 0.0

    /// Makes rows as `vectorizer` does.
    package init(_ vectorizer: HashingVectorizer) { self.vectorizer = vectorizer }

    package mutating func part(of documents: PackedDocuments) -> SparseBatch {
        var rows = emptyBatch()
        let bytes = documents.bytes.span
        rows.reserve(entries: Int(Double(bytes.count) * entriesPerByte * 1.25), rows: documents.count)
        for index in 0..<documents.count {
            vectorizer.transform(bytes.extracting(documents.text(of: index)), into: &rows)
        }
        if bytes.count > 0 { entriesPerByte = Double(rows.columns.count) / Double(bytes.count) }
        return rows
    }

    package func emptyBatch() -> SparseBatch { SparseBatch(nFeatures: vectorizer.settings.nFeatures) }

    package func bytes(of batch: SparseBatch) -> Int { batch.byteCount }

    package func empty(_ batch: inout SparseBatch, keepingAll: Bool) {
        if keepingAll || batch.columns.capacity <= Self.mostKept { batch.removeAll() } else { batch = emptyBatch() }
    }

    /// As many entries as 1000 reviews have several times over.
    private static var mostKept: Int { 1 << 19 }

    package func append(
        _ documents: Range<Int>, of part: SparseBatch, to batch: inout SparseBatch, expecting count: Int?
    ) {
        if documents == 0..<part.rowCount, batch.rowCount == 0, count == documents.count {
            batch = part
            return
        }
        if batch.rowCount == 0, let count { batch.reserve(rows: count, like: documents, of: part) }
        batch.append(documents, of: part)
    }
}

/// Documents as they are.
package struct DocumentMaker: BatchMaker {
    /// Makes nothing.
    package init() {}

    package func part(of documents: PackedDocuments) -> [Document] { (0..<documents.count).map { documents[$0] } }
    package func emptyBatch() -> [Document] { [] }
    package func bytes(of batch: [Document]) -> Int {
        batch.reduce(0) { $0 + MemoryLayout<Document>.stride + $1.text.utf8.count }
    }
    package func empty(_ batch: inout [Document], keepingAll _: Bool) { batch = [] }

    package func append(_ documents: Range<Int>, of part: [Document], to batch: inout [Document], expecting count: Int?)
    {
        batch += part[documents]
    }
}
