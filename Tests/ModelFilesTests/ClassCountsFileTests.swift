import Foundation
import Learning
import TestSupport
import Testing
import Values

@testable import ModelFiles

/// The documents learned by class, in each form of file, and what lies about them.
struct ClassCountsFileTests {
    static let names = ["model.safetensors", "model.pkl", "model.skops"]

    private static func counted(classes: [Label] = Sample.integers) throws -> SavedModel {
        var model = try Sample.model(classes: classes)
        model.classCounts = classes.indices.map { $0 == 0 ? 12 - (classes.count - 1) : 1 }
        return model
    }

    @Test(arguments: names, [Sample.integers, Sample.texts])
    func `they come back, and the model is the same with them and without`(name: String, classes: [Label]) throws {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        var model = try Self.counted(classes: classes)
        let digest = try ModelFile.write(model, to: path).modelDigest
        #expect(try ModelFile.read(path: path).classCounts == model.classCounts)
        guard case .safe(let contents) = try ModelInspection.of(path: path).outcome else {
            Issue.record("refused")
            return
        }
        #expect(contents.classCounts == model.classCounts)
        model.classCounts = nil
        #expect(try ModelFile.write(model, to: path).modelDigest == digest)
        #expect(try ModelFile.read(path: path).classCounts == nil)
        #expect(try !FileBytes.all(path).contains(Array(ClassCounts.name.utf8)))
    }

    @Test(arguments: names, [[6, 7], [5, 6], [12], [4, 4, 4], [13, -1], [Int.max, Int.max], []])
    func `counts that t_ contradicts are not written`(name: String, counts: [Int]) throws {
        let folder = try TemporaryFolder()
        var model = try Self.counted()
        model.classCounts = counts
        let error = #expect(throws: ModelFileError.self) { try ModelFile.write(model, to: folder.file(name)) }
        #expect(error?.code == "unwritable_model")
        #expect(folder.names.isEmpty)
    }

    private static let lies = [
        "[11,2]", "[10,1]", "[12]", "[]", "[11,1,0]", "[13,-1]", "[11.0,1]", "[1e1,2]", "[11,\\\"1\\\"]", "[null,1]",
        "{\\\"0\\\":11}", "12", "[11,1", "[11,1] 2", "[9223372036854775807,9223372036854775807]",
        "[99999999999999999999,1]", "[\(Array(repeating: "0", count: 1001).joined(separator: ","))]",
        String(repeating: "[", count: 100_000),
    ]

    @Test(arguments: lies) func `a safetensors file that lies about them is refused by their name`(lie: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Self.counted(), to: path)
        var file = try FileBytes(path)
        let range = try #require(file.header.range(of: #""class_count_":"[11,1]""#))
        file.header.replaceSubrange(range, with: #""class_count_":"\#(lie)""#)
        try FileBytes.write(file.bytes, to: path)
        let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
        guard case .damaged(let damage) = error else {
            Issue.record("\(lie): \(String(describing: error))")
            return
        }
        #expect(damage.field == "class_count_", "\(damage)")
        #expect(damage.actual.count < 400 && damage.expected.count < 400)
    }

    @Test(arguments: lies) func `refit's attribute in a pickle that lies about them is refused, or they are unknown`(
        lie: String
    ) throws {
        let model = try Self.counted()
        let honest = try RefitAttribute.json(of: model, digest: model.digest)
        #expect(try RefitAttribute(honest, path: "model.pkl", offset: 0).counts(of: model) == [11, 1])
        let text = honest.replacing(
            #""class_count_":[11,1]"#, with: "\"class_count_\":\(lie.replacing("\\", with: ""))")
        #expect(text != honest)
        do {
            let read = try RefitAttribute(text, path: "model.pkl", offset: 0)
            #expect(read.counts(of: model) == nil)
            #expect(read.watermarks == model.watermarks)
        } catch {
            #expect(error.code == "damaged_model_file")
        }
    }

    @Test func `they are known of the model alone that they were counted of`() throws {
        let model = try Self.counted()
        let attribute = try RefitAttribute(
            RefitAttribute.json(of: model, digest: model.digest), path: "model.pkl", offset: 0)
        // As many rows and others: what scikit-learn's fit may do, which counts from the beginning.
        var other = model
        other.classifier.coef.numbers[0] += 1
        #expect(attribute.counts(of: other) == nil)
        var more = model
        more.classifier.t += 6
        #expect(attribute.counts(of: more) == nil)
        #expect(attribute.counts(of: try Self.counted(classes: Sample.texts)) == nil)
        var unsaid = model
        unsaid.classCounts = nil
        let silent = try RefitAttribute(
            RefitAttribute.json(of: unsaid, digest: model.digest), path: "model.pkl", offset: 0)
        #expect(silent.counts(of: model) == nil)
    }

    @Test(arguments: [Sample.integers, Sample.texts])
    func `a flipped bit in them is refused or changes nothing`(classes: [Label]) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let model = try Self.counted(classes: classes)
        try SafetensorsFile.write(model, to: path)
        let bytes = try FileBytes.all(path)
        let place = try #require(bytes.firstRange(of: Array(#""class_count_":""#.utf8)))
        let end = try #require(bytes[place.upperBound...].firstIndex(of: UInt8(ascii: "]")))
        for index in place.upperBound...end {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                try FileBytes.write(flipped, to: path)
                guard let read = try? SafetensorsFile.read(path: path) else { continue }
                #expect(read.classCounts == model.classCounts, "byte \(index), bit \(bit)")
            }
        }
    }
}

extension RefitAttribute {
    /// The counts, as a model has them that was read with the attribute.
    fileprivate func counts(of model: SavedModel) -> [Int]? {
        counted(in: model.classifier)?.counts(of: model.digest)
    }
}
