import Feedback
import Foundation
import GRDB
import TestSupport
import Testing
import Values

/// Rows whose texts are lent: the same rows as the copied ones, by the same rules.
@Suite struct FeedbackLoanTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    private func cursor(
        _ ranges: [RowNumbers] = [.all(through: 1_000_000)], sliceLimit: Duration = FeedbackCursor.longestSlice
    ) throws -> FeedbackCursor {
        try FeedbackCursor(try FeedbackStore(opening: path), reading: ranges, sliceLimit: sliceLimit)
    }

    /// A lent row, copied.
    struct Lent: Hashable {
        var number: Int64
        var kind: FeedbackRow.Outline.Kind
        var text: [UInt8]
        var label: FeedbackLabel

        init(_ row: FeedbackRow.Outline, _ text: Span<UInt8>) {
            (number, kind, label) = (row.number, row.text, row.label)
            self.text = text.indices.map { text[$0] }
        }

        init(_ row: FeedbackRow) {
            (number, label) = (row.number, row.label)
            (kind, text) =
                switch row.text {
                case .null: (.null, [])
                case .text(let text): (.text, Array(text.utf8))
                case .undecodable(let raw, _): (.undecodable, raw)
                }
        }
    }

    /// Checks that lent rows are the copied ones, and mean the same.
    private func expectSameRows(_ count: Int) throws {
        var copies = try cursor()
        var loans = try cursor()
        let rows = try copies.fetchAll()
        #expect(rows.count == count)
        let classes: [Label] = [.integer(0), .integer(1)]
        var lent: [Lent] = []
        var canonical: [[UInt8]] = []
        var defects: [FeedbackRow.Defect?] = []
        try loans.forEach { row, text in
            lent.append(Lent(row, text))
            var bytes: [UInt8] = []
            row.appendCanonicalBytes(of: text, to: &bytes, classes: classes)
            canonical.append(bytes)
            defects.append(row.defect(classes: classes))
            return true
        }
        #expect(lent == rows.map { Lent($0) })
        #expect(defects == rows.map { $0.defect(classes: classes) })
        #expect(
            canonical
                == rows.map { row in
                    var bytes: [UInt8] = []
                    row.appendCanonicalBytes(to: &bytes, classes: classes)
                    return bytes
                })
    }

    @Test(arguments: ["UTF-8", "UTF-16le", "UTF-16be"])
    func `lent rows are the copied ones, whatever is stored`(encoding: String) throws {
        let writer = try Writer(path)
        try writer.run("PRAGMA encoding = '\(encoding)'")
        try writer.run("CREATE TABLE review_db (review, sentiment, date)")
        let texts = [
            "NULL", "''", "'a'", "'h\u{e9}\u{1F600}'", "12", "1.5", "x''", "x'68c3a9'", "x'ff'", "'a' || char(0)",
        ]
        let labels = [
            "NULL", "0", "1", "-7", "9223372036854775807", "1.0", "0.5", "'1'", "' pos\u{e9}'", "x'31'", "x''",
        ]
        for text in texts {
            for label in labels {
                try writer.run("INSERT INTO review_db (review, sentiment) VALUES (\(text), \(label))")
            }
        }
        try writer.run(
            "INSERT INTO review_db (review, sentiment) VALUES (CAST(x'6162ff' AS TEXT), CAST(x'ff' AS TEXT))")
        try expectSameRows(texts.count * labels.count + 1)
    }

    @Test func `what is UTF-8 is as the standard library says, wherever it stands`() throws {
        let writer = try Writer.table(path, rows: 0)
        let pieces: [[UInt8]] = [
            [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xC3, 0xA9, 0xE2, 0x82, 0xAC], [0x80], [0xC3],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
            [0xC3, 0xA9, 0xA9], [0xC3, 0x61, 0xA9], [0xE2, 0x61, 0x82, 0xAC],
        ]
        var expected: [Bool] = []
        try writer.queue.write { db in
            for piece in pieces {
                for before in [0, 1, 7, 31, 32, 63, 64, 65, 127, 200] {
                    for after in [0, 1, 64, 130] {
                        let bytes =
                            [UInt8](repeating: 0x61, count: before) + piece + [UInt8](repeating: 0x7A, count: after)
                        expected.append(String(validating: bytes, as: UTF8.self) != nil)
                        try db.execute(
                            sql: "INSERT INTO review_db (review, sentiment) VALUES (?, 1)", arguments: [Data(bytes)])
                    }
                }
            }
        }
        var found: [Bool] = []
        var loans = try cursor()
        try loans.forEach { row, _ in
            found.append(row.text == .text)
            return true
        }
        #expect(found == expected)
        #expect(found.contains(true) && found.contains(false))
        try expectSameRows(expected.count)
    }

    @Test func `a reading that ends early goes on behind the row it ended with`() throws {
        _ = try Writer.table(path, rows: 10)
        var cursor = try cursor(RowNumbers.covering([2, 5, 6]) + [RowNumbers(after: 7, through: 9)])
        var numbers: [Int64] = []
        for end in [5, 8] as [Int64] {
            try cursor.forEach { row, _ in
                numbers.append(row.number)
                return row.number != end
            }
            #expect(numbers.last == end)
        }
        #expect(numbers == [2, 5, 6, 8])
        #expect(try cursor.fetchAll().map(\.number) == [9])
        try cursor.forEach { row, _ in
            Issue.record("row \(row.number) behind the last")
            return true
        }
    }

    @Test(arguments: [Duration.zero, .microseconds(100)])
    func `a slice ends when its time is over, and the reading goes on with the next`(limit: Duration) throws {
        _ = try Writer.table(path, rows: 20)
        var cursor = try cursor(sliceLimit: limit)
        var numbers: [Int64] = []
        try cursor.forEach { row, _ in
            numbers.append(row.number)
            usleep(200)
            return true
        }
        #expect(numbers == Array(1...20))
        // The last one finds that no row is left.
        #expect(cursor.readLocks == 21)
    }

    @Test func `quick rows share a lock`() throws {
        _ = try Writer.table(path, rows: 500)
        var cursor = try cursor(sliceLimit: .seconds(1000))
        try cursor.forEach { _, _ in true }
        #expect(cursor.readLocks == 1)
    }

    @Test(arguments: [1, 2, 3] as [Int64]) func `a last row that was edited is noticed at the next reading`(
        row: Int64
    ) throws {
        let writer = try Writer.table(path, rows: 3)
        var cursor = try cursor()
        try cursor.forEach { next, _ in next.number != row }
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = ?", [row])
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: row)) { try cursor.forEach { _, _ in true } }
    }

    @Test func `a last row is known although the range ends behind it`() throws {
        let writer = try Writer.table(path, rows: 5)
        let store = try FeedbackStore(opening: path)
        var first = try FeedbackCursor(store, reading: [.all(through: 100)])
        try first.forEach { _, _ in true }
        let place = first.place
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = 4")
        var second = try FeedbackCursor(store, reading: [.all(through: 100)], following: place)
        #expect(try second.fetchOne()?.number == 1)
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = 5")
        var third = try FeedbackCursor(store, reading: [.all(through: 100)], following: place)
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: 5)) { try third.fetchOne() }
    }

    @Test func `no lock outlives a reading, and none is missing while a text is lent`() throws {
        let writer = try Writer.table(path, rows: 50)
        var cursor = try cursor()
        for row in 51...60 {
            try cursor.forEach { _, text in
                // The writer cannot commit.
                #expect(throws: (any Error).self) { try writer.add(rows: row...row) }
                #expect(text.count >= "text 1".count)
                return false
            }
            try writer.add(rows: row...row)
        }
        try cursor.forEach { _, _ in true }
        try writer.add(rows: 61...61)
        // Nor does one outlive an error.
        try cursor.forEach { _, _ in true }
        let store = try FeedbackStore(opening: path)
        var early = try FeedbackCursor(store, reading: [.all(through: 100)])
        try early.forEach { row, _ in row.number < 60 }
        try writer.run("UPDATE review_db SET review = 'edited' WHERE rowid = 60")
        #expect(throws: FeedbackError.changedWhileReading(path: path, row: 60)) { try early.forEach { _, _ in true } }
        try writer.add(rows: 62...62)
    }
}
