package import Values

/// The batches of a reader, read and made while earlier ones are learned.
///
/// An error of the reader comes when the batches before it have been handed out.
package struct ReadBatches<Reader: DocumentReader & ~Copyable, Maker: BatchMaker>: ~Copyable {
    private let ahead: BatchesAhead<Maker, ReaderSource<Reader>>
    private var maker: Maker

    /// Batches of `batchSize` documents, the last of fewer, as `maker` makes them.
    package init(of reader: consuming sending Reader, batchSize: Int, _ maker: Maker) {
        self.maker = maker
        ahead = BatchesAhead(maker, from: ReaderSource(reader, batchSize: batchSize), batchSize: batchSize)
    }

    deinit { ahead.close() }

    /// The next batch with the labels of its documents, or `nil` after the last.
    package mutating func next() throws(Reader.Failure) -> (batch: Maker.Batch, labels: [Label])? {
        repeat {
            if let made = ahead.next(with: &maker) { return (made.batch, made.labels) }
        } while !ahead.isOver
        if let failure = ahead.withSource({ $0.failure }) ?? nil { throw failure }
        return nil
    }

    /// Takes a batch back that is done with, for its memory.
    func recycle(_ batch: inout Maker.Batch) { ahead.recycle(&batch) }
}

/// A reader's documents in batches of one size.
private struct ReaderSource<Reader: DocumentReader & ~Copyable>: PieceSource, ~Copyable {
    private var reader: Reader
    private let batchSize: Int
    /// How many documents the present batch has.
    private var count = 0
    /// What the reading ended with.
    private(set) var failure: Reader.Failure?

    init(_ reader: consuming Reader, batchSize: Int) {
        self.reader = reader
        self.batchSize = batchSize
    }

    mutating func read(into pieces: inout PieceWriter<Void>) -> Bool {
        do throws(Reader.Failure) {
            while try readPiece(into: &pieces) {
                if pieces.isFull { return true }
            }
        } catch {
            failure = error
        }
        return false
    }

    /// Adds no more documents than become a piece; `false` where there are none.
    private mutating func readPiece(into pieces: inout PieceWriter<Void>) throws(Reader.Failure) -> Bool {
        let added = try reader.lendBatch(
            min(DocumentPiece<Void>.mostDocuments, batchSize - count), upTo: DocumentPiece<Void>.mostBytes
        ) { text, label in pieces.append(text, label) }
        count += added
        if count == batchSize || added == 0 && count > 0 {
            pieces.endBatch(())
            count = 0
        }
        return added > 0
    }
}
