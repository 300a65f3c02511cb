extension SGDClassifier {
    /// The same weights under other settings: scikit-learn's `set_params` before the next `partial_fit`.
    ///
    /// Throws what a new classifier throws, and `averagingChanged` where only one of both averages: averages that were not
    /// kept from the first row on cannot be made up.
    package func with(_ settings: SGDClassifierSettings) throws(LearningError) -> SGDClassifier {
        var other = try SGDClassifier(settings: settings, classes: classes, nFeatures: nFeatures)
        guard (settings.average > 0) == (self.settings.average > 0) else { throw .averagingChanged }
        (other.t, other.epochs, other.hasBoolClasses) = (t, epochs, hasBoolClasses)
        (other.index, other.weights, other.late, other.averages) = (index, weights, late, averages)
        (other.gathered, other.writtenOut) = (gathered, writtenOut)
        (other.runningIntercepts, other.averageIntercepts) = (runningIntercepts, averageIntercepts)
        return other
    }

    /// The largest absolute difference between the reported weights or intercepts of two classifiers.
    ///
    /// Both tell the same classes apart and have as many columns.
    /// - Complexity: expected O(*n*), where *n* is the number of weights in memory.
    package func largestWeightDifference(from other: SGDClassifier) -> Double {
        precondition(nFeatures == other.nFeatures && problemCount == other.problemCount)
        var largest = zip(intercepts, other.intercepts).reduce(0) { max($0, abs($1.0 - $1.1)) }
        let (me, them) = (indexed, other.indexed)
        for (one, another) in [(me, them), (them, me)] {
            one.forEachColumn { column, weights in
                for (weight, other) in zip(weights, another.weights(ofColumn: column)) {
                    largest = max(largest, abs(weight - other))
                }
            }
        }
        return largest
    }
}
