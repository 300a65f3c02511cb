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
        try opened.lookAndKeepByColumn()
        #expect(opened.modelDigest == model.modelDigest)
        #expect(opened.classifier.state == model.classifier.state)
        // Somebody may write to the file meanwhile.
        let writer = try FileHandle(forWritingTo: URL(filePath: path))
        var written = try TextClassifier(try TextClassifier.read(path))
        try written.lookAndKeepByColumn()
        try writer.close()
        #expect(written.classifier.state == model.classifier.state)
        // Somebody has looked at some weights before.
        var seen = try TextClassifier(try TextClassifier.read(path))
        #expect(seen.classifier.nonzeroWeights == model.classifier.nonzeroWeights)
        try seen.lookAndKeepByColumn()
        try model.partialFit(Array(documents[60...]))
        for var other in [opened, written, seen] {
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
                let error = #expect(throws: TrainingError.self) {
                    try damaged.lookAndKeepByColumn()
                    try damaged.check()
                }
                #expect(error?.code == "damaged_model_file")
            }
            #expect(throws: TrainingError.self) { try damaged.check() }
        }
    }

    @Test(arguments: [(2, 0), (2, 1), (3, 0), (3, 1)], [true, false])
    func `a pickle opened to learn is the same model, with counts if they are its own`(
        shape: (classes: Int, average: Int), isRefits: Bool
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.pkl")
        let classes = (0..<shape.classes).map { Label.integer(Int64($0)) }
        let documents = Sample.documents(120, classes: classes)
        let vectorizer = Sample.vectorizer(nFeatures: 300_007)
        var model = try Sample.model(classes: classes, nFeatures: 300_007) { $0.average = shape.average }
        try model.partialFit(Array(documents[..<60]))
        var saved = model.saved(writtenBy: Sample.program)
        if !isRefits { (saved.vectorizer, saved.classCounts) = (nil, nil) }
        try ModelFile.write(saved, to: path)
        func opened(_ path: String) throws -> TextClassifier {
            var model = try TextClassifier(
                try TextClassifier.read(path), vectorizer: isRefits ? nil : vectorizer)
            try model.lookAndKeepByColumn()
            return model
        }
        let same = try opened(path)
        #expect(same.classCounts == (isRefits ? model.classCounts : nil))
        #expect(same.modelDigest == model.modelDigest)
        #expect(same.classifier.state == model.classifier.state)
        let seen = try TextClassifier(try TextClassifier.read(path), vectorizer: isRefits ? nil : vectorizer)
        try seen.beginReading()
        #expect(seen.modelDigest == model.modelDigest)

        // Python has learned on: the bytes of a weight are others.
        let bytes = try Data(contentsOf: URL(filePath: path))
        let weight = try #require(model.classifier.state.coef.numbers.last { $0 != 0 })
        let place = try #require(bytes.firstRange(of: Self.bytes(of: weight)))
        var others = bytes
        others[place.lowerBound] ^= 1
        let otherPath = folder.file("other.pkl")
        try others.write(to: URL(filePath: otherPath))
        // Averages that are not those which are reported are refused.
        if shape.average == 0 {
            var other = try opened(otherPath)
            try other.check()
            #expect(other.classCounts == nil)
            #expect(other.modelDigest != model.modelDigest)
            try other.partialFit(Array(documents[60...]))
            #expect(other.classCounts == nil)
        }
        others.replaceSubrange(place, with: Self.bytes(of: .infinity))
        try others.write(to: URL(filePath: otherPath))
        let error = #expect(throws: TrainingError.self) { try opened(otherPath) }
        #expect(error?.code == "damaged_model_file")
        #expect(error?.message.contains("coef_") == true, "\(error?.message ?? "")")

        try model.partialFit(Array(documents[60...]))
        for var other in [same, seen] {
            try other.partialFit(Array(documents[60...]))
            try other.save(to: otherPath, writtenBy: Sample.program)
            #expect(try TextClassifier(opening: otherPath).modelDigest == model.modelDigest)
            #expect(other.modelDigest == model.modelDigest)
            #expect(other.classCounts == (isRefits ? model.classCounts : nil))
        }
    }

    private static func bytes(of number: Double) -> Data {
        Data((0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> ($0 * 8)) })
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
