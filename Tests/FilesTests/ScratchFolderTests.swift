import Files
import Foundation
import Testing

/// Folders for work that is thrown away, and those that killed processes have left.
@Suite struct ScratchFolderTests {
    private let name = "refit-scratch-\(UUID().uuidString)"

    private func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    private func age(_ path: String) throws {
        let earlier = Date.now.addingTimeInterval(-120)
        try FileManager.default.setAttributes([.modificationDate: earlier], ofItemAtPath: path)
    }

    @Test("is there for its owner alone, and gone when it is removed")
    func removed() throws {
        let scratch = try ScratchFolder(name)
        let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        try Data("work".utf8).write(to: URL(filePath: "\(scratch.path)/file"))
        scratch.remove()
        #expect(!exists(scratch.path))
    }

    @Test("takes with it what was left by a process that is gone, and nothing that is in use or new")
    func abandoned() throws {
        let used = try ScratchFolder(name)
        defer { used.remove() }
        let parent = Path.folder(of: used.path)
        let left = try ScratchFolder.make(name, in: parent)
        let new = try ScratchFolder.make(name, in: parent)
        let other = try ScratchFolder.make("\(name)x", in: parent)
        defer { [new, other].forEach(ScratchFolder.remove) }
        try Data("work".utf8).write(to: URL(filePath: "\(left)/file"))
        for path in [used.path, left, other] { try age(path) }
        let next = try ScratchFolder(name)
        defer { next.remove() }
        #expect(!exists(left))
        for path in [used.path, new, other] { #expect(exists(path), "\(path)") }
    }
}
