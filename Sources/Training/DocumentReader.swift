package import Values

/// Something that hands out documents batch by batch, once.
package protocol DocumentReader: ~Copyable {
    /// What can go wrong with it: an `ExplainedError`, or `Never`.
    associatedtype Failure: Error

    /// The next documents, at most `count`; none at the end.
    mutating func nextBatch(_ count: Int) throws(Failure) -> [Document]
    /// Shows the next documents to `body`, at most `count`, and no more once their texts have `bytes` bytes; returns how many
    /// there were, and 0 at the end.
    ///
    /// The bytes of a text, in UTF-8, are only lent.
    mutating func lendBatch(
        _ count: Int, upTo bytes: Int, to body: (Span<UInt8>, Label) -> Void
    ) throws(Failure) -> Int
}

extension DocumentReader where Self: ~Copyable {
    /// For documents that are in memory, whose bytes do not matter.
    package mutating func lendBatch(
        _ count: Int, upTo bytes: Int, to body: (Span<UInt8>, Label) -> Void
    ) throws(Failure) -> Int {
        let documents = try nextBatch(count)
        for document in documents { body(document.text.utf8.span, document.label) }
        return documents.count
    }
}

/// Documents that are in memory already.
package struct DocumentList: DocumentReader {
    private var rest: ArraySlice<Document>

    /// Hands out these documents in order.
    package init(_ documents: [Document]) {
        rest = documents[...]
    }

    package mutating func nextBatch(_ count: Int) throws(Never) -> [Document] {
        let batch = rest.prefix(count)
        rest = rest.dropFirst(count)
        return Array(batch)
    }
}
