import Datasets
import Testing
import Values

@Suite struct DelimitedReaderTests {
    @Test func `quotes, doubled quotes, separators and line ends inside a field belong to the text`() throws {
        let scratch = try Scratch()
        let path = try scratch.file(
            "a.csv", "review,sentiment\r\n\"a, \"\"b\"\"\",1\r\n\"line\r\none\ntwo\",0\r\nplain,1\r\n\"\",0\n\"\"\"\",1"
        )
        let dataset = try Dataset.load(path)
        #expect(try dataset.texts() == ["a, \"b\"", "line\r\none\ntwo", "plain", "", "\""])
        #expect(dataset.documents == 5)
        #expect(
            dataset.labels == [
                LabelCount(label: .integer(0), documents: 2), LabelCount(label: .integer(1), documents: 3),
            ])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every line end that Python's csv knows ends a row`(end: String) throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", ["review,sentiment", "one,0", "", "two,1", ""].joined(separator: end))
        #expect(try Dataset.load(path).texts() == ["one", "two"])
    }

    @Test func `a byte order mark is no part of the first column's name`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.tsv", "\u{FEFF}review\tsentiment\n\"a\tb\"\t1\nc,d\t0\n")
        #expect(try Dataset.load(path).texts() == ["a\tb", "c,d"])
    }

    @Test(arguments: [
        ("review,sentiment\nfine,1\n\"never closed,1\n", 2, 24, "a closing quote"),
        ("review,sentiment\nfine,1\n\"", 2, 24, "a closing quote"),
        ("review,sentiment\nfi\"ne,1\n", 1, 19, "a field without quotes or one that begins with a quote"),
        ("review,sentiment\n\"fine\" ,1\n", 1, 23, "a separator or the end of the row after a closing quote"),
        ("review,sentiment\na,1\nb\n", 2, 21, "2 fields, as in the header"),
        ("review,sentiment\na,1\n\nb,1,c\n", 2, 22, "2 fields, as in the header"),
    ])
    func `a row that RFC 4180 does not allow is named with its row and byte`(
        contents: String, row: Int, offset: Int, expected: String
    ) throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", contents)
        guard case .malformed(let place, let found, _) = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: row, byteOffset: offset))
        #expect(found == expected)
    }
}
