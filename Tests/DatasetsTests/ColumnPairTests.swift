import Datasets
import Testing
import Values

@Suite struct ColumnPairTests {
    private func columns(
        _ header: String, text: String? = nil, label: String? = nil
    ) throws -> (text: String, label: String, documents: [Document]) {
        let scratch = try Scratch()
        let count = header.split(separator: ",").count
        let row = (1...count).map { "\($0)" }.joined(separator: ",")
        let path = try scratch.file("a.csv", "\(header)\n\(row)\n")
        let dataset = try Dataset.load(path) { ($0.textColumn, $0.labelColumn) = (text, label) }
        return (dataset.textColumn, dataset.labelColumn, try dataset.all())
    }

    @Test(
        arguments: [
            ("review,sentiment", nil, nil, "1", 2), ("sentiment,id,review", nil, nil, "3", 1),
            ("a,b", nil, nil, "1", 2),
            ("sentiment,body", nil, nil, "2", 1), ("a,b,c", "c", "a", "3", 1), ("a,b,c", "2", "3", "2", 3),
            ("a,b", "b", nil, "2", 1), ("a,b", nil, "a", "2", 1), ("2,1,c", "2", "1", "1", 2),
            ("review,sentiment,c", nil, "c", "1", 3), ("a,review", nil, nil, "2", 1), ("a,b,b", "a", "3", "1", 3),
        ] as [(String, String?, String?, String, Int64)])
    func `columns go by name, then by number from 1, then by default`(
        header: String, text: String?, label: String?, expectedText: String, expectedLabel: Int64
    ) throws {
        let found = try columns(header, text: text, label: label).documents
        #expect(found == [Document(text: expectedText, label: .integer(expectedLabel))])
    }

    @Test func `a missing label column lists the columns there are and suggests the nearest`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment,date\nx,1,y\n")
        let error = try loadError(path) { $0.labelColumn = "sentimnet" }
        #expect(
            error.message == "\(path) has no label column 'sentimnet'; its columns are 'review', 'sentiment', 'date'")
        #expect(error.remedy == "did you mean 'sentiment'?")
        #expect(
            error.evidence.contains(Parameter("columns", .list([.text("review"), .text("sentiment"), .text("date")]))))
    }

    @Test(
        arguments: [
            ("a,b,c", nil, nil, "missing_column"), ("a,b", nil, "3", "missing_column"),
            ("a,b", "0", nil, "missing_column"),
            ("a,b,b", "a", "b", "ambiguous_column"), ("review,review,sentiment", nil, nil, "ambiguous_column"),
            ("a,b", "a", "1", "same_column"), ("a", nil, nil, "missing_column"),
        ] as [(String, String?, String?, String)])
    func `columns that cannot be told are refused`(
        header: String, text: String?, label: String?, code: String
    ) throws {
        let error = try #require(throws: DatasetError.self) { _ = try columns(header, text: text, label: label) }
        #expect(error.code == code)
    }
}
