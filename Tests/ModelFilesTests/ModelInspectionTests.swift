import Features
import Learning
import ModelFiles
import TestSupport
import Testing
import Values

struct ModelInspectionTests {
    @Test func `a model that may be opened is described`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        model.classifier.coef.numbers = [0, -2, 3, 0.5, -0.0, 3, -7, 0]
        let written = try SafetensorsFile.write(model, to: path)
        let inspection = try ModelInspection.of(path: path)
        #expect(inspection.path == path)
        #expect(inspection.kind == .safetensors)
        #expect(inspection.sizeBytes == written.sizeBytes)
        guard case .safe(let contents) = inspection.outcome else {
            Issue.record("refused")
            return
        }
        #expect(contents.writtenBy == Sample.program)
        #expect(contents.classes == Sample.integers)
        #expect(contents.nFeatures == 8)
        #expect(contents.nonzeroWeights == 5)
        #expect(contents.t == 13)
        #expect(contents.modelDigest == model.digest)
        #expect(contents.watermarks == [Sample.watermark])
        #expect(contents.vectorizer == Sample.vectorizer().parameters)
        #expect(contents.classifier == model.classifier.settings.parameters)
        #expect(contents.strongestWeights.map(\.column) == [2, 5, 3, 1, 6])
        #expect(contents.strongestWeights.map(\.weight) == [3, 3, 0.5, -2, -7])
        #expect(contents.strongestWeights.allSatisfy { $0.label == .integer(1) })
    }

    @Test func `ten of each sign are shown, row after row`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model(classes: Sample.texts, nFeatures: 40)
        model.classifier.coef.numbers = (0..<120).map { Double(($0 % 40) * 7 % 40) - 20 }
        try SafetensorsFile.write(model, to: path)
        guard case .safe(let contents) = try ModelInspection.of(path: path).outcome else {
            Issue.record("refused")
            return
        }
        let expected = (10...19).reversed().map(Double.init) + (11...20).map { -Double($0) }
        #expect(contents.strongestWeights.map(\.weight) == expected + expected + expected)
        #expect(contents.strongestWeights.map(\.label) == Sample.texts.flatMap { Array(repeating: $0, count: 20) })
        for weight in contents.strongestWeights {
            #expect(model.classifier.coef.numbers[weight.column] == weight.weight)
        }
    }

    @Test func `a damaged file is refused and said where`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        file.data[8 + 16 + 7] = 0x7F
        file.data[8 + 16 + 6] = 0xF8
        try FileBytes.write(file.bytes, to: path)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.name == "coef_")
        #expect(refusal.byteOffset == 8 + file.header.utf8.count + 24)
        #expect(refusal.reason.contains("finite"))
    }

    @Test func `a file of a later form is refused by name`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        file.header = file.header.replacing("\"refit_format\":\"1\"", with: "\"refit_format\":\"7\"")
        try FileBytes.write(file.bytes, to: path)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.name == "later_model_format")
    }

    @Test(arguments: [
        ("none.safetensors", "file_system"),
        ("model.txt", "unknown_model_ending"), ("model", "unknown_model_ending"),
    ])
    func `what cannot be examined is an error`(name: String, code: String) throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ModelFileError.self) { try ModelInspection.of(path: folder.file(name)) }
        #expect(error?.code == code)
    }
}
