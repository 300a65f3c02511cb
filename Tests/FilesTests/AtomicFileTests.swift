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

    @Test(arguments: [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 20, (3 << 20) + 7])
    func `bytes are written whole and in order, whatever the pieces`(count: Int) throws {
        let path = folder.file("pieces")
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        for piece in [1021, 1 << 16, 1 << 20] {
            var file = try AtomicFile(replacing: path)
            for start in stride(from: 0, to: count, by: piece) {
                try unsafe file.write(Array(bytes[start..<min(start + piece, count)]).span.bytes)
            }
            try file.commit()
            #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == bytes)
        }
    }

    @Test func `what is written after a sync is synced by the commit`() throws {
        let path = folder.file("twice")
        var file = try AtomicFile(replacing: path)
        try file.write("one")
        try file.sync()
        try file.write(" two")
        try file.commit()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one two")
    }

    @Test(arguments: [0, 5, (1 << 18) - 4, (3 << 20) + 7])
    func `the start is replaced by as much, and what came behind it stays`(count: Int) throws {
        let path = folder.file("start")
        let rest = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        var file = try AtomicFile(replacing: path)
        try file.write("none")
        try unsafe file.write(rest.span.bytes)
        try file.sync()
        try unsafe file.replaceStart(with: Array("some".utf8).span.bytes)
        try file.write("end")
        try file.commit()
        #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == Array("some".utf8) + rest + Array("end".utf8))
    }

    @Test func `of the folders that were made the empty ones go, and no other`() throws {
        let path = folder.file("a/b/c/d.txt")
        do { _ = try NewFolders(above: path) }
        #expect(folder.names.isEmpty)
        do {
            let made = try NewFolders(above: path)
            try write("kept", to: folder.file("a/kept.txt"))
            _ = consume made
        }
        #expect(folder.names == ["a"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("a")) == ["kept.txt"])
        try FileManager.default.createDirectory(atPath: folder.file("was"), withIntermediateDirectories: false)
        do { _ = try NewFolders(above: folder.file("was/file")) }
        #expect(folder.names == ["a", "was"])
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

    @Test func `folders that were made for a file that is not committed go again`() throws {
        do {
            var file = try AtomicFile(replacing: folder.file("a/b/new.txt"))
            try file.write("new")
        }
        #expect(folder.names.isEmpty)
        try write("one", to: folder.file("a/one.txt"))
        do { _ = try AtomicFile(replacing: folder.file("a/b/new.txt")) }
        #expect(folder.names == ["a"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("a")) == ["one.txt"])
    }

    @Test func `a file that is being written has no name that anybody could find`() throws {
        let path = folder.file("new.txt")
        var file = try AtomicFile(replacing: path)
        try file.write("new")
        try file.sync()
        // Not every file system can do that, but ext4, XFS, Btrfs and tmpfs can.
        let other = unsafe open(folder.path, 0o20000000 | O_DIRECTORY | O_WRONLY, 0o600)
        defer { close(other) }
        #expect(other >= 0 ? folder.names.isEmpty : folder.names.allSatisfy { $0.hasPrefix(".new.txt.") })
        try file.commit()
        #expect(folder.names == ["new.txt"])
    }

    @Test func `a name as long as they may be is no hindrance`() throws {
        let path = folder.file(String(repeating: "n", count: 240))
        try write("new", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
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
