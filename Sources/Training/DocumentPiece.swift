import Values

/// Documents in a row of which one thread makes what they become.
struct DocumentPiece {
    /// How many pieces there are before it.
    let number: Int
    private(set) var documents: [Document] = []
    /// How many bytes their texts have.
    private(set) var bytes = 0
    /// How many documents of the piece there are when a batch ends, for each that ends in it.
    private(set) var ends: [Int] = []

    /// A piece has no more documents, nor many more bytes of text, than this.
    static let mostDocuments = 64
    static let mostBytes = 128 << 10

    /// A piece of no documents yet.
    init(number: Int) { self.number = number }

    /// Whether it has neither documents nor ends.
    var isEmpty: Bool { documents.isEmpty && ends.isEmpty }

    /// Whether the next document goes into another piece.
    var isWhole: Bool { documents.count >= Self.mostDocuments || bytes >= Self.mostBytes }

    /// Adds a document unless the piece is whole, and says whether it did.
    mutating func append(_ document: Document) -> Bool {
        guard !isWhole else { return false }
        documents.append(document)
        bytes += document.text.utf8.count
        return true
    }

    /// Adds documents from a place on until the piece is whole, and returns the place of the first that it did not take.
    ///
    /// A piece without documents keeps the array itself where it takes all.
    mutating func append(_ others: [Document], from start: Int) -> Int {
        var (end, count) = (start, documents.count)
        while end < others.count, count < Self.mostDocuments, bytes < Self.mostBytes {
            bytes += others[end].text.utf8.count
            count += 1
            end += 1
        }
        if documents.isEmpty, start == 0, end == others.count {
            documents = others
        } else {
            documents += others[start..<end]
        }
        return end
    }

    /// Has a batch end behind the last document.
    mutating func endBatch() { ends.append(documents.count) }
}
