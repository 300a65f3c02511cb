import Feedback
import Testing
import Values

@testable import Training

/// What is said of a database large enough for several threads is what one would say.
@Suite struct FeedbackStatusTests {
    let database: FeedbackDatabase

    init() throws { database = try FeedbackDatabase() }

    /// Adds 9000 rows of a kilobyte, with labels as an expression of the row number `i` says.
    private func add(label: String) throws {
        try database.run(
            """
            INSERT INTO review_db (review, sentiment)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            SELECT CASE WHEN i % 500 = 0 THEN NULL ELSE i || printf('%.*c', 1000, 'x') END, \(label) FROM n
            """)
    }

    private func status(classes: [Label]? = nil) throws -> FeedbackStatus {
        try FeedbackStatus(of: database.store, classes: classes, watermarks: [])
    }

    @Test func `rows, labels, and those that cannot be learned in their order`() throws {
        try add(label: "CASE WHEN i % 700 = 0 THEN NULL ELSE i % 2 END")
        let refused = (1...9000).filter { $0 % 500 == 0 || $0 % 700 == 0 }
        for _ in 0..<5 {
            let status = try status(classes: [.integer(0), .integer(1)])
            #expect(status.rows == 9000 && status.lastRow == 9000)
            #expect(status.refusedRows == refused.map(Int64.init))
            #expect(status.rowsPending == 9000 - refused.count)
            let labelled = (1...9000).filter { $0 % 700 != 0 }
            #expect(
                status.labels == [
                    LabelRows(label: .integer(0), rows: labelled.count { $0 % 2 == 0 }),
                    LabelRows(label: .integer(1), rows: labelled.count { $0 % 2 == 1 }),
                    LabelRows(label: nil, rows: 9000 - labelled.count),
                ])
        }
    }

    @Test func `of very many labels the first are counted one by one`() throws {
        try add(label: "i % 1500")
        for _ in 0..<5 {
            let labels = try status().labels
            #expect(
                labels
                    == (1...1000).map { LabelRows(label: .integer($0), rows: 6) } + [LabelRows(label: nil, rows: 3000)])
        }
    }
}
