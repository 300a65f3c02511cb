import Features
import Foundation
import Learning
import ModelFiles
import TestSupport
import Testing
import Training
import Values

struct SavingTests {
    @Test(arguments: [[.integer(0), .integer(1)], [.text("a"), .text("b"), .text("c")]] as [[Label]], [0, 1, 40])
    func `saved, opened and learned on is as if never stopped`(classes: [Label], average: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let documents = Sample.documents(120, classes: classes)
        var neverStopped = try Sample.model(classes: classes) { $0.average = average }
        for start in stride(from: 0, to: 120, by: 30) {
            try neverStopped.partialFit(Array(documents[start..<start + 30]))
        }
        var stopped = try Sample.model(classes: classes) { $0.average = average }
        for start in stride(from: 0, to: 120, by: 30) {
            try stopped.partialFit(Array(documents[start..<start + 30]))
            try stopped.save(to: path, writtenBy: Sample.program)
            stopped = try TextClassifier(opening: path)
        }
        #expect(stopped.modelDigest == neverStopped.modelDigest)
        #expect(stopped.classifier.state == neverStopped.classifier.state)
    }

    @Test(arguments: [2, 3], [0, 1])
    func `opened to learn, it is the same model, and a damaged one is refused as ever`(classes: Int, average: Int)
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let classes = (0..<classes).map { Label.integer(Int64($0)) }
        let documents = Sample.documents(120, classes: classes)
        // More columns than come from the file at a time.
        var model = try Sample.model(classes: classes, nFeatures: 300_007) { $0.average = average }
        try model.partialFit(Array(documents[..<60]))
        try model.save(to: path, writtenBy: Sample.program)

        let saved = try TextClassifier.read(path)
        var opened = try TextClassifier(saved)
        try opened.checkAndKeepByColumn()
        #expect(opened.modelDigest == model.modelDigest)
        #expect(opened.classifier.state == model.classifier.state)
        // Somebody has looked at some weights before.
        var seen = try TextClassifier(try TextClassifier.read(path))
        #expect(seen.classifier.nonzeroWeights == model.classifier.nonzeroWeights)
        try seen.checkAndKeepByColumn()
        try model.partialFit(Array(documents[60...]))
        for var other in [opened, seen] {
            try other.partialFit(Array(documents[60...]))
            #expect(other.modelDigest == model.modelDigest)
        }

        let bytes = try Data(contentsOf: URL(filePath: path))
        let damagedPath = folder.file("damaged.safetensors")
        for place in [bytes.count - 8 * 300_007, bytes.count - 8 * 150_000] {
            var others = bytes
            others[place] ^= 1
            try others.write(to: URL(filePath: damagedPath))
            var damaged = try TextClassifier(try TextClassifier.read(damagedPath))
            for _ in 0..<2 {
                let error = #expect(throws: TrainingError.self) { try damaged.checkAndKeepByColumn() }
                #expect(error?.code == "damaged_model_file")
            }
            #expect(throws: TrainingError.self) { try damaged.check() }
        }
    }

    @Test func `watermarks are saved with the weights`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        model.watermarks = [Watermark(database: "/data/a.sqlite", lastRow: 0, rows: 0, blocks: [], refused: [])]
        let written = try model.save(to: path, writtenBy: Sample.program)
        #expect(written.modelDigest == model.modelDigest)
        #expect(try TextClassifier(opening: path).watermarks == model.watermarks)
    }

    @Test func `a file that does not say how rows are made needs the settings`() throws {
        var saved = try Sample.model().saved(writtenBy: Sample.program)
        saved.vectorizer = nil
        var error = #expect(throws: TrainingError.self) { try TextClassifier(saved) }
        #expect(error?.code == "no_vectorizer")
        error = #expect(throws: TrainingError.self) {
            try TextClassifier(saved, vectorizer: Sample.vectorizer(nFeatures: 64))
        }
        #expect(error?.code == "other_feature_count")
        let opened = try TextClassifier(saved, vectorizer: Sample.vectorizer())
        #expect(opened.vectorizer.settings == Sample.vectorizer())
    }

    @Test func `an ending that is no model's is refused before the file is looked for`() {
        let error = #expect(throws: TrainingError.self) { try TextClassifier(opening: "/nowhere/classifier.onnx") }
        #expect(error?.code == "unknown_model_ending")
    }
}
