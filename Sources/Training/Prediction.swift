package import Values

/// The label that a model gives to one text, and how sure it is.
package struct Prediction: Hashable, Sendable {
    /// The label.
    package let label: Label
    /// The label's probability, 0 to 1; `nil` where the loss gives none.
    package var probability: Double? { probabilities.first { $0.label == label }?.probability }
    /// Each class with its probability, in the classifier's order; empty where the loss gives none.
    package let probabilities: [ClassProbability]
    /// The margins: one, for the second class, with two classes; else one a class, in the classifier's order.
    package let margins: [Double]
    /// Whether the text has tokens; without any the intercept alone speaks.
    package let hasTokens: Bool
}

/// A class and the probability that a text is of it.
package struct ClassProbability: Hashable, Sendable {
    /// The class.
    package let label: Label
    /// The probability, 0 to 1.
    package let probability: Double
}
