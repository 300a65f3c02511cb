import Feedback
import TestSupport
import Testing
import Values

@Suite struct FeedbackRowTests {
    let folder: TemporaryFolder
    let integers: [Label] = [.integer(0), .integer(1)]
    let texts: [Label] = [.text("neg"), .text("pos")]

    init() throws { folder = try TemporaryFolder() }

    /// Rows as SQLite hands them out from a table without types, which stores what it is given.
    private func rows(_ values: String) throws -> [FeedbackRow] {
        let path = folder.file("reviews.sqlite")
        let writer = try Writer(path)
        try writer.run("CREATE TABLE review_db (review, sentiment, date)")
        try writer.run("INSERT INTO review_db (review, sentiment) VALUES \(values)")
        var cursor = try FeedbackCursor(try FeedbackStore(opening: path), reading: [.all(through: 1000)])
        return try cursor.fetchAll()
    }

    private func canonical(_ row: FeedbackRow, _ classes: [Label]) -> [UInt8] {
        var bytes: [UInt8] = []
        row.appendCanonicalBytes(to: &bytes, classes: classes)
        return bytes
    }

    @Test func `an integer label may be written as INTEGER, TEXT or REAL`() throws {
        let rows = try rows("('a', 1), ('a', '1'), ('a', 1.0), ('a', ' 1 '), ('a', '1.0'), ('a', '01')")
        #expect(rows.map { $0.label.label(among: integers) } == Array(repeating: .integer(1), count: 6))
        #expect(Set(rows.map { canonical($0, integers) }).count == 1)
    }

    @Test func `labels that are no class are refused`() throws {
        let rows = try rows("('a', 2), ('a', 0.5), ('a', 'x'), ('a', ''), ('a', NULL), ('a', x'31'), ('a', 9e99)")
        let unknown = FeedbackRow.Defect.unknownLabel
        #expect(
            rows.map { $0.defect(classes: integers) }
                == [unknown, unknown, unknown, unknown, .nullLabel, unknown, unknown])
        #expect(rows.allSatisfy { $0.label.label(among: integers) == nil })
    }

    @Test func `text classes are matched by text`() throws {
        let rows = try rows("('a', 'pos'), ('a', 'POS'), ('a', 1)")
        #expect(rows.map { $0.defect(classes: texts) } == [nil, .unknownLabel, .unknownLabel])
        #expect(rows[2].label.label(among: [.text("0"), .text("1")]) == .text("1"))
    }

    @Test func `texts may be empty, numbers, or bytes that are UTF-8`() throws {
        let rows = try rows("('', 1), (12, 1), (CAST('h\u{e9}' AS BLOB), 1), (x'', 1), ('a' || char(0) || 'b', 1)")
        #expect(rows.map(\.text) == [.text(""), .text("12"), .text("h\u{e9}"), .text(""), .text("a\0b")])
    }

    @Test func `texts that are NULL or not UTF-8 are refused`() throws {
        let rows = try rows("(NULL, 1), (CAST(x'6162ff' AS TEXT), 1), (x'eda080', 1)")
        #expect(rows.map { $0.defect(classes: integers) } == [.nullText, .undecodableText, .undecodableText])
        #expect(rows[1].text == .undecodable([0x61, 0x62, 0xff], offset: 2))
    }

    @Test func `rows with different contents have different canonical bytes`() throws {
        let rows = try rows(
            """
            ('a', 1), ('a', 0), ('b', 1), ('', 1), (NULL, 1), (x'ff', 1), ('a', NULL), ('a', 2), ('a', 2.5),
            ('a', 'x'), ('a', x'78'), ('ab', 1)
            """)
        #expect(Set(rows.map { canonical($0, integers) }).count == rows.count)
    }

    @Test func `canonical bytes leave out the number and follow their definition`() {
        let row = FeedbackRow(number: 7, text: .text("ab"), label: .integer(1))
        #expect(canonical(row, integers) == [1, 2, 0, 0, 0, 0, 0, 0, 0, 0x61, 0x62, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `without classes a label is the integer it looks like, else the text`() throws {
        let rows = try rows("('a', 1), ('a', '1'), ('a', 'pos'), ('a', 0.5), ('a', NULL)")
        #expect(rows.map(\.label.natural) == [.integer(1), .integer(1), .text("pos"), nil, nil])
    }
}
