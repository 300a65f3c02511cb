import Values

/// Documents in a row of which one thread makes what they become, and what is to be said of the batches that end in it.
struct DocumentPiece<Note: Sendable>: Sendable {
    /// How many pieces there are before it.
    let number: Int
    private(set) var documents: PackedDocuments
    /// How many documents of the piece there are when a batch ends, for each that ends in it.
    private(set) var ends: [(count: Int, note: Note)] = []

    /// A piece has no more documents, nor many more bytes of text, than this.
    static var mostDocuments: Int { 64 }
    static var mostBytes: Int { 128 << 10 }

    /// A piece of no documents yet, which will be in the memory of some that are done with.
    init(number: Int, in spare: PackedDocuments = PackedDocuments()) {
        (self.number, documents) = (number, spare)
    }

    /// Forgets the documents, and leaves their memory.
    consuming func takeMemory() -> PackedDocuments {
        var memory = documents
        documents = PackedDocuments()
        memory.removeAll()
        return memory
    }

    /// Whether it has neither documents nor ends.
    var isEmpty: Bool { documents.count == 0 && ends.isEmpty }

    /// Whether the next document goes into another piece.
    var isWhole: Bool { documents.count >= Self.mostDocuments || documents.bytes.count >= Self.mostBytes }

    /// Adds a document.
    mutating func append(_ text: Span<UInt8>, _ label: Label) { documents.append(text, label) }

    /// Has a batch end behind the last document.
    mutating func endBatch(_ note: Note) { ends.append((documents.count, note)) }
}
