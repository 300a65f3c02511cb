import Feedback

/// Reads every row of a feedback database as `update` reads it, and learns nothing: the counterpart of `rows.c`.
@main
enum FeedbackRows {
    static func main() throws {
        let store = try FeedbackStore(opening: CommandLine.arguments[1])
        var cursor = try FeedbackCursor(store, reading: [.all(through: store.lastRow() ?? 0)])
        var (rows, bytes, labels) = (0, 0, Int64(0))
        while case let batch = try cursor.fetchMany(10_000), !batch.isEmpty {
            for row in batch {
                if case .text(let text) = row.text { bytes += text.utf8.count }
                if case .integer(let label) = row.label { labels += label }
            }
            rows += batch.count
        }
        print("rows \(rows) bytes \(bytes) labels \(labels)")
    }
}
