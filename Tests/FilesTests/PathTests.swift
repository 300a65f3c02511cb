import Files
import Testing

@Suite struct PathTests {
    @Test(arguments: [
        ("a/b/c.CSV", "a/b", "c.CSV", "csv"), ("c", ".", "c", ""), ("/c.", "/", "c.", ""),
        ("x/.hidden", "x", ".hidden", ""),
    ])
    func `a path falls into folder, name and ending`(path: String, folder: String, name: String, ending: String) {
        #expect(Path.folder(of: path) == folder)
        #expect(Path.name(of: path) == name)
        #expect(Path.ending(of: path) == ending)
    }

    @Test(arguments: [
        ("a/./b", "a/b"), ("a/../b", "b"), ("../a/../..", "../.."), ("/../a//b/", "/a/b"), ("", "."), ("a/..", "."),
        ("/", "/"),
    ])
    func `a path is normalized by its names alone`(path: String, normalized: String) {
        #expect(Path.normalized(path) == normalized)
    }

    @Test(arguments: [
        ("/a/b/c", "/a/b", "c"), ("/a/x", "/a/b/c", "../../x"), ("/a", "/a", "."), ("/x/y", "/", "x/y"),
    ])
    func `a path is written from a folder`(path: String, folder: String, relative: String) {
        #expect(Path.relative(path, to: folder) == relative)
    }
}
