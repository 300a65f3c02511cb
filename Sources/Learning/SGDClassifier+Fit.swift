package import Features
package import Values

extension SGDClassifier {
    /// Forgets what it has learned and learns from a whole set, epoch after epoch, until `tol` says it is enough.
    ///
    /// The classes become those that occur in `labels`. When `epochs` equals `max_iter` afterwards, the set was not
    /// learned to the end.
    /// - Parameters:
    ///   - batch: All rows, at least one of each of two classes.
    ///   - labels: The class of each row.
    ///   - sampleWeights: What each row's update is multiplied with; 1 where there are none.
    ///   - monitor: Who waits; told after each epoch of each class's problem.
    /// - Throws: `tooFewClasses`, `overflow`, `interrupted`, and what is wrong with the rows. The classifier is then as
    ///   it was before.
    /// - Complexity: expected O(K · *e* · *n*), where *e* is the number of epochs and *n* that of the entries.
    package mutating func fit(
        _ batch: SparseBatch, labels: [Label], sampleWeights: [Double]? = nil, monitor: (any WorkMonitor)? = nil
    ) throws(LearningError) {
        var rows = batch
        try fit(taking: &rows, labels: labels, sampleWeights: sampleWeights, monitor: monitor)
    }

    /// The same; `batch` has no rows then, but its memory, also where it fails.
    package mutating func fit(
        taking batch: inout SparseBatch, labels: [Label], sampleWeights: [Double]? = nil,
        monitor: (any WorkMonitor)? = nil
    ) throws(LearningError) {
        defer { batch.removeAll() }
        guard batch.rowCount > 0 else { throw .emptyBatch }
        var fresh = try SGDClassifier(settings: settings, classes: labels, nFeatures: nFeatures)
        try fresh.learn(
            &batch, labels: labels, sampleWeights: sampleWeights, epochs: settings.maxIter,
            stopRule: StopRule(settings), monitor: monitor, isFresh: true)
        self = fresh
    }
}
