import Datasets
import Testing
import Values

@Suite struct LabelCensusTests {
    private func labels(_ written: [String]) throws -> [Label] {
        let scratch = try Scratch()
        let rows = written.map { "text,\"\($0)\"\n" }.joined()
        return try Dataset.load(try scratch.file("a.csv", "review,sentiment\n\(rows)")).all().map(\.label)
    }

    @Test func `labels are integers when all of them are, else all are texts`() throws {
        #expect(try labels(["1", "0", " 1 ", "+1", "1.0", "-3"]) == [1, 0, 1, 1, 1, -3].map(Label.integer))
        #expect(try labels(["1", "0", "x"]) == ["1", "0", "x"].map(Label.text))
        #expect(try labels(["1", "1.5"]) == ["1", "1.5"].map(Label.text))
        #expect(try labels(["9223372036854775808"]) == [.text("9223372036854775808")])
    }

    @Test func `spellings of one integer are counted as one class`() throws {
        let scratch = try Scratch()
        let dataset = try Dataset.load(try scratch.file("a.csv", "review,sentiment\na,1\nb,1.0\nc,0\n"))
        #expect(dataset.labels.map(\.documents) == [1, 2])
        #expect(dataset.classes == [.integer(0), .integer(1)])
    }

    @Test func `texts that differ in their scalars are two classes`() throws {
        #expect(Set(try labels(["\u{E9}", "e\u{301}"])).count == 2)
    }

    @Test func `a row without a label is named`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\na,1\nb,\n")
        guard case .missingValue(let place, .label, "sentiment") = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: 2, byteOffset: 23))
    }

    @Test func `1,001 labels, or one as long as a text, hint at the wrong column`() throws {
        let scratch = try Scratch()
        let many = (0...1000).map { "a,\($0)\n" }.joined()
        let error = try loadError(try scratch.file("a.csv", "review,sentiment\n\(many)"))
        #expect(error.code == "wrong_label_column")
        #expect(error.remedy == "name the right one with --label-column")
        let secret = String(repeating: "secret ", count: 200)
        let long = try loadError(try scratch.file("b.csv", "review,sentiment\na,\(secret)\n"))
        #expect(long.code == "wrong_label_column")
        #expect(!long.description.contains("secret"))
    }

    @Test func `a thousand labels are fine, and so is a single one`() throws {
        let scratch = try Scratch()
        let many = (0..<1000).map { "a,\($0)\n" }.joined()
        #expect(try Dataset.load(try scratch.file("a.csv", "review,sentiment\n\(many)")).classes.count == 1000)
        #expect(try Dataset.load(try scratch.file("b.csv", "review,sentiment\na,1\n")).classes.count == 1)
    }
}
