import Datasets
import Experiments
import Features
import Foundation
import Learning
import TestSupport
import Testing

/// Collisions of a comparison of vectorizers, against counting by hand, and texts that need a file of their own.
@Suite struct VectorizerCollisionsTests {
    private static let words = [
        "film", "plot", "actor", "scene", "camera", "music", "light", "story", "ending", "cast",
    ]

    private func documents(_ folder: TemporaryFolder) throws -> ComparedDocuments {
        let rows = (0..<60).map { row in
            "\(Self.words[row % 10]) \(Self.words[(row / 2) % 10]) number\(row),\(row % 2)\n"
        }
        try Data(("review,sentiment\n" + rows.joined()).utf8).write(to: URL(filePath: folder.file("d.csv")))
        let dataset = try Dataset.load(DatasetSource(path: folder.file("d.csv")), monitor: nil)
        return try ComparedDocuments(
            training: dataset, rows: RowRange(stop: 40), test: dataset, RowRange(start: 40))
    }

    @Test("counts grams that share a column, the columns seen, and names the words", arguments: [1, 16, 64, 1 << 20])
    func counting(nFeatures: Int) throws {
        let folder = try TemporaryFolder()
        var settings = HashingVectorizerSettings()
        settings.nFeatures = nFeatures
        var comparison = VectorizerComparison(of: [settings], with: SGDClassifierSettings())
        comparison.seeds = []
        let result = try comparison.run(on: documents(folder), monitor: nil) { _ in }
        let cell = try #require(result.cells.first)
        let vectorizer = try HashingVectorizer(settings)
        var grams: [Int: Set<String>] = [:]
        for row in 0..<40 {
            for word in [Self.words[row % 10], Self.words[(row / 2) % 10], "number\(row)"] {
                grams[vectorizer.column(of: word).column, default: []].insert(word)
            }
        }
        let all = grams.values.reduce(0) { $0 + $1.count }
        let sharing = grams.values.filter { $0.count > 1 }.reduce(0) { $0 + $1.count }
        #expect(all == 50)
        #expect(cell.featuresSeen == grams.count)
        #expect(cell.collisionRate == Double(sharing) / Double(all))
        #expect(cell.heaviest.count == min(5, grams.values.count { $0.count > 1 }))
        for shared in cell.heaviest {
            #expect(shared.wordCount == grams[shared.column]?.count)
            #expect(grams[shared.column]?.isSuperset(of: shared.words) == true)
        }
        #expect(zip(cell.heaviest, cell.heaviest.dropFirst()).allSatisfy { abs($0.weight) >= abs($1.weight) })
    }

    @Test("refuses rows that are both learned and tested")
    func sharedRows() throws {
        let folder = try TemporaryFolder()
        let documents = try documents(folder)
        #expect(throws: ExperimentError.self) {
            try ComparedDocuments(
                training: documents.training, rows: RowRange(stop: 41), test: documents.training, RowRange(start: 40))
        }
    }
}
