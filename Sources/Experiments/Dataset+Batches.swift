import Datasets
import Training
import Values

extension Dataset {
    /// Calls `body` with the documents of some rows, batch by batch, each once all its labels are found among `classes`.
    ///
    /// The monitor is told of the rows as `unit`. Throws `training` for a label that is not among them, by its row of the
    /// range, `interrupted` at a batch's end, and what `body` throws.
    func forEachBatch(
        of range: RowRange, among classes: Set<Label>, unit: String, monitor: (any WorkMonitor)?,
        _ body: ([Document]) throws -> Void
    ) throws(ExperimentError) {
        let total = range.resolved(count: documents).count
        var done = 0
        do {
            var reader = try reader(rows: range)
            while case let batch = try reader.nextBatch(Batching.documents), !batch.isEmpty {
                if let row = batch.firstIndex(where: { !classes.contains($0.label) }) {
                    throw TrainingError.unknownLabel(
                        row: done + row, label: batch[row].label, classes: classes.sorted())
                }
                try body(batch)
                done += batch.count
                monitor?.advance(to: done, of: total, unit: unit)
                if monitor?.isInterrupted == true { throw ExperimentError.interrupted }
            }
        } catch {
            throw ExperimentError(error)
        }
    }
}
