package import Features
import Glibc
package import Values

extension SGDClassifier {
    /// The scores of each row, row-major, rows × `problemCount`; above 0 speaks for the (second) class.
    ///
    /// - Precondition: The batch has the classifier's number of columns.
    /// - Complexity: expected O(K · *n*), where *n* is the number of entries.
    package func decisionFunction(_ batch: SparseBatch) -> [Double] {
        precondition(batch.nFeatures == nFeatures, "rows of \(nFeatures) columns, not \(batch.nFeatures)")
        let intercepts = intercepts
        if let all = reportedWrittenOut { return scores(batch, all, intercepts: intercepts) }
        let allPositions = index?.positions(of: batch.columns.span) ?? batch.columns
        let problems = reportedWeights
        var scores: [Double] = []
        scores.reserveCapacity(batch.rowCount * problemCount)
        var scratch: [Double] = []
        for row in 0..<batch.rowCount {
            let entries = batch.entries(ofRow: row)
            let positions = allPositions.span.extracting(entries)
            batch.rowValues.withRow(row, entries: entries, scratch: &scratch) { values in
                for problem in problems.indices {
                    let weights = problems[problem]
                    scores.append(Self.product(values, weights.span, at: positions) + intercepts[problem])
                }
            }
        }
        return scores
    }

    private static func product(_ values: Span<Double>, _ weights: Span<Double>, at positions: Span<Int32>) -> Double {
        var sum = 0.0
        // A column without a weight would add 0, which changes no sum that starts at 0.
        for entry in values.indices where positions[entry] >= 0 {
            sum += values[entry] * weights[Int(positions[entry])]
        }
        return sum
    }

    /// The index in `classes` of each row's prediction: the highest score, the first of several.
    ///
    /// With two classes a score of exactly 0 is the first class.
    package func predictIndices(_ batch: SparseBatch) -> [Int] {
        predictIndices(scores: decisionFunction(batch))
    }

    /// The same of scores that ``decisionFunction(_:)`` has given.
    package func predictIndices(scores: [Double]) -> [Int] {
        guard problemCount > 1 else { return scores.map { $0 > 0 ? 1 : 0 } }
        return (0..<scores.count / problemCount).map { row in
            let row = scores[row * problemCount..<(row + 1) * problemCount]
            var best = row.startIndex
            for index in row.indices where row[index] > row[best] { best = index }
            return best - row.startIndex
        }
    }

    /// The predicted class of each row.
    package func predict(_ batch: SparseBatch) -> [Label] {
        predictIndices(batch).map { classes[$0] }
    }

    /// The share of rows whose prediction is their label, 0 to 1; not a number for no rows.
    ///
    /// - Precondition: There is one label a row.
    package func score(_ batch: SparseBatch, labels: [Label]) -> Double {
        precondition(labels.count == batch.rowCount, "one label a row")
        let correct = zip(predict(batch), labels).count { $0 == $1 }
        return Double(correct) / Double(labels.count)
    }

    /// The probability of each class for each row, row-major, rows × number of classes.
    ///
    /// For `log_loss` the logistic function of the scores; for `modified_huber` the scores cut to −1…1 and mapped to
    /// 0…1 (B. Zadrozny and C. Elkan, KDD 2002). Several classes are divided by their sum; if it is 0, all are equal.
    /// - Throws: `noProbabilities` for every other loss.
    package func probabilities(of batch: SparseBatch) throws(LearningError) -> [Double] {
        try probabilities(scores: decisionFunction(batch))
    }

    /// The same of scores that ``decisionFunction(_:)`` has given.
    package func probabilities(scores: [Double]) throws(LearningError) -> [Double] {
        let transform: (Double) -> Double
        switch settings.loss {
        case .logLoss: transform = { 1 / (1 + exp(-$0)) }
        case .modifiedHuber: transform = { (($0 < -1 ? -1 : $0 > 1 ? 1 : $0) + 1) / 2 }
        default: throw .noProbabilities(loss: settings.loss)
        }
        var shares = scores.map(transform)
        guard problemCount > 1 else { return shares.flatMap { [1 - $0, $0] } }
        for row in 0..<scores.count / problemCount {
            let range = row * problemCount..<(row + 1) * problemCount
            let sum = Self.pairwiseSum(shares[range])
            for index in range { shares[index] = sum == 0 ? 1 / Double(problemCount) : shares[index] / sum }
        }
        return shares
    }

    /// The sum in the order in which NumPy adds up a row, so that its last bit is the same.
    ///
    /// Fewer than 8 are added in order; up to 128 in eight partial sums, every eighth number in each; more are halved.
    package static func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
        let count = values.count
        let start = values.startIndex
        guard count >= 8 else { return values.reduce(0, +) }
        guard count <= 128 else {
            let half = count / 2 - count / 2 % 8
            return pairwiseSum(values.prefix(half)) + pairwiseSum(values.dropFirst(half))
        }
        var partial = Array(values.prefix(8))
        let whole = count - count % 8
        for index in 8..<whole { partial[index % 8] += values[start + index] }
        let sum =
            ((partial[0] + partial[1]) + (partial[2] + partial[3]))
            + ((partial[4] + partial[5]) + (partial[6] + partial[7]))
        return values.dropFirst(whole).reduce(sum, +)
    }
}
