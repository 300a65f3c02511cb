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
}
