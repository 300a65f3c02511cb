import Features
import Foundation
import Glibc
import Learning
import ModelFiles
import TestSupport
import Testing
import Text

struct SafetensorsFileWriteTests {
    @Test func `a file that is replaced keeps its mode`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try FileBytes.write([1], to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        try SafetensorsFile.write(try Sample.model(), to: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test func `a symbolic link goes on pointing to the file that is replaced`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let link = folder.file("newest.safetensors")
        try FileBytes.write([1], to: path)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "model.safetensors")
        let model = try Sample.model()
        try SafetensorsFile.write(model, to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "model.safetensors")
        #expect(try SafetensorsFile.read(path: path).digest == model.digest)
    }

    @Test func `missing folders are made`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b/model.safetensors")
        try SafetensorsFile.write(try Sample.model(), to: path)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a full disk leaves the old file and no other`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let old = try Sample.model()
        try SafetensorsFile.write(old, to: path)
        await #expect(processExitsWith: .success) { [path = path as String] in
            // Files may not grow beyond this limit in the child process: writing fails as on a full disk.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100, rlim_max: 100)
            try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.write(try Sample.model(), to: path) }
            #expect(error?.code == "file_system")
        }
        #expect(try SafetensorsFile.read(path: path).digest == old.digest)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
    }

    @Test func `a place that cannot be written leaves what is there`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        let old = try Sample.model()
        try SafetensorsFile.write(old, to: path)
        let error = #expect(throws: ModelFileError.self) {
            try SafetensorsFile.write(try Sample.model(), to: folder.file("model.safetensors/inside.safetensors"))
        }
        #expect(error?.code == "file_system")
        #expect(try SafetensorsFile.read(path: path).digest == old.digest)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is not finite is refused and the old file stays`(number: Double) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        try SafetensorsFile.write(model, to: path)
        let digest = model.digest
        model.classifier.coef.numbers[2] = number
        let error = #expect(throws: ModelFileError.self) { try SafetensorsFile.write(model, to: path) }
        #expect(error?.code == "unwritable_model")
        #expect(try SafetensorsFile.read(path: path).digest == digest)
    }

    @Test func `a watermark that could not be read back is refused`() throws {
        let folder = try TemporaryFolder()
        var model = try Sample.model()
        model.watermarks[0].rows += 1
        let error = #expect(throws: ModelFileError.self) {
            try SafetensorsFile.write(model, to: folder.file("model.safetensors"))
        }
        #expect(error?.code == "unwritable_model")
    }

    @Test func `a setting that could not be read back is refused`() throws {
        let folder = try TemporaryFolder()
        for change in [
            { $0.classifier.settings.alpha = .infinity }, { $0.classifier.settings.eta0 = -1 },
            { $0.writtenBy = "refit\u{1B}[2J" },
            { $0.vectorizer?.analyzer.stopWords = .words(["b", "a"]) },
            { $0.vectorizer?.analyzer.stopWords = .words([String(repeating: "a", count: 1 << 20)]) },
        ] as [(inout SavedModel) -> Void] {
            var model = try Sample.model()
            change(&model)
            let error = #expect(throws: ModelFileError.self) {
                try SafetensorsFile.write(model, to: folder.file("model.safetensors"))
            }
            #expect(error?.code == "unwritable_model")
        }
    }

    @Test func `a model that has counted too far takes no file's place`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        var model = try Sample.model()
        try SafetensorsFile.write(model, to: path)
        let before = try FileBytes.all(path)
        model.classifier.t = SavedModel.endOfCounting
        #expect(throws: ModelFileError.self) { try SafetensorsFile.write(model, to: path) }
        #expect(try FileBytes.all(path) == before)
    }
}
