import Feedback

/// Reads every row of a feedback database as `feedback status` does, and as `update` does with those that it has learned: the counterpart of `rows.c`.
@main
enum FeedbackRows {
    static func main() throws {
        let store = try FeedbackStore(opening: CommandLine.arguments[1])
        var cursor = try FeedbackCursor(store, reading: [.all(through: store.lastRow() ?? 0)])
        var (rows, bytes, labels) = (0, 0, Int64(0))
        try cursor.forEach { row, text in
            rows += 1
            if row.text == .text { bytes += text.count }
            if case .integer(let label) = row.label { labels += label }
            return true
        }
        print("rows \(rows) bytes \(bytes) labels \(labels)")
    }
}
