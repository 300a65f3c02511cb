import Datasets
import Foundation
import Testing
import Values

@Suite struct DatasetWriterTests {
    private static let hostile: [Document] = [
        "plain", "", " spaces ", "a,b\tc", "\"", "\"\"quoted\"\"", "line\nline\r\nline\rline", "\u{0}\u{1}\u{1F}\u{7F}",
        "\u{FEFF}mark", "back\\slash \\u0041", "é e\u{301} 😀 \u{2028}", "<br />", "{\"a\": 1}", "\r", "\n",
    ].enumerated().map { Document(text: $1, label: .integer(Int64($0 % 3) - 1)) }

    @Test(arguments: ["a.csv", "a.tsv", "a.jsonl", "a.ndjson"])
    func `what is written reads back as the same documents`(name: String) throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/new/\(name)"
        for documents in [
            Self.hostile, Self.hostile.map { Document(text: $0.text, label: .text("l\($0.label),\"\n")) },
        ] {
            var writer = try DatasetWriter(path: path)
            for document in documents { try writer.write(document) }
            try writer.commit()
            let read = try Dataset.load(path).all()
            #expect(read.map(\.label) == documents.map(\.label))
            #expect(read.map { Array($0.text.unicodeScalars) } == documents.map { Array($0.text.unicodeScalars) })
        }
    }

    @Test func `a file that is not committed does not appear, and other formats are refused`() throws {
        let scratch = try Scratch()
        do {
            var writer = try DatasetWriter(path: "\(scratch.path)/a.csv")
            try writer.write(Document(text: "x", label: .integer(1)))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
        let unwritable = try #require(throws: DatasetError.self) {
            _ = try DatasetWriter(path: "\(scratch.path)/a.db")
        }
        #expect(unwritable.code == "unwritable_format")
        let unknown = try #require(throws: DatasetError.self) { _ = try DatasetWriter(path: "\(scratch.path)/a") }
        #expect(unknown.code == "unknown_format")
    }
}
