import Feedback
import ModelFiles
import Values

/// What stands in a feedback database, seen with the eyes of one model: what `update` begins with and `feedback status`
/// shows.
///
/// The rows that the model has learned are read once, and the others where they are looked at, up to a bound fixed at the
/// beginning; in slices, so that memory does not grow with the table, but for the numbers of bad rows.
struct FeedbackSurvey {
    /// The largest row number at the beginning, or `nil` where there are no rows.
    let bound: Int64?
    /// The model's watermark for this database, as an index; `nil` where the model has learned nothing from it.
    private(set) var watermark: Int?
    /// How many rows it says were learned.
    private(set) var rowsApplied = 0
    /// What the watermark says about the rows now.
    private(set) var reading: WatermarkReading?
    /// How many rows come after those that the watermark covers, once they were looked at.
    private(set) var newRows = 0
    /// Those of them that cannot be learned.
    private(set) var newRefused: [RefusedRow] = []
    /// The labels of the rows that were looked at.
    private(set) var labels = LabelTally()

    /// Looks at the rows that the model has learned.
    ///
    /// `classes` are the model's labels in ascending order; `nil`, without a model, takes any label that can be read.
    /// `rebuilding` takes changed rows as they are now.
    init(
        of store: FeedbackStore, classes: [Label]?, watermarks: [Watermark], rebuilding: Bool,
        monitor: (any WorkMonitor)?
    ) throws(UpdateError) {
        do {
            bound = try store.lastRow()
        } catch {
            throw .feedback(error)
        }
        let search = WatermarkSearch(store: store, through: bound ?? .min, classes: classes ?? [], monitor: monitor)
        if let found = try search.find(in: watermarks) {
            watermark = found.index
            rowsApplied = watermarks[found.index].rows
            let isAsRecorded = found.reading.mended.isEmpty && (found.reading.isUnchanged || !rebuilding)
            reading =
                isAsRecorded
                ? found.reading : try search.read(watermarks[found.index], found.reading.layout, rebuilding: true)
        }
        if let reading { labels.add(reading.labels) }
    }

    /// Looks at the other rows, too.
    mutating func lookAtNewRows(
        of store: FeedbackStore, classes: [Label]?, monitor: (any WorkMonitor)?
    ) throws(UpdateError) {
        guard let bound else { return }
        let new = RowNumbers(after: lastRow, through: bound)
        var seen = try look(at: new, of: store, classes: classes, monitor: monitor, threads: ThreadCount.usual)
        // Which labels are the first depends on the order then.
        if seen.labels.hasOthers { seen = try look(at: new, of: store, classes: classes, monitor: monitor, threads: 1) }
        (newRows, newRefused) = (seen.rows, seen.refused)
        labels.add(seen.labels)
    }

    /// What some rows come to.
    private struct Sight: Sendable {
        var rows = 0
        var labels = LabelTally()
        /// Those that cannot be learned, in ascending order.
        var refused: [RefusedRow] = []
    }

    private func look(
        at rows: RowNumbers, of store: FeedbackStore, classes: [Label]?, monitor: (any WorkMonitor)?, threads: Int
    ) throws(UpdateError) -> Sight {
        let parts: [Sight]
        do {
            parts = try store.reduce(rows, into: Sight(), threads: threads, monitor: monitor) { sight, row, _ in
                sight.rows += 1
                sight.labels.add(row.label)
                if let defect = row.defect(classes: classes) {
                    sight.refused.append(RefusedRow(number: row.number, defect: defect))
                }
            }
        } catch .interrupted {
            throw .interrupted
        } catch {
            throw .feedback(error)
        }
        var seen = Sight()
        for part in parts {
            seen.rows += part.rows
            seen.labels.add(part.labels)
            seen.refused += part.refused
        }
        seen.refused.sort { $0.number < $1.number }
        return seen
    }

    /// The number of the last row that the watermark covers.
    var lastRow: Int64 { reading?.lastRow ?? .min }
    /// How many rows there are.
    var rows: Int { (reading?.rows ?? 0) + newRows }
    /// How many rows can be learned and were not: new ones and mended ones.
    var pending: Int { newRows - newRefused.count + (reading?.mended.count ?? 0) }
    /// The numbers of all rows that cannot be learned, ascending.
    var refused: [Int64] { (reading?.refused.map(\.row) ?? []) + newRefused.map(\.number) }
    /// Whether the rows are as they were, but under other numbers.
    var isRenumbered: Bool { reading.map { $0.isUnchanged && $0.layout != .byNumber } ?? false }
}
