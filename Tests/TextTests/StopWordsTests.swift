import Foundation
import Testing
import Text

@Suite("Stop words")
struct StopWordsTests {
    @Test("english is scikit-learn's list")
    func english() {
        let words = StopWords.english.list
        #expect(words.count == 318)
        #expect(
            Golden.digest(Array(words.joined(separator: "\n").utf8))
                == "40e0a284c5b9a220efffd18d4d739fbd3270091d6ce2c75b6effe289d3be5487")
    }

    @Test("the tutorial's lists have 127 and 153 words")
    func lists() {
        #expect(Set(StopWords.tutorial.list).count == 127)
        #expect(Set(StopWords.nltk153.list).count == 153)
        #expect(Set(StopWords.tutorial.list).isSubset(of: StopWords.nltk153.list))
    }

    @Test("own words are sorted, each once, and equal only by scalars")
    func own() {
        #expect(StopWords.own(["b", "a", "b"]).list == ["a", "b"])
        #expect(StopWords.own(["é"]) != StopWords.own(["e\u{301}"]))
        #expect(StopWords.own(["é", "e\u{301}"]).list.count == 2)
    }

    @Test("a file has one word a line")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("words").path
        try Data("\u{FEFF}the\r\n  don't \n\nthe\na b".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try StopWords.read(path) == .words(["a b", "don't", "the"]))
        try Data([0x61, 0xFF]).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: TextError.self) { try StopWords.read(path) }
        #expect(error?.message.contains(path) == true)
        #expect(throws: TextError.self) { try StopWords.read(folder.appendingPathComponent("none").path) }
    }
}
