package import Datasets
import Files
import Learning
import Training
package import Values

/// The rows that vectorizers are compared on: some to learn, and others to judge the models by.
package struct ComparedDocuments: Sendable {
    /// The dataset of the rows to learn.
    package let training: Dataset
    /// Which of its rows.
    package let trainingRows: RowRange
    /// The dataset of the rows to judge by.
    package let test: Dataset
    /// Which of its rows.
    package let testRows: RowRange

    /// Names the rows.
    ///
    /// Throws `training` without rows to learn, `noTestDocuments` for fewer than two others, and `sharedRows` where rows
    /// are among both: whoever has learned a row knows its label, and a split at random would have it on both sides.
    package init(
        training: Dataset, rows trainingRows: RowRange, test: Dataset, _ testRows: RowRange
    ) throws(ExperimentError) {
        (self.training, self.trainingRows, self.test, self.testRows) = (training, trainingRows, test, testRows)
        guard trainingCount > 0 else { throw .training(.noDocuments) }
        guard testCount >= 2 else { throw .noTestDocuments(found: testCount) }
        let shared = training.rowsShared(trainingRows, with: test, testRows)
        guard shared == 0 else { throw .sharedRows(count: shared) }
    }

    /// How many rows there are to learn, at least 1.
    package var trainingCount: Int { trainingRows.resolved(count: training.documents).count }
    /// How many rows there are to judge by, at least 2.
    package var testCount: Int { testRows.resolved(count: test.documents).count }
    /// The labels to tell apart, ascending.
    package var classes: [Label] { training.classes }
}

extension Dataset {
    /// How many rows of a range are in a range of another dataset, where both are of the same data in the same order.
    package func rowsShared(_ rows: RowRange, with other: Dataset, _ others: RowRange) -> Int {
        guard sha256 == other.sha256, source.shuffleSeed == other.source.shuffleSeed else { return 0 }
        return rows.resolved(count: documents).clamped(to: others.resolved(count: other.documents)).count
    }
}
