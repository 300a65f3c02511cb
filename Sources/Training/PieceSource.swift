import Values

/// Where documents and the ends of batches come from; one thread at a time reads.
protocol PieceSource: ~Copyable, SendableMetatype {
    /// What is to be said of a batch.
    associatedtype Note: Sendable

    /// Adds some documents, until the writer is full or earlier; `false` where no more come.
    mutating func read(into pieces: inout PieceWriter<Note>) -> Bool
}

/// Cuts documents into pieces.
struct PieceWriter<Note: Sendable> {
    /// Whether a piece ends with a batch, since what comes behind a large batch has to wait for it.
    private let endsWithBatch: Bool
    private var open = DocumentPiece<Note>(number: 0)
    /// Takes each piece when it ends.
    private var taker: Taker?

    init(endsWithBatch: Bool) { self.endsWithBatch = endsWithBatch }

    /// Whether there is enough to do for all, so that reading should end for now.
    private(set) var isFull = false

    /// What takes a piece, and returns memory for the next, and whether there is enough to do.
    typealias Taker = (DocumentPiece<Note>) -> (memory: PackedDocuments, isFull: Bool)

    /// Has `body` write, and `taker` take each piece when it ends; returns what `body` returns.
    mutating func write<Result>(to taker: @escaping Taker, _ body: (inout PieceWriter) -> Result) -> Result {
        self.taker = taker
        isFull = false
        // What takes the pieces may hold the writer.
        defer { self.taker = nil }
        return body(&self)
    }

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
        let number = open.number + 1
        guard let taken = taker?(exchange(&open, with: DocumentPiece(number: number))) else { return }
        open = DocumentPiece(number: number, in: taken.memory)
        isFull = taken.isFull
    }
}
