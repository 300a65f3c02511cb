package import Values

/// Something that hands out documents batch by batch, once.
package protocol DocumentReader: ~Copyable {
    /// What can go wrong with it: an `ExplainedError`, or `Never`.
    associatedtype Failure: Error

    /// The next documents, at most `count`; none at the end.
    mutating func nextBatch(_ count: Int) throws(Failure) -> [Document]
    /// The next documents, at most `count`, and no more once their texts have `bytes` bytes; none at the end.
    mutating func nextBatch(_ count: Int, upTo bytes: Int) throws(Failure) -> [Document]
}

extension DocumentReader where Self: ~Copyable {
    /// For documents that are in memory, whose bytes do not matter.
    package mutating func nextBatch(_ count: Int, upTo bytes: Int) throws(Failure) -> [Document] {
        try nextBatch(count)
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
