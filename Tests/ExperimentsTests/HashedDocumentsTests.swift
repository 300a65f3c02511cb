import Datasets
import Features
import Files
import Foundation
import TestSupport
import Testing
import Text

@testable import Experiments

/// Grams that several threads find, beside those of one text after the other.
@Suite struct HashedDocumentsTests {
    /// More than two batches, with borders amid the pieces, texts without a word, and one that is a piece by itself.
    private static let texts: [String] = (0..<2345).map { row in
        switch row % 97 {
        case 0: return "…"
        case 1:
            return row == 1068
                ? String(repeating: "long text \(row) ", count: 20_000) : "Große Käse für \u{1F600} \(row)"
        default: return (0..<row % 31).map { "word\(row * $0 % 211) " }.joined() + "same words"
        }
    }

    @Test("are the texts' grams, in order, with the digest of texts and labels", arguments: [1, 2])
    func reading(ngrams: Int) throws {
        let folder = try TemporaryFolder()
        let lines = Self.texts.enumerated().map { "\"\($1)\",\($0 % 2)\n" }
        try Data(("review,sentiment\n" + lines.joined()).utf8).write(to: URL(filePath: folder.file("d.csv")))
        let dataset = try Dataset.load(DatasetSource(path: folder.file("d.csv")), monitor: nil)
        let (trainingCount, nFeatures) = (2100, 1 << 12)
        var settings = HashingVectorizerSettings()
        settings.nFeatures = nFeatures
        settings.analyzer.ngramRange = NgramRange(1, ngrams)
        let hashed = try HashedDocuments(
            ComparedDocuments(
                training: dataset, rows: RowRange(stop: trainingCount), test: dataset, RowRange(start: trainingCount)),
            by: settings, monitor: nil)

        var vectorizer = try HashingVectorizer(settings)
        var (rows, expected) = (SparseBatch(nFeatures: nFeatures), SparseBatch(nFeatures: nFeatures))
        hashed.transform(Self.texts.indices, by: &vectorizer, into: &rows)
        vectorizer.transform(Self.texts, into: &expected)
        #expect(rows == expected)
        #expect(hashed.labels == Self.texts.indices.map { UInt16($0 % 2) })

        var counts: [String: Int] = [:]
        var order: [String] = []
        for text in Self.texts[..<trainingCount] {
            vectorizer.forEachGram(of: text.utf8.span) { _, gram in
                let gram = String(decoding: (0..<gram.count).map { gram[$0] }, as: UTF8.self)
                if counts[gram] == nil { order.append(gram) }
                counts[gram, default: 0] += 1
            }
        }
        let vocabulary = hashed.vocabulary
        #expect((0..<vocabulary.count).map { vocabulary.text(of: $0) } == order)
        #expect(vocabulary.counts == order.map { counts[$0] })

        var hasher = SHA256Hasher()
        for (row, text) in Self.texts.enumerated() { hasher.update("\(row % 2):\(text.utf8.count):" + text) }
        let digest = hasher.finishHex()
        #expect(hashed.digest == digest)
    }
}
