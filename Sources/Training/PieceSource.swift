import Values

/// Where documents and the ends of batches come from; one thread at a time reads.
protocol PieceSource: ~Copyable, SendableMetatype {
    /// What is to be said of a batch.
    associatedtype Note: Sendable

    /// Adds some documents, as many as become a few pieces; `false` where no more come.
    mutating func read(into pieces: inout PieceWriter<Note>) -> Bool
}

/// Cuts documents into pieces.
struct PieceWriter<Note: Sendable> {
    /// Whether a piece ends with a batch, since what comes behind a large batch has to wait for it.
    private let endsWithBatch: Bool
    private var open = DocumentPiece<Note>(number: 0)
    private var whole: [DocumentPiece<Note>] = []
    /// Memory for the pieces that come.
    var spares: [PackedDocuments] = []

    init(endsWithBatch: Bool) { self.endsWithBatch = endsWithBatch }

    /// Whether there is as much as one should read at a time.
    var isFull: Bool { whole.count >= 2 }

    /// Adds a document to the present batch.
    mutating func append(_ text: Span<UInt8>, _ label: Label) {
        // A whole piece goes with the next document only: the batch may end with it.
        if open.isWhole { close() }
        open.append(text, label)
    }

    /// Ends the present batch, which has at least one document.
    mutating func endBatch(_ note: Note) {
        open.endBatch(note)
        if endsWithBatch { close() }
    }

    /// Ends the present piece, whether or not it is whole.
    mutating func close() {
        guard !open.isEmpty else { return }
        let next = DocumentPiece<Note>(number: open.number + 1, in: spares.popLast() ?? PackedDocuments())
        whole.append(exchange(&open, with: next))
    }

    /// The pieces that have ended since they were last asked for.
    mutating func takeWhole() -> [DocumentPiece<Note>] { exchange(&whole, with: []) }
}
