import Files
import Glibc
import TestSupport
import Testing

@Suite struct HeldFileTests {
    @Test func `digests that are begun together are each that of its own file`() throws {
        let folder = try TemporaryFolder()
        let files = try (0..<20).map { index in
            let path = folder.file("\(index)")
            var file = try AtomicFile(replacing: path)
            try file.write(String(repeating: "\(index % 10)", count: 100_000))
            try file.commit()
            return try HeldFile(path)
        }
        let expected = try files.map { try $0.sha256() }
        HeldFile.beginDigests(of: files)
        #expect(try files.map { try $0.sha256() } == expected)
        #expect(Set(expected).count == 10)
    }
}
