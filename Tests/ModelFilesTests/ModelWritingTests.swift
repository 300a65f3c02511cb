import Foundation
import Glibc
import ModelFiles
import TestSupport
import Testing
import Values

@Suite struct ModelWritingTests {
    private static let names = ["m.safetensors", "m.pkl", "m.skops"]

    @Test(arguments: names)
    func `a model is told before it is there, and is written when it is committed`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        let model = try Sample.model()
        let writing = try ModelWriting(model, to: path)
        let outlook = try writing.outlook()
        #expect(!folder.names.contains(name))
        let written = try writing.commit()
        #expect(written == outlook)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == outlook.sizeBytes)
        #expect(try ModelFile.read(path: path).digest == outlook.modelDigest)
        #expect(folder.names == [name])
    }

    @Test(arguments: names)
    func `a model that nobody commits leaves the old one and nothing beside it`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        try Data("old".utf8).write(to: URL(filePath: path))
        do { _ = try ModelWriting(try Sample.model(), to: path) }
        #expect(folder.names == [name])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    }

    @Test(arguments: names)
    func `a process that may have no more threads writes and reads models all the same`(name: String) async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.file(name) as String] in
            // No stack of 8 MiB fits in what is left.
            var status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            let pages = try #require(UInt(status.removeFirst()))
            let most = pages * 4096 + (6 << 20)
            var limit = rlimit(rlim_cur: most, rlim_max: most)
            try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)
            try #require(!WorkerThread.start {})
            let model = try Sample.model()
            let written = try ModelWriting(model, to: path).commit()
            #expect(try ModelFile.read(path: path).digest == written.modelDigest)
        }
    }
}
