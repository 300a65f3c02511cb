import Features
import Glibc
import Testing
import Values

@testable import Training

@Suite struct BatchesAheadTests {
    private static func documents(_ range: Range<Int>) -> [Document] {
        range.map { Document(text: "word\($0) word\($0 % 7) a film, \($0 * 31) times", label: .integer(Int64($0 % 2))) }
    }

    /// Hands batches of these sizes over, and takes one whenever there is enough ahead.
    private static func take<Maker: BatchMaker>(
        _ sizes: [Int], _ maker: Maker, threads: Int, _ body: (BatchesAhead<Maker>.Made) throws -> Void
    ) rethrows {
        var maker = maker
        let ahead = BatchesAhead(maker, batchSize: sizes.max(), threads: threads)
        defer { ahead.close() }
        var start = 0
        for size in sizes {
            // One by one and as arrays, which are cut into the same pieces.
            if size.isMultiple(of: 2) {
                ahead.add(documents(start..<start + size))
            } else {
                for document in documents(start..<start + size) { ahead.add(document) }
            }
            ahead.endBatch()
            start += size
            while ahead.isFull { if let made = ahead.next(with: &maker, isLast: false) { try body(made) } }
        }
        ahead.submit()
        while let made = ahead.next(with: &maker, isLast: true) { try body(made) }
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
        Self.take(sizes, RowMaker(alone), threads: threads) { batch, labels in
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
        Self.take([5, 300, 1], DocumentMaker(), threads: threads) { batch, _ in
            #expect(batch == Self.documents(start..<start + batch.count))
            start += batch.count
        }
        #expect(start == 306)
    }

    @Test func `a long text is a piece of its own, and the batch is the same`() {
        let documents = (0..<40).map {
            Document(text: String(repeating: "x \($0) ", count: 20_000), label: .integer(0))
        }
        var maker = DocumentMaker()
        let ahead = BatchesAhead(maker, batchSize: 40, threads: 3)
        defer { ahead.close() }
        for document in documents { ahead.add(document) }
        ahead.endBatch()
        ahead.submit()
        #expect(ahead.next(with: &maker, isLast: true)?.batch == documents)
        #expect(ahead.next(with: &maker, isLast: true) == nil)
    }

    @Test func `made batches that nobody takes hold reading up, too`() {
        var maker = DocumentMaker()
        let ahead = BatchesAhead(maker, batchSize: 1000, threads: 2)
        defer { ahead.close() }
        var added = 0
        while !ahead.isFull, added < 100_000 {
            for document in Self.documents(added..<added + 1000) { ahead.add(document) }
            ahead.endBatch()
            added += 1000
            // The other thread has time to finish all pieces but the last.
            usleep(2000)
        }
        #expect(added < 10_000)
        while ahead.isFull { _ = ahead.next(with: &maker, isLast: false) }
        ahead.submit()
        while ahead.next(with: &maker, isLast: true) != nil {}
        #expect(!ahead.isFull)
    }

    @Test(arguments: [1, 2, 8]) func `of large batches one is put together at a time, in the memory of the one before`(
        threads: Int
    ) throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 10
        var alone = try HashingVectorizer(settings)
        var maker = RowMaker(alone)
        // Batches of other sizes than pieces, of which whole ones end in between.
        let (size, count) = (5000, 4)
        let ahead = BatchesAhead(maker, batchSize: size, threads: threads)
        defer { ahead.close() }
        var (added, taken) = (0, 0)
        var places: Set<Int> = []
        while taken < count {
            while added < size * count, !ahead.isFull {
                ahead.add(Self.documents(added..<added + 8))
                added += 8
                if added.isMultiple(of: size) { ahead.endBatch() }
            }
            if added == size * count { ahead.submit() }
            guard var made = ahead.next(with: &maker, isLast: added == size * count) else { continue }
            // Nobody reads far ahead while the batch is out.
            #expect(added < (taken + 1) * size + 200 * 8 * threads)
            var expected = SparseBatch(nFeatures: settings.nFeatures)
            alone.transform(Self.documents(taken * size..<(taken + 1) * size).map(\.text), into: &expected)
            #expect(made.batch == expected)
            unsafe made.batch.columns.withUnsafeBufferPointer { columns in
                _ = places.insert(Int(bitPattern: columns.baseAddress))
            }
            expected = SparseBatch(nFeatures: 1)
            ahead.recycle(&made.batch)
            taken += 1
        }
        #expect(ahead.next(with: &maker, isLast: true) == nil)
        #expect(places.count == 1)
    }

    @Test func `batches that nobody takes are forgotten, and their threads go home`() throws {
        struct Weak { weak var ahead: BatchesAhead<RowMaker>? }
        var closed: [Weak] = []
        for _ in 0..<50 {
            let ahead = BatchesAhead(
                RowMaker(try HashingVectorizer(HashingVectorizerSettings())), batchSize: 100, threads: 4)
            for document in Self.documents(0..<300) { ahead.add(document) }
            ahead.endBatch()
            ahead.close()
            closed.append(Weak(ahead: ahead))
        }
        // Each thread holds it for as long as it runs.
        for _ in 0..<1000 where closed.contains(where: { $0.ahead != nil }) { usleep(10_000) }
        #expect(closed.allSatisfy { $0.ahead == nil })
    }

    @Test(arguments: [1, 5, 64, 100]) func `documents become the same pieces in arrays of any length`(count: Int) {
        let documents = (0..<300).map {
            Document(text: String(repeating: "x", count: $0 % 50 == 7 ? 100_000 : 10), label: .integer(0))
        }
        var alone: [Int] = []
        var together: [Int] = []
        var (one, other) = (DocumentPiece(number: 0), DocumentPiece(number: 0))
        for document in documents where !one.append(document) {
            alone.append(one.documents.count)
            one = DocumentPiece(number: one.number + 1)
            let isFirst = one.append(document)
            #expect(isFirst)
        }
        for start in stride(from: 0, to: documents.count, by: count) {
            let some = Array(documents[start..<min(start + count, documents.count)])
            var added = 0
            while true {
                added = other.append(some, from: added)
                if added == some.count { break }
                together.append(other.documents.count)
                other = DocumentPiece(number: other.number + 1)
            }
        }
        #expect(alone == together)
        #expect(one.documents == other.documents && one.bytes == other.bytes)
    }
}
