import Features
import Foundation
import Glibc
import Learning
import ModelFiles
import TestSupport
import Testing
import Values

/// One way in which a file's header can be wrong.
struct Damage: Sendable, CustomTestStringConvertible {
    var find: String
    var replace: String
    /// What the error must name.
    var field: String
    var average = 0

    init(_ find: String, _ replace: String, _ field: String, average: Int = 0) {
        self.find = find
        self.replace = replace
        self.field = field
        self.average = average
    }

    var testDescription: String { "\(find) → \(replace.prefix(60))" }
}

struct SafetensorsFileDamageTests {
    private static let deep = String(repeating: "[", count: 200_000)

    static let damages = [
        // The JSON itself.
        Damage("{\"__metadata__\"", "\"__metadata__\"", "the header"),
        Damage("\"t_\":{", "\"t_\":\(deep){", "the header"),
        Damage("\"t_\":{", "\"t_\":{\"a\":\(deep)", "the header's t_"),
        Damage("\"t_\":{", "\"coef_\":{", "the header"),
        Damage("\"refit_format\":\"1\"", "\"refit_format\":\"1\",\"refit_format\":\"1\"", "the header"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by\":1", "the header"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by\":\"\\ud800\"", "the header"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by\":\"\\x\"", "the header"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by\":\"\u{1}\"", "the header"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by\":\"\\u001b[2J\"", "written_by"),
        Damage("\"written_by\":\"refit 0.1.0\"", "\"written_by_\":\"refit 0.1.0\"", "__metadata__"),
        // Where the tensors are.
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[8,0]", "the header's t_"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,9]", "the beginning of classes_"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,8,8]", "the header"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0]", "the header's t_"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[-8,8]", "the header"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,8.0]", "the header"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,9223372036854775807]", "the header's t_"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,99999999999999999999]", "the header"),
        Damage("\"data_offsets\":[0,8]", "\"data_offsets\":[0,1e400]", "the header"),
        Damage("\"data_offsets\":[8,24]", "\"data_offsets\":[0,24]", "the beginning of classes_"),
        Damage("\"data_offsets\":[8,24]", "\"data_offsets\":[9,24]", "the beginning of classes_"),
        Damage("\"data_offsets\":[88,96]", "\"data_offsets\":[88,88]", "the end of the file"),
        Damage("\"data_offsets\":[88,96]", "\"data_offsets\":[88,97]", "the header's intercept_"),
        Damage("\"data_offsets\":[0,8]}", "\"data_offsets\":[0,8],\"more\":1}", "the header's t_"),
        Damage("\"dtype\":\"F64\",\"shape\":[]", "\"shape\":[]", "the header's t_"),
        // What the tensors are.
        Damage("\"t_\":{\"dtype\":\"F64\"", "\"t_\":{\"dtype\":\"F32\"", "t_"),
        Damage("\"t_\":{\"dtype\":\"F64\",\"shape\":[]", "\"t_\":{\"dtype\":\"F64\",\"shape\":[1]", "t_"),
        Damage("\"classes_\":{\"dtype\":\"I64\"", "\"classes_\":{\"dtype\":\"F64\"", "classes_"),
        Damage("\"shape\":[2]", "\"shape\":[1,2]", "classes_"),
        Damage("\"shape\":[2]", "\"shape\":[3]", "classes_"),
        Damage("\"shape\":[2]", "\"shape\":[2305843009213693952]", "classes_"),
        Damage("\"coef_\":{\"dtype\":\"F64\"", "\"coef_\":{\"dtype\":\"I64\"", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[8]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[2,4]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,0]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,7]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,2147483647]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,2147483648]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,9223372036854775807]", "coef_"),
        Damage("\"shape\":[1,8]", "\"shape\":[1,1,1,1,1,1,1,1,8]", "the header"),
        Damage("\"coef_\":{", "\"coeff_\":{", "the header"),
        Damage("\"intercept_\":{", "\"intercepts_\":{", "intercepts_"),
        Damage("\"_standard_coef\":{", "\"_other_coef\":{", "_other_coef", average: 1),
        // What the metadata says.
        Damage("\"refit_format\":\"1\"", "\"refit_format\":\"0\"", "refit_format"),
        Damage("\"refit_format\":\"1\"", "\"refit_format\":\"one\"", "refit_format"),
        Damage("\"n_iter_\":\"1\"", "\"n_iter_\":\"-1\"", "n_iter_"),
        Damage("\"n_iter_\":\"1\"", "\"n_iter_\":\"01\"", "n_iter_"),
        Damage(#"\"alpha\":0.0001"#, #"\"alpha\":-1.0"#, "classifier"),
        Damage(#"\"alpha\":0.0001"#, #"\"alpha\":\"much\""#, "classifier"),
        Damage(#"\"alpha\":0.0001"#, #"\"beta\":0.0001"#, "classifier"),
        Damage(#"\"alpha\":0.0001,"#, "", "classifier"),
        Damage(#"\"alpha\":0.0001"#, #"\"alpha\":0.0001,\"alpha\":0.0001"#, "classifier"),
        Damage(#"\"loss\":\"log_loss\""#, #"\"loss\":\"later_loss\""#, "classifier"),
        Damage(#"\"n_features\":8"#, #"\"n_features\":16"#, "vectorizer"),
        Damage(#"\"n_features\":8"#, #"\"n_features\":0"#, "vectorizer"),
        Damage(#"\"lowercase\":true"#, #"\"lowercase\":tru"#, "vectorizer"),
        Damage(
            #"\"token_pattern\":\""#, #"\"token_pattern\":\""# + String(repeating: "(?:", count: 20_000), "vectorizer"),
        Damage(#"\"alternate_sign\":true"#, #"\"alternate_sign\":false"#, "model_digest"),
        Damage(#"\"eta0\":0.01"#, #"\"eta0\":0.02"#, "model_digest"),
        Damage(#"\"average\":false"#, #"\"average\":true"#, "aliases"),
        Damage(#"\"_average_coef\":\"coef_\""#, #"\"_average_coef\":\"intercept_\""#, "aliases", average: 1),
        Damage(#"\"_average_coef\":\"coef_\","#, "", "aliases", average: 1),
        Damage(#"\"_average_coef\":\"coef_\""#, #"\"_average_coef\":\"coef_\",\"x\":\"coef_\""#, "aliases", average: 1),
        Damage(#"\"rows\":4098"#, #"\"rows\":4099"#, "watermarks"),
        Damage("\"watermarks_sha256\":\"", "\"watermarks_sha256\":\"0", "watermarks"),
        Damage("\"model_digest\":\"", "\"model_digest\":\"0", "model_digest"),
    ]

    @Test(arguments: damages) func `a header that is wrong is refused by name`(damage: Damage) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(average: damage.average), to: path)
        var file = try FileBytes(path)
        let range = try #require(file.header.range(of: damage.find))
        file.header.replaceSubrange(range, with: damage.replace)
        try FileBytes.write(file.bytes, to: path)
        let found = try #require(refusal(of: path))
        #expect(found.path == path)
        #expect(found.field == damage.field, "\(found)")
        #expect(found.byteOffset.map { $0 <= file.bytes.count } ?? true)
        #expect(found.actual.count < 400 && found.expected.count < 400)
    }

    /// A file from elsewhere must not have files of this machine opened.
    @Test func `stop words that are a path are refused unread`() throws {
        let folder = try TemporaryFolder()
        try Data("the\n".utf8).write(to: URL(fileURLWithPath: folder.file("words.txt")))
        var settings = HashingVectorizerSettings()
        #expect(throws: FeatureError.self) { try settings.set("stop_words", to: .text(folder.file("words.txt"))) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func `a weight that is not finite is refused where it is`(
        number: Double
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        let place = 8 + 2 * 8 + 3 * 8
        for byte in 0..<8 { file.data[place + byte] = UInt8(truncatingIfNeeded: number.bitPattern >> (byte * 8)) }
        try FileBytes.write(file.bytes, to: path)
        let found = try #require(refusal(of: path))
        #expect(found.field == "coef_")
        #expect(found.byteOffset == 8 + file.header.utf8.count + place)
    }

    @Test(arguments: [0, 0.5, -1, 1.5, .nan, .infinity, 1e300] as [Double]) func `a t_ that counts nothing is refused`(
        t: Double
    ) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        for byte in 0..<8 { file.data[byte] = UInt8(truncatingIfNeeded: t.bitPattern >> (byte * 8)) }
        try FileBytes.write(file.bytes, to: path)
        #expect(try #require(refusal(of: path)).field == "t_")
    }

    @Test(arguments: [1, 0] as [UInt8]) func `classes that are not ascending are refused`(first: UInt8) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        file.data[8] = first
        file.data[16] = 0
        try FileBytes.write(file.bytes, to: path)
        #expect(try #require(refusal(of: path)).field == "classes")
    }

    @Test(
        arguments: [#"[\"neg\"]"#, #"[\"pos\",\"neg\",\"neutral\"]"#, #"[\"a\",\"a\",\"b\"]"#, "[null]", "7"]
            as [String])
    func `text classes that are not ascending are refused`(classes: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(classes: Sample.texts), to: path)
        var file = try FileBytes(path)
        let range = try #require(file.header.range(of: #"[\"neg\",\"neutral\",\"pos\"]"#))
        file.header.replaceSubrange(range, with: classes)
        try FileBytes.write(file.bytes, to: path)
        #expect(try #require(refusal(of: path)).field == "classes")
    }

    @Test(arguments: [UInt64.max, 1 << 63, 16_777_217, 1 << 24, 10_000] as [UInt64])
    func `a length that lies is refused`(length: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var bytes = try FileBytes.all(path)
        for byte in 0..<8 { bytes[byte] = UInt8(truncatingIfNeeded: length >> (byte * 8)) }
        try FileBytes.write(bytes, to: path)
        #expect(try #require(refusal(of: path)).field == "the length of the header")
    }

    @Test func `a file cut off anywhere is refused`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        let bytes = try FileBytes.all(path)
        let cut = folder.file("cut.safetensors")
        try FileBytes.write(bytes, to: cut)
        for length in stride(from: bytes.count - 1, through: 0, by: -1) {
            #expect(unsafe truncate(cut, length) == 0)
            #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: cut) }
        }
        try FileBytes.write(bytes + [0], to: cut)
        #expect(try #require(refusal(of: cut)).field == "the end of the file")
    }

    @Test(arguments: [Sample.integers, Sample.texts], [0, 1])
    func `flipped bits are refused or change nothing that was learned`(classes: [Label], average: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let model = try Sample.model(classes: classes, average: average)
        try SafetensorsFile.write(model, to: path)
        let bytes = try FileBytes.all(path)
        var dice = Dice(state: UInt64(classes.count * 2 + average))
        for _ in 0..<800 {
            var flipped = bytes
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                flipped[Int.random(in: flipped.indices, using: &dice)] ^=
                    UInt8(1) << UInt8.random(in: 0..<8, using: &dice)
            }
            try FileBytes.write(flipped, to: path)
            guard let read = try? SafetensorsFile.read(path: path) else { continue }
            #expect(read.classifier.coef == model.classifier.coef)
            #expect(read.digest == model.digest)
            #expect(read.watermarks == model.watermarks)
        }
    }

    @Test func `a later form is refused politely`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        file.header = file.header.replacingOccurrences(of: "\"refit_format\":\"1\"", with: "\"refit_format\":\"2\"")
        try FileBytes.write(file.bytes, to: path)
        let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
        #expect(error?.code == "later_model_format")
    }

    @Test func `metadata that nobody knows is passed over`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let model = try Sample.model()
        try SafetensorsFile.write(model, to: path)
        var file = try FileBytes(path)
        file.header = file.header.replacingOccurrences(
            of: "{\"__metadata__\":{", with: "{ \"__metadata__\" :\n{\"by_hand\":\"\\u00e9\\ud83d\\ude00\\n\",")
        try FileBytes.write(file.bytes, to: path)
        #expect(try SafetensorsFile.read(path: path).digest == model.digest)
    }

    @Test func `tensors of something else are no model`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("network.safetensors")
        let header = #"{"layer":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}}"#
        var file = FileBytes(header: header, data: [0, 0, 0, 0])
        try FileBytes.write(file.bytes, to: path)
        var error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
        #expect(error?.code == "not_a_refit_model")
        file.header = "{}"
        file.data = []
        try FileBytes.write(file.bytes, to: path)
        error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
        #expect(error?.code == "not_a_refit_model")
    }

    @Test func `folders, pipes and missing files are refused`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe.safetensors")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        for path in [folder.path, pipe] {
            let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
            #expect(error?.code == "not_a_file")
        }
        let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: folder.file("none")) }
        #expect(error?.code == "file_system")
    }

    private func refusal(of path: String) -> ModelFileError.Damage? {
        do {
            _ = try SafetensorsFile.read(path: path)
            return nil
        } catch {
            guard case .damaged(let damage) = error else { return nil }
            return damage
        }
    }
}
