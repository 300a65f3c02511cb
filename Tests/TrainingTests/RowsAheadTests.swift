import Features
import Testing
import Values

@testable import Training

@Suite struct RowsAheadTests {
    private static func documents(_ range: Range<Int>) -> [Document] {
        range.map { Document(text: "word\($0) word\($0 % 7) a film, \($0 * 31) times", label: .integer(Int64($0 % 2))) }
    }

    @Test(arguments: [1, 2, 3, 8])
    func `batches come in their order with the rows of their documents`(threads: Int) throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 10
        var alone = try HashingVectorizer(settings)
        let ahead = RowsAhead(alone, threads: threads) { $0 }
        defer { ahead.close() }
        let sizes = [1, 15, 16, 17, 500, 3, 129, 1000]
        var taken = 0
        var starts = [0]
        for size in sizes { starts.append(starts[starts.count - 1] + size) }
        for round in 0..<sizes.count + 2 {
            if round < sizes.count { ahead.submit(Self.documents(starts[round]..<starts[round + 1])) }
            guard round >= 2 else { continue }
            let (documents, rows) = try #require(ahead.next(with: &alone))
            #expect(documents == Self.documents(starts[taken]..<starts[taken + 1]))
            var expected = SparseBatch(nFeatures: settings.nFeatures)
            alone.transform(documents.map(\.text), into: &expected)
            #expect(rows == expected)
            taken += 1
        }
        #expect(taken == sizes.count && ahead.next(with: &alone) == nil)
    }

    @Test func `batches that nobody takes are forgotten`() throws {
        for _ in 0..<50 {
            let ahead = RowsAhead(try HashingVectorizer(HashingVectorizerSettings()), threads: 4) { $0 }
            for start in 0..<3 { ahead.submit(Self.documents(start * 100..<start * 100 + 100)) }
            ahead.close()
            #expect(ahead.count == 3)
        }
    }
}
