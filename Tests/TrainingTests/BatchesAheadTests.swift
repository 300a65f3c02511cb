import Features
import Glibc
import Synchronization
import Testing
import Values

@testable import Training

@Suite struct BatchesAheadTests {
    private static func documents(_ range: Range<Int>) -> [Document] {
        range.map { Document(text: "word\($0) word\($0 % 7) a film, \($0 * 31) times", label: .integer(Int64($0 % 2))) }
    }

    /// Documents in batches of some sizes, read a few at a time.
    private struct Sized: PieceSource, ~Copyable {
        let documents: [Document]
        var sizes: ArraySlice<Int>
        /// How many documents a read brings.
        var step = 100
        var (next, count) = (0, 0)
        /// How many threads read at the moment, and how often it was more than one.
        let readers = Atomic(0)
        let crowds = Atomic(0)

        init(_ sizes: [Int]) {
            self.sizes = sizes[...]
            documents = BatchesAheadTests.documents(0..<sizes.reduce(0, +))
        }

        init(_ documents: [Document]) {
            self.documents = documents
            sizes = [documents.count]
        }

        mutating func read(into pieces: inout PieceWriter<Int>) -> Bool {
            if readers.add(1, ordering: .relaxed).newValue > 1 { crowds.add(1, ordering: .relaxed) }
            defer { readers.subtract(1, ordering: .relaxed) }
            for document in documents[next..<min(next + step, documents.count)] {
                pieces.append(document.text.utf8.span, document.label)
                (next, count) = (next + 1, count + 1)
                if count == sizes.first {
                    pieces.endBatch(sizes.count)
                    (sizes, count) = (sizes.dropFirst(), 0)
                }
            }
            return next < documents.count
        }
    }

    /// Takes batches of these sizes.
    private static func take<Maker: BatchMaker>(
        _ sizes: [Int], _ maker: Maker, threads: Int, _ body: (inout BatchesAhead<Maker, Sized>.Made) throws -> Void
    ) rethrows {
        let ahead = BatchesAhead(maker, from: Sized(sizes), batchSize: sizes.max(), threads: threads)
        defer { ahead.close() }
        try each(of: ahead, maker, body)
        let crowds = ahead.withSource { $0.crowds.load(ordering: .relaxed) }
        #expect(crowds == 0)
    }

    private static func each<Maker: BatchMaker>(
        of ahead: BatchesAhead<Maker, Sized>, _ maker: Maker,
        _ body: (inout BatchesAhead<Maker, Sized>.Made) throws -> Void
    ) rethrows {
        var maker = maker
        repeat {
            if var made = ahead.next(with: &maker) { try body(&made) }
        } while !ahead.isOver
    }

    private static let sizes = [
        [1, 15, 16, 17, 500, 3, 129, 1000], [128], [128, 128, 256], [127, 1, 1, 128], [3000, 1], [9000, 2],
        [Int](repeating: 1, count: 700),
    ]

    @Test(arguments: [1, 2, 3, 8], sizes)
    func `batches come in their order with the rows of their documents`(threads: Int, sizes: [Int]) throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 10
        var alone = try HashingVectorizer(settings)
        var (taken, start) = (0, 0)
        Self.take(sizes, RowMaker(alone), threads: threads) { made in
            let (batch, labels, note) = made
            #expect(note == sizes.count - taken)
            let documents = Self.documents(start..<start + sizes[taken])
            #expect(labels == documents.map(\.label))
            var expected = SparseBatch(nFeatures: settings.nFeatures)
            alone.transform(documents.map(\.text), into: &expected)
            #expect(batch == expected)
            start += sizes[taken]
            taken += 1
        }
        #expect(taken == sizes.count)
    }

    @Test(arguments: [1, 4]) func `documents stay as they are where nothing is made of them`(threads: Int) {
        var start = 0
        Self.take([5, 300, 1], DocumentMaker(), threads: threads) { made in
            let batch = made.batch
            #expect(batch == Self.documents(start..<start + batch.count))
            start += batch.count
        }
        #expect(start == 306)
    }

    @Test func `a long text is a piece of its own, and the batch is the same`() {
        let documents = (0..<40).map {
            Document(text: String(repeating: "x \($0) ", count: 20_000), label: .integer(0))
        }
        let maker = DocumentMaker()
        let ahead = BatchesAhead(maker, from: Sized(documents), batchSize: 40, threads: 3)
        defer { ahead.close() }
        var batches = 0
        Self.each(of: ahead, maker) { made in
            #expect(made.batch == documents)
            batches += 1
        }
        #expect(batches == 1)
    }

    @Test func `made batches that nobody takes hold reading up, too`() {
        var maker = DocumentMaker()
        let text = String(repeating: "x", count: 600)
        var source = Sized([Document](repeating: Document(text: text, label: .integer(0)), count: 40_000))
        source.sizes = [Int](repeating: 1000, count: 40)[...]
        let ahead = BatchesAhead(maker, from: source, batchSize: 1000, threads: 2)
        defer { ahead.close() }
        // The other thread begins while the first batch is made, and has time to read on until enough is ahead.
        while ahead.next(with: &maker) == nil {}
        usleep(200_000)
        let read = ahead.withSource { $0.next } ?? 0
        #expect(read < 12_000)
        Self.each(of: ahead, maker) { _ in }
        #expect(ahead.withSource { $0.next } == 40_000)
    }

    @Test(arguments: [1, 2, 8]) func `of large batches one is put together at a time, in the memory of the one before`(
        threads: Int
    ) throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 10
        var alone = try HashingVectorizer(settings)
        // Batches of other sizes than pieces, of which whole ones end in between.
        let (size, count) = (5000, 6)
        let maker = RowMaker(alone)
        let ahead = BatchesAhead(
            maker, from: Sized([Int](repeating: size, count: count)), batchSize: size, threads: threads)
        defer { ahead.close() }
        var taken = 0
        var places: Set<Int> = []
        Self.each(of: ahead, maker) { made in
            // Nobody reads far ahead while the batch is out.
            if threads > 1 { usleep(50_000) }
            let read = ahead.withSource { $0.next } ?? 0
            #expect(read < (taken + 1) * size + 64 * 6 * threads * 6 + 200)
            var expected = SparseBatch(nFeatures: settings.nFeatures)
            alone.transform(Self.documents(taken * size..<(taken + 1) * size).map(\.text), into: &expected)
            #expect(made.batch == expected)
            unsafe made.batch.columns.withUnsafeBufferPointer { columns in
                _ = places.insert(Int(bitPattern: columns.baseAddress))
            }
            ahead.recycle(&made.batch)
            taken += 1
        }
        #expect(taken == count)
        #expect(places.count == 1)
    }

    @Test func `batches that nobody takes are forgotten, and their threads go home`() throws {
        struct Weak { weak var ahead: BatchesAhead<RowMaker, Sized>? }
        var closed: [Weak] = []
        for _ in 0..<50 {
            var maker = RowMaker(try HashingVectorizer(HashingVectorizerSettings()))
            let ahead = BatchesAhead(maker, from: Sized([100, 100, 100]), batchSize: 100, threads: 4)
            for _ in 0..<3 { _ = ahead.next(with: &maker) }
            ahead.close()
            #expect(ahead.withSource { $0.next } == nil)
            closed.append(Weak(ahead: ahead))
        }
        // Each thread holds it for as long as it runs.
        for _ in 0..<1000 where closed.contains(where: { $0.ahead != nil }) { usleep(10_000) }
        #expect(closed.allSatisfy { $0.ahead == nil })
    }

    @Test(arguments: [1, 5, 64, 100]) func `documents become the same pieces, however many are read at a time`(
        step: Int
    ) {
        let documents = (0..<300).map {
            Document(text: String(repeating: "x", count: $0 % 50 == 7 ? 100_000 : 10), label: .integer(0))
        }
        func pieces(_ step: Int) -> [Int] {
            var source = Sized(documents)
            source.step = step
            var writer = PieceWriter<Int>(endsWithBatch: false)
            var counts: [Int] = []
            var goesOn = true
            while goesOn {
                var ended: [Int] = []
                goesOn = withoutActuallyEscaping({ (piece: DocumentPiece<Int>) in
                    ended.append(piece.documents.count)
                    return (PackedDocuments(), false)
                }) { taker in
                    writer.write(to: taker) { pieces in
                        let goesOn = source.read(into: &pieces)
                        if !goesOn { pieces.close() }
                        return goesOn
                    }
                }
                counts += ended
            }
            return counts
        }
        #expect(pieces(step) == pieces(300))
        #expect(pieces(step).count == 5)
        #expect(pieces(step).reduce(0, +) == 300)
    }
}
