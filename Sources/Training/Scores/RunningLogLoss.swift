import Glibc

/// The mean of −log *p* over documents, where *p* is the probability that was given to the true class.
///
/// As in scikit-learn 1.9's `log_loss`, *p* is first brought into [ε, 1 − ε] with ε = 2^−52, and probabilities are not
/// normalised again. The terms are added one after another; NumPy adds them pairwise, so that its last digits differ
/// (by less than 1 part in 10^12 for a million documents).
package struct RunningLogLoss: Hashable, Sendable {
    /// The number of documents.
    package private(set) var documents = 0
    private var sum = 0.0

    /// No documents.
    package init() {}

    /// Counts one document by the probability that was given to its true class.
    package mutating func add(probability: Double) {
        let epsilon = Double.ulpOfOne
        sum -= log(min(max(probability, epsilon), 1 - epsilon))
        documents += 1
    }

    /// The mean, from 0; `nil` without documents.
    package var value: Double? { documents == 0 ? nil : sum / Double(documents) }
}
