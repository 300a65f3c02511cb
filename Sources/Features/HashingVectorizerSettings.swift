package import Text

/// Every setting of scikit-learn's `HashingVectorizer`, with its defaults.
package struct HashingVectorizerSettings: Hashable, Sendable {
    /// How a text becomes tokens.
    package var analyzer = AnalyzerSettings()
    /// The number of columns, 1 to 2^31 − 1.
    package var nFeatures = 1 << 20
    /// How a row's length is evened out; `nil` leaves it.
    package var norm: Norm? = .l2
    /// Whether half of the grams count as −1, so that collisions cancel on average.
    package var alternateSign = true
    /// Whether a row says only which columns occur, each as 1.
    package var binary = false

    /// scikit-learn's defaults.
    package init() {}
}

/// How a row's length is measured.
package enum Norm: String, CaseIterable, Sendable {
    /// The sum of the absolute values.
    case l1
    /// The root of the sum of the squares.
    case l2
}
