import Feedback
import Glibc

/// Reads every row of a feedback database as `feedback status` does where no model has learned them: the counterpart of `rows.c`.
@main
enum FeedbackRows {
    private struct Sums: Sendable {
        var (rows, bytes, labels) = (0, 0, Int64(0))
    }

    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: FeedbackRows DATABASE")
            exit(2)
        }
        SQLiteStatistics.end()
        let store = try FeedbackStore(opening: CommandLine.arguments[1])
        let range = RowNumbers.all(through: try store.lastRow() ?? 0)
        let threads = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let sums = try store.reduce(range, into: Sums(), threads: threads) { sums, row, text in
            sums.rows += 1
            if row.text == .text { sums.bytes += text.count }
            if case .integer(let label) = row.label { sums.labels += label }
        }
        let all = sums.reduce(into: Sums()) { all, part in
            all.rows += part.rows
            all.bytes += part.bytes
            all.labels += part.labels
        }
        print("rows \(all.rows) bytes \(all.bytes) labels \(all.labels)")
    }
}
