import Features
import Foundation
import Learning
import ModelFiles
import TestSupport
import Testing
import Text
import Values

struct SafetensorsFileTests {
    @Test(
        arguments: [
            Sample.integers, [.text("neg"), .text("pos")], Sample.texts, [.integer(-5), .integer(2), .integer(9)],
        ],
        [0, 1, 5, 1000])
    func `a model comes back as it was`(classes: [Label], average: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let model = try Sample.model(classes: classes, average: average)
        let written = try SafetensorsFile.write(model, to: path)
        let read = try SafetensorsFile.read(path: path)
        #expect(read.classifier == model.classifier)
        #expect(read.vectorizer == model.vectorizer)
        #expect(read.watermarks == model.watermarks)
        #expect(read.writtenBy == Sample.program)
        #expect(read.digest == model.digest)
        #expect(written.modelDigest == model.digest)
        #expect(try FileBytes.all(path).count == written.sizeBytes)
    }

    @Test(arguments: [Sample.integers, Sample.texts], [0, 1, 5, 20])
    func `a model that was saved and opened learns on as if never stopped`(classes: [Label], average: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var neverStopped = try Sample.classifier(classes: classes, average: average, batches: 1)
        for seed in 10..<14 {
            let model = SavedModel(classifier: neverStopped.state, vectorizer: nil, writtenBy: Sample.program)
            try SafetensorsFile.write(model, to: path)
            var opened = try SGDClassifier(restoring: SafetensorsFile.read(path: path).classifier)
            try Sample.learn(&opened, seed: UInt64(seed))
            try Sample.learn(&neverStopped, seed: UInt64(seed))
            #expect(bits(opened.state) == bits(neverStopped.state))
        }
    }

    @Test func `every setting comes back as it was`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        model.classifier.settings.loss = .modifiedHuber
        model.classifier.settings.penalty = nil
        model.classifier.settings.tol = nil
        model.classifier.settings.alpha = 1e-7
        model.classifier.settings.classWeight = .weights([
            .init(label: .integer(0), weight: 0.1), .init(label: .integer(1), weight: 3),
        ])
        model.vectorizer?.analyzer.ngramRange = .init(1, 3)
        model.vectorizer?.analyzer.stopWords = .words(["\u{1}", "a\"b", "naïve\n"])
        model.vectorizer?.norm = nil
        model.vectorizer?.binary = true
        try SafetensorsFile.write(model, to: path)
        let read = try SafetensorsFile.read(path: path)
        #expect(read.classifier.settings == model.classifier.settings)
        #expect(read.vectorizer == model.vectorizer)
    }

    @Test func `a vectorizer that was never known stays unknown`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        model.vectorizer = nil
        try SafetensorsFile.write(model, to: path)
        #expect(try SafetensorsFile.read(path: path).vectorizer == nil)
    }

    @Test func `minus zero and the smallest number keep their bits`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        model.classifier.coef.numbers[3] = -0.0
        model.classifier.coef.numbers[4] = .leastNonzeroMagnitude
        try SafetensorsFile.write(model, to: path)
        #expect(bits(try SafetensorsFile.read(path: path).classifier) == bits(model.classifier))
    }

    @Test(arguments: ["two-classes", "three-classes-averaged"])
    func `the same model makes the same bytes as ever`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let model =
            name == "two-classes" ? try Sample.model() : try Sample.model(classes: Sample.texts, average: 1)
        try SafetensorsFile.write(model, to: path)
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try FileBytes.write(try FileBytes.all(path), to: Sample.golden("\(name).safetensors"))
            Issue.record("recorded anew: \(name)")
        }
        #expect(try FileBytes.all(path) == FileBytes.all(Sample.golden("\(name).safetensors")))
        #expect(try SafetensorsFile.read(path: Sample.golden("\(name).safetensors")).digest == model.digest)
    }

    @Test func `the data begins at a multiple of eight bytes whatever the header's length`() throws {
        let folder = try TemporaryFolder()
        for length in 1...9 {
            let path = folder.file("\(length).safetensors")
            var model = try Sample.model()
            model.writtenBy = String(repeating: "x", count: length)
            try SafetensorsFile.write(model, to: path)
            #expect(try FileBytes(path).header.utf8.count % 8 == 0)
            #expect(try SafetensorsFile.read(path: path).writtenBy == model.writtenBy)
        }
    }

    @Test func `an array that has two names is stored once`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(classes: Sample.texts, average: 1), to: path)
        let header = try FileBytes(path).header
        #expect(header.contains(#""_standard_coef":{"#))
        #expect(!header.contains(#""_average_coef":{"#))
        #expect(header.contains(#"\"_average_coef\":\"coef_\""#))
    }

    private func bits(_ state: SGDClassifierState) -> [UInt64] {
        let averages = state.averages
        return
            (state.coef.numbers + state.intercept + [state.t] + (averages?.standardCoef.numbers ?? [])
            + (averages?.averageCoef.numbers ?? []) + (averages?.standardIntercept ?? [])
            + (averages?.averageIntercept ?? [])).map(\.bitPattern)
    }
}
