import Datasets
import Testing
import Values

@Suite struct JSONLinesReaderTests {
    @Test func `escapes, nested values, blank lines and a last line without an end are read`() throws {
        let scratch = try Scratch()
        let path = try scratch.file(
            "a.jsonl",
            #"{"review": "a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00", "sentiment": 1, "x": [1, {"y": []}, -0.5e+3]}"# + "\r\n"
                + " \t\r\n" + #"{"x":null,"sentiment":"0","r\u0065view":"b"}"# + "\n"
                + #"{"sentiment":1.0,"review":""}"#)
        let documents = try Dataset.load(path).all()
        #expect(documents.map(\.text) == ["a\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{1F600}", "b", ""])
        #expect(documents.map(\.label) == [1, 0, 1].map(Label.integer))
    }

    @Test func `labels may be texts or truth values`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.ndjson", "{\"text\":\"x\",\"label\":true}\n{\"text\":\"y\",\"label\":false}\n")
        #expect(try Dataset.load(path).all().map(\.label) == [.integer(1), .integer(0)])
        let texts = try scratch.file("b.jsonl", "{\"text\":\"x\",\"label\":\"pos\"}\n{\"text\":\"y\",\"label\":2}\n")
        #expect(try Dataset.load(texts).all().map(\.label) == [.text("pos"), .text("2")])
    }

    @Test(arguments: [
        (#"{"review":"b","sentiment":1"#, 27), (#"{"review":"b","sentiment":01}"#, 27), (#"{"review":"b",}"#, 14),
        (#"{"review":"b" "sentiment":1}"#, 14), (#"{"review":"\x","sentiment":1}"#, 11), (#"["b",1]"#, 0),
        (#"{"review":"b","sentiment":1} x"#, 29), (#"{"review":"\ud800","sentiment":1}"#, 11),
        (#"{"review":"b","sentiment":nul}"#, 29), (#"{"review":"b"#, 10), (#"{"review":"b","sentiment":NaN}"#, 26),
        ("{\"review\":\"\u{1}\",\"sentiment\":1}", 11), (#"{"review":"\u00g0","sentiment":1}"#, 15),
    ])
    func `a line that is no JSON object is named with its row and byte`(line: String, offset: Int) throws {
        let scratch = try Scratch()
        let first = #"{"review":"a","sentiment":1}"#
        let path = try scratch.file("a.jsonl", "\(first)\n\(line)\n")
        guard case .malformed(let place, _, _) = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: 2, byteOffset: first.utf8.count + 1 + offset))
    }

    @Test(arguments: [
        (#"{"review":null,"sentiment":1}"#, "missing_value"), (#"{"sentiment":1}"#, "missing_value"),
        (#"{"review":"b"}"#, "missing_value"), (#"{"review":"b","sentiment":""}"#, "missing_value"),
        (#"{"review":5,"sentiment":1}"#, "malformed_row"), (#"{"review":"b","sentiment":[1]}"#, "malformed_row"),
    ])
    func `a value of the wrong kind is refused`(line: String, code: String) throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.jsonl", "{\"review\":\"a\",\"sentiment\":1}\n\(line)\n")
        #expect(try loadError(path).code == code)
    }

    @Test func `deep nesting ends in an error and not in a full stack`() throws {
        let scratch = try Scratch()
        let deep = String(repeating: "[", count: 100_000)
        let path = try scratch.file("a.jsonl", "{\"review\":\"a\",\"sentiment\":1,\"x\":\(deep)\n")
        #expect(try loadError(path).code == "malformed_row")
    }
}
