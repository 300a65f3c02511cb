import Features
import Learning
import RandomNumbers
import Testing
import Values

@Suite("Predictions")
struct SGDClassifierPredictTests {
    /// A classifier with given weights over two columns.
    private func classifier(
        _ classes: [Label], coef: [Double], intercept: [Double], loss: LossName = .logLoss
    ) throws -> SGDClassifier {
        var settings = SGDClassifierSettings()
        settings.loss = loss
        return try SGDClassifier(
            restoring: SGDClassifierState(
                settings: settings, classes: classes, nFeatures: 2, t: 1, epochs: 0, coef: Coefficients(coef),
                intercept: intercept,
                averages: nil))
    }

    private func row(_ values: [Double]) -> SparseBatch {
        var batch = SparseBatch(nFeatures: 2)
        batch.append(columns: [0, 1], values: values)
        return batch
    }

    @Test("with two classes a score above 0 is the second, and 0 the first")
    func twoClasses() throws {
        let classifier = try classifier([.text("neg"), .text("pos")], coef: [1, -1], intercept: [0])
        #expect(classifier.predict(row([2, 1])) == [.text("pos")])
        #expect(classifier.predict(row([1, 2])) == [.text("neg")])
        #expect(classifier.predict(row([1, 1])) == [.text("neg")])
        #expect(classifier.decisionFunction(row([2, 1])) == [1])
        #expect(try classifier.probabilities(of: row([1, 1])) == [0.5, 0.5])
    }

    @Test("with several classes the highest score wins, the first of equals")
    func severalClasses() throws {
        let classifier = try classifier(
            [.integer(1), .integer(2), .integer(3)], coef: [1, 0, 0, 1, 0, 1], intercept: [0, 0, 0])
        #expect(classifier.predictIndices(row([0, 1])) == [1])
        #expect(classifier.predictIndices(row([1, 0])) == [0])
        #expect(classifier.predictIndices(row([0, 0])) == [0])
        #expect(classifier.score(row([0, 1]), labels: [.integer(2)]) == 1)
        #expect(classifier.score(row([0, 1]), labels: [.integer(3)]) == 0)
    }

    @Test("probabilities that are all 0 become equal")
    func allZero() throws {
        let classifier = try classifier(
            [.integer(1), .integer(2), .integer(3), .integer(4)], coef: [Double](repeating: 0, count: 8),
            intercept: [-2, -3, -1, -1], loss: .modifiedHuber)
        #expect(try classifier.probabilities(of: row([1, 1])) == [0.25, 0.25, 0.25, 0.25])
    }

    @Test("an empty batch has no predictions")
    func noRows() throws {
        let classifier = try classifier([.text("neg"), .text("pos")], coef: [1, -1], intercept: [0])
        #expect(classifier.predict(SparseBatch(nFeatures: 2)).isEmpty)
        #expect(classifier.score(SparseBatch(nFeatures: 2), labels: []).isNaN)
    }

    @Test("columns without a weight count nothing, and a weight of −0 is kept")
    func weights() throws {
        let classifier = try classifier([.text("neg"), .text("pos")], coef: [0, -0.0], intercept: [0.5])
        #expect(classifier.decisionFunction(row([3, 4])) == [0.5])
        #expect(classifier.nonzeroWeights == 0)
        #expect(classifier.coefficients[1].sign == .minus)
        #expect(classifier.weights(ofColumn: 0) == [0])
        var columns: [Int32] = []
        classifier.forEachColumn { column, _ in columns.append(column) }
        #expect(columns == [1])
    }

    @Test("a row is summed in NumPy's order", arguments: [3, 7, 8, 9, 16, 31, 127, 128, 129, 300, 1000])
    func pairwiseSum(count: Int) {
        var random = MersenneTwister(seed: UInt32(count))
        let values = (0..<count).map { _ in Double(random.integer(from: 1, below: 1 << 30)) / 3e8 }
        // Whatever the order, the sum of integers is exact; of fractions it is near.
        #expect(SGDClassifier.pairwiseSum(values.map { $0 * 0 + 1 }[...]) == Double(count))
        #expect(abs(SGDClassifier.pairwiseSum(values[...]) / values.reduce(0, +) - 1) < 1e-14)
        if count < 8 { #expect(SGDClassifier.pairwiseSum(values[...]) == values.reduce(0, +)) }
    }

    @Test("nine numbers are summed by eights")
    func nine() {
        let values = [1e16, 1, 1, 1, 1, 1, 1, 1, 1]
        #expect(SGDClassifier.pairwiseSum(values[...]) == 1e16 + 6 + 1)
        #expect(values.reduce(0, +) == 1e16)
    }
}
