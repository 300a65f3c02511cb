package import Values

/// Documents whose texts lie one behind the other in one array of bytes.
///
/// So many documents cost a few pieces of memory, where a text by itself costs one each, which one thread would get and
/// another give back.
package struct PackedDocuments: Sendable {
    /// The labels of the documents.
    package private(set) var labels: [Label] = []
    /// The texts in UTF-8, one behind the other.
    package private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// No documents.
    package init() {}

    /// Packs documents.
    package init(_ documents: some Sequence<Document>) {
        for document in documents { append(document) }
    }

    /// The number of documents.
    package var count: Int { labels.count }

    /// Where the text of a document lies in `bytes`.
    package func text(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// A document by itself, with a copy of its text.
    package subscript(index: Int) -> Document {
        Document(text: unsafe String(knownUTF8: bytes.span.extracting(text(of: index))), label: labels[index])
    }

    /// Forgets the documents, and keeps the memory of texts that are not unusually long.
    mutating func removeAll() {
        labels = []
        ends.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.mostKept)
    }

    private static let mostKept = 512 << 10

    /// Adds a document.
    package mutating func append(_ document: Document) {
        append(document.text.utf8.span, document.label)
    }

    /// Adds a document whose text is lent, in UTF-8.
    package mutating func append(_ text: Span<UInt8>, _ label: Label) {
        bytes.append(copying: text)
        ends.append(bytes.count)
        labels.append(label)
    }
}
