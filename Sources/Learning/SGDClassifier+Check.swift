import Features
import Values

extension SGDClassifier {
    /// Checks the rows of a call, and gives the class of each as its index in `classes`.
    func check(
        _ batch: SparseBatch, labels: [Label], sampleWeights: [Double]?
    ) throws(LearningError) -> [Int32] {
        let rows = batch.rowCount
        guard rows > 0 else { throw .emptyBatch }
        guard batch.nFeatures == nFeatures else {
            throw .featureCountChanged(expected: nFeatures, actual: batch.nFeatures)
        }
        guard labels.count == rows else { throw .countMismatch(name: "labels", expected: rows, actual: labels.count) }
        if let (row, column) = batch.nonFiniteEntry { throw .nonFiniteValue(row: row, column: column) }
        if let sampleWeights { try check(sampleWeights, rows: rows) }
        return try classIndices(of: labels)
    }

    /// The index of each label in `classes`.
    func classIndices(of labels: [Label]) throws(LearningError) -> [Int32] {
        var indices: [Int32] = []
        indices.reserveCapacity(labels.count)
        for (row, label) in labels.enumerated() {
            guard let index = classes.ascendingIndex(of: label) else {
                throw .unknownLabel(row: row, label: label, classes: classes)
            }
            indices.append(Int32(truncatingIfNeeded: index))
        }
        return indices
    }

    private func check(_ sampleWeights: [Double], rows: Int) throws(LearningError) {
        guard sampleWeights.count == rows else {
            throw .countMismatch(name: "sample weights", expected: rows, actual: sampleWeights.count)
        }
        if let row = sampleWeights.firstIndex(where: { !$0.isFinite }) { throw .nonFiniteSampleWeight(row: row) }
        guard sampleWeights.contains(where: { $0 != 0 }) else { throw .noSampleWeight }
    }
}

extension SparseBatch {
    /// The row and column of the first entry that is no finite number.
    fileprivate var nonFiniteEntry: (row: Int, column: Int)? {
        guard !rowValues.areFinite else { return nil }
        for row in 0..<rowCount {
            if let entry = values(ofRow: row).firstIndex(where: { !$0.isFinite }) {
                return (row, Int(columns[entries(ofRow: row).lowerBound + entry]))
            }
        }
        return nil
    }
}
