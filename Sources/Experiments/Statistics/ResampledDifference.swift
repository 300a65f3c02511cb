/// The mean of a figure over random splits into training and test rows, with the uncertainty that Nadeau and Bengio found.
///
/// Of the values *d*ⱼ of *J* splits, with the mean *d̄* and s² = Σ(dⱼ−d̄)²/(J−1): SE² = (1/J + n_test/n_train)·s², with J−1
/// degrees. The splits share rows, so that s²/J alone is far too small. With fewer than two splits nothing is known.
///
/// Source: C. Nadeau and Y. Bengio, "Inference for the Generalization Error", Machine Learning 52, 2003.
package struct ResampledDifference: EstimatedDifference, Hashable, Sendable {
    /// The mean.
    package let mean: Double
    /// The standard error of the mean.
    package let standardError: Double
    /// The degrees of freedom, from 1.
    package let degrees: Double

    /// Takes a value of each split, and is `nil` for fewer than two.
    ///
    /// - Parameters:
    ///   - values: The values.
    ///   - train: How many rows of a split are learned, at least 1.
    ///   - test: How many it is judged by, at least 1.
    package init?(_ values: [Double], train: Int, test: Int) {
        precondition(train >= 1 && test >= 1, "\(train) and \(test) rows")
        guard values.count >= 2 else { return nil }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        self.mean = mean
        standardError = ((1 / count + Double(test) / Double(train)) * variance).squareRoot()
        degrees = count - 1
    }
}
