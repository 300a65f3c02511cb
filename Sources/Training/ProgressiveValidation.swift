/// How well a model did on each document before it learned from it.
///
/// Every batch is predicted, scored, and only then learned, so that each figure is of documents that the model had not
/// seen: an honest score without setting any document aside (Blum, Kalai and Langford, "Beating the Hold-Out", 1999).
///
/// **Granularity.** All documents of a batch are predicted by the model as it was before that batch, never by one that
/// has learned the batch's earlier documents; with batches of one document this is the classical form. The first batch
/// is predicted by a model that knows nothing: every margin is 0, the label is the first class, each probability of
/// two is ½. Documents that come again in a later epoch are not new to the model and are not counted again.
package struct ProgressiveValidation: Hashable, Sendable {
    /// The number of documents scored.
    package private(set) var documents = 0
    /// How many of them were given their own label.
    package private(set) var correct = 0
    private var runningLogLoss = RunningLogLoss()

    /// Nothing scored yet.
    package init() {}

    /// The share of documents that were given their own label, 0 to 1; `nil` without documents.
    package var accuracy: Double? { documents == 0 ? nil : Double(correct) / Double(documents) }

    /// See ``RunningLogLoss``; `nil` where the loss gives no probabilities, or without documents.
    package var logLoss: Double? { runningLogLoss.value }

    /// Scores what was said of a batch, beside the indices of the true classes.
    package mutating func add(_ judgements: Judgements, actual: [Int]) {
        documents += actual.count
        for (row, index) in actual.enumerated() {
            if judgements.predicted[row] == index { correct += 1 }
            if let probability = judgements.probability(ofClass: index, row: row) {
                runningLogLoss.add(probability: probability)
            }
        }
    }
}
