import Datasets
import Experiments
import Feedback
import Training
import Values

/// A dataset's way into a feedback database.
struct FeedbackAddition {
    var store: FeedbackStore
    /// The database's path as it was typed.
    var typed: String
    var session: Session

    /// Adds `total` rows in transactions of some each, and says how many.
    ///
    /// `labels` stand in the place of the documents' own.
    func add(_ total: Int, labels: [Label]? = nil, from open: () throws -> DatasetReader) throws -> Int {
        var reader = try open()
        var added = 0
        while added < total {
            do {
                var batch = try reader.nextBatch(FeedbackStore.rowsPerTransaction)
                if let labels {
                    for index in batch.indices { batch[index].label = labels[added + index] }
                }
                added += try store.add(contentsOf: batch) { last in
                    session.recorder.files.addedRows(
                        to: store.path, lastRow: last, count: batch.count, typed: typed)
                }
            } catch  where added > 0 {
                session.diagnose?("note: the first \(added) of \(total) rows were added before this error")
                throw error
            }
            session.monitor?.advance(to: added, of: total, unit: "rows")
            if added < total, session.monitor?.isInterrupted == true {
                throw NotebookError.refused(
                    code: "interrupted", message: "interrupted; the first \(added) of \(total) rows were added",
                    remedy: labels == nil
                        ? "go on with the rows behind them" : "make the rows again in a database of their own")
            }
        }
        return added
    }
}

/// The labels of a dataset's rows, and where each document can be found again: 10 bytes a row.
struct KnownRows {
    /// The index of each label among the dataset's.
    private(set) var labels: [UInt16] = []
    /// Where each document stands.
    private(set) var positions: [Int] = []
    /// How many rows were looked at.
    private(set) var rows = 0

    /// Looks at a range of rows, and keeps with `only` those that a model labels wrong or right.
    init(
        _ dataset: Dataset, rows range: RowRange, only: (model: TextClassifier, wanted: DesignOptions.Only)?,
        monitor: (any WorkMonitor)?
    ) throws {
        let indices = Dictionary(uniqueKeysWithValues: zip(dataset.classes, UInt16(0)...))
        let total = range.resolved(count: dataset.documents).count
        var reader = try dataset.reader(rows: range)
        while rows < total {
            var batch: [Document] = []
            var places: [Int] = []
            while batch.count < Batching.documents, let document = try reader.next() {
                batch.append(document)
                places.append(reader.position ?? 0)
            }
            let predicted = try only?.model.predict(batch.map(\.text))
            for (row, document) in batch.enumerated() {
                if let only, let predicted {
                    guard only.model.classes.contains(document.label) else {
                        throw TrainingError.unknownLabel(
                            row: rows + row, label: document.label, classes: only.model.classes)
                    }
                    guard (predicted[row] == document.label) == (only.wanted == .right) else { continue }
                }
                labels.append(indices[document.label] ?? 0)
                positions.append(places[row])
            }
            rows += batch.count
            monitor?.advance(to: rows, of: total, unit: "documents")
            if monitor?.isInterrupted == true { throw NotebookError.interrupted }
        }
    }
}
