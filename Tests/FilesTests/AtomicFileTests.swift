import Files
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ text: String, to path: String) throws {
        var file = try AtomicFile(replacing: path)
        try file.write(text)
        try file.commit()
    }

    @Test func `missing folders are made, and nothing but the file is left`() throws {
        let path = folder.file("a/b/c.txt")
        try write("one", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
        #expect(try FileManager.default.contentsOfDirectory(atPath: Path.folder(of: path)) == ["c.txt"])
    }

    @Test func `a file that is not committed leaves the old one and no other`() throws {
        let path = folder.file("kept.txt")
        try write("old", to: path)
        do {
            var file = try AtomicFile(replacing: path)
            try file.write("new")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(folder.names == ["kept.txt"])
    }

    @Test func `a link goes on pointing to the file, which keeps its mode`() throws {
        let target = folder.file("target.txt")
        let link = folder.file("link.txt")
        try write("old", to: target)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target.txt")
        try write("new", to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target.txt")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "new")
        let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test func `a folder in the file's place is refused and stays`() throws {
        let path = folder.file("folder")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = #expect(throws: FileError.self) { try write("text", to: path) }
        #expect(error?.message.contains(path) == true)
        #expect(Path.isFolder(path))
        #expect(folder.names == ["folder"])
    }

    @Test func `a pipe in the file's place is refused and stays, by its own name and by a link's`() throws {
        let pipe = folder.file("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "pipe")
        for name in ["pipe", "link"] {
            let error = #expect(throws: FileError.self) { try write("text", to: folder.file(name)) }
            #expect(error?.code == "no_regular_file")
        }
        #expect(Path.exists(pipe) && !Path.isRegularFile(pipe))
        #expect(folder.names == ["link", "pipe"])
    }

    @Test func `a link that nobody follows is replaced, whatever it leads to`() throws {
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
        var file = try AtomicFile(replacing: link, followingLinks: false)
        try file.write("text")
        try file.commit()
        #expect(!Path.isLink(link) && Path.isRegularFile(link))
    }
}
