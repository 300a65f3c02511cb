import Datasets
import Foundation
import Testing
import Values

@Suite struct SampleReviewsTests {
    private static let committed = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("datasets/sample/reviews.csv").path

    @Test func `the committed file is what the generator writes, byte for byte`() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/reviews.csv"
        var writer = try DatasetWriter(path: path)
        for document in SampleReviews.documents() { try writer.write(document) }
        try writer.commit()
        #expect(try Bytes.of(path) == Bytes.of(Self.committed))
    }

    @Test func `a shorter sample is the beginning of a longer one, and another seed is another sample`() {
        let documents = Array(SampleReviews.documents(count: 50, seed: 3))
        #expect(Array(SampleReviews.documents(count: 20, seed: 3)) == Array(documents.prefix(20)))
        #expect(Array(SampleReviews.documents(count: 50, seed: 4)) != documents)
        // Made one by one: nobody has to hold a number that fits no memory.
        #expect(Array(SampleReviews.documents(count: .max, seed: 3).prefix(50)) == documents)
    }

    @Test func `the sample is balanced and exercises quoting, tags and emoticons`() {
        let documents = Array(SampleReviews.documents())
        let positive = documents.count { $0.label == .integer(1) }
        #expect(documents.count == 4000)
        #expect((1850...2150).contains(positive))
        for mark in [",", "\"", "\n", "<br />", ":)", ":(", " not ", "isn't"] {
            #expect(documents.count { $0.text.contains(mark) } > 20, "\(mark)")
        }
    }
}
