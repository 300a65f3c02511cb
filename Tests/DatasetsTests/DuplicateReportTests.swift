import Datasets
import Testing
import Values

@Suite struct DuplicateReportTests {
    @Test func `rows that repeat a text are counted, listed and compared by label`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\na,1\nb,0\na,1\na,0\nB,0\nb,0\n")
        let report = try Dataset.load(path).duplicates(pairLimit: 2)
        #expect(report.repeatedRows == 3)
        #expect(report.contradictingRows == 1)
        #expect(report.pairs.map { [$0.first, $0.second] } == [[0, 2], [0, 3]])
        #expect(report.pairs.map(\.haveSameLabel) == [true, false])
    }

    @Test func `many different texts repeat nothing`() throws {
        let scratch = try Scratch()
        let rows = (0..<3000).map { "\($0),1\n" }.joined()
        let report = try Dataset.load(try scratch.file("a.csv", "review,sentiment\n\(rows)")).duplicates()
        #expect(report.repeatedRows == 0 && report.pairs.isEmpty)
    }
}
