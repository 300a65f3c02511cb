package import Values

/// How well one class is told from the rest, as scikit-learn's `precision_recall_fscore_support` has it.
///
/// A share whose denominator is 0 (a class that was never predicted, or never occurred) is 0, as with
/// `zero_division=0`.
package struct ClassScore: Hashable, Sendable {
    /// The class.
    package let label: Label
    /// Of the documents given this label, the share that have it: 0 to 1.
    package let precision: Double
    /// Of the documents that have this label, the share that were given it: 0 to 1.
    package let recall: Double
    /// 2 · true positives / (predicted + support): the harmonic mean of precision and recall, 0 to 1.
    package let f1: Double
    /// The number of documents that have this label.
    package let support: Int

    /// Scores a class from its counts.
    package init(label: Label, truePositives: Int, predicted: Int, support: Int) {
        func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
        self.label = label
        self.support = support
        precision = share(truePositives, of: predicted)
        recall = share(truePositives, of: support)
        f1 = share(2 * truePositives, of: predicted + support)
    }
}
