/// How well a model labels documents, by the scores of scikit-learn's names.
package struct Scores: Hashable, Sendable {
    /// The share of documents that were given their own label, 0 to 1; `nil` without documents.
    package let accuracy: Double?
    /// See ``RunningLogLoss``; `nil` where the loss gives no probabilities, or without documents.
    package let logLoss: Double?
    /// See ``ROCAUC``; with more than two classes the mean over the classes, each against the rest (`ovr`, `macro`).
    ///
    /// Two classes are ranked by the margin, as by scikit-learn's scorer `roc_auc`; more by their probabilities, as by
    /// `roc_auc_ovr`, or by their margins where the loss gives no probabilities. `nil` unless every class occurs.
    package let rocAUC: Double?
    /// The counts behind the accuracy and the scores of the classes.
    package let confusion: ConfusionMatrix

    /// The number of documents.
    package var documents: Int { confusion.documents }

    /// The scores of each class, in the classifier's order.
    package var classes: [ClassScore] { confusion.classScores }
}
