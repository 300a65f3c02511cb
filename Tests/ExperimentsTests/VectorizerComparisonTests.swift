import Datasets
import Experiments
import Features
import Files
import Foundation
import Glibc
import Learning
import TestSupport
import Testing

/// Comparisons of vectorizers: collisions against counting by hand, splits against files of their rows.
@Suite struct VectorizerComparisonTests {
    private static let words = [
        "film", "plot", "actor", "scene", "camera", "music", "light", "story", "ending", "cast",
    ]

    private static let rows = (0..<60).map { row in
        "\(words[row % 10]) \(words[(row / 2) % 10]) number\(row),\(row * row / 7 % 2)\n"
    }

    private func dataset(_ name: String, _ rows: [String], in folder: TemporaryFolder) throws -> Dataset {
        try Data(("review,sentiment\n" + rows.joined()).utf8).write(to: URL(filePath: folder.file(name)))
        return try Dataset.load(DatasetSource(path: folder.file(name)), monitor: nil)
    }

    private func documents(_ folder: TemporaryFolder) throws -> ComparedDocuments {
        let dataset = try dataset("d.csv", Self.rows, in: folder)
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
            #expect(shared.signs == shared.words.map { vectorizer.column(of: $0).sign })
        }
        #expect(zip(cell.heaviest, cell.heaviest.dropFirst()).allSatisfy { abs($0.weight) >= abs($1.weight) })
    }

    @Test("learns of a split what fit learns of a file of its rows")
    func splits() throws {
        let folder = try TemporaryFolder()
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 64
        var comparison = VectorizerComparison(of: [settings], with: SGDClassifierSettings())
        (comparison.batchSize, comparison.seeds) = (7, [1, 2, 3, 4])
        let result = try comparison.run(on: documents(folder), monitor: nil) { _ in }
        var alone = comparison
        alone.seeds = []
        var expected: [Double] = []
        for seed in comparison.seeds {
            let split = RowSplit(60, training: 40, seed: seed)
            let training = try dataset("a.csv", split.training.map { Self.rows[$0] }, in: folder)
            let test = try dataset("b.csv", split.test.map { Self.rows[$0] }, in: folder)
            let documents = try ComparedDocuments(training: training, rows: .all, test: test, .all)
            expected.append(try #require(alone.run(on: documents, monitor: nil) { _ in }.cells.first).accuracy)
        }
        #expect(result.accuracies(of: 0) == expected)
        #expect(Set(expected).count > 1)
        #expect(result.best == 0 && result.smallestAsGood == 0)
        #expect(try alone.run(on: documents(folder), monitor: nil) { _ in }.smallestAsGood == nil)
    }

    @Test("names the vectorizer that makes no model")
    func naming() throws {
        let folder = try TemporaryFolder()
        var wide = HashingVectorizerSettings()
        wide.norm = nil
        var classifier = SGDClassifierSettings()
        (classifier.loss, classifier.learningRate, classifier.eta0) = (.squaredError, .constant, 1e300)
        let comparison = VectorizerComparison(of: [HashingVectorizerSettings(), wide], with: classifier)
        let error = try #require(throws: ExperimentError.self) {
            try comparison.run(on: documents(folder), monitor: nil) { _ in }
        }
        #expect(error.code == "overflow" && error.message.contains("n_features=1048576"), "\(error)")
    }

    /// What a comparison says, and where it keeps its finished trials.
    private func kept(in folder: TemporaryFolder) throws -> (said: [String], result: VectorizerComparisonResult) {
        var comparison = VectorizerComparison(of: [HashingVectorizerSettings()], with: SGDClassifierSettings())
        comparison.logFolder = folder.file("logs")
        comparison.seeds = [1]
        var said: [String] = []
        let result = try comparison.run(on: documents(folder), monitor: nil) { said.append($0) }
        return (said, result)
    }

    @Test("keeps finished trials in files of its own alone", arguments: ["link", "pipe", "folder"])
    func foreignLog(kind: String) throws {
        let folder = try TemporaryFolder()
        _ = try kept(in: folder)
        let log = folder.file("logs/\(try #require(TemporaryFolder.names(in: folder.file("logs")).first))")
        #expect(try kept(in: folder).said.contains("2 models are done from before"))
        try FileManager.default.removeItem(atPath: log)
        try Data("precious".utf8).write(to: URL(filePath: folder.file("precious")))
        switch kind {
        case "link": try FileManager.default.createSymbolicLink(atPath: log, withDestinationPath: "../precious")
        case "pipe": #expect(unsafe mkfifo(log, 0o600) == 0)
        default:
            try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: false)
            try FileManager.default.moveItem(atPath: folder.file("precious"), toPath: "\(log)/precious")
        }
        let (said, result) = try kept(in: folder)
        #expect(said.contains("\(log) is no file of its own: no trials are kept"), "\(said)")
        result.forgetCells()
        let precious = kind == "folder" ? "\(log)/precious" : folder.file("precious")
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
        #expect(TemporaryFolder.names(in: folder.file("logs")).count == 1)
    }

    @Test("leaves the trials alone that another process keeps of the same comparison")
    func lockedLog() throws {
        let folder = try TemporaryFolder()
        _ = try kept(in: folder)
        let log = folder.file("logs/\(try #require(TemporaryFolder.names(in: folder.file("logs")).first))")
        let before = try Data(contentsOf: URL(filePath: log))
        // A lock belongs to what was opened, and not to the process.
        let held = unsafe open(log, O_RDWR)
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        let (said, result) = try kept(in: folder)
        #expect(said.contains { $0.contains("another process carries out the same comparison") }, "\(said)")
        result.forgetCells()
        #expect(try Data(contentsOf: URL(filePath: log)) == before)
        close(held)
        result.forgetCells()
        #expect(!Path.exists(log))
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
