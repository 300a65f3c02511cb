package import Values

/// Scores on their way: takes in what a model said of each batch and gives the scores of all.
///
/// Everything is a running count except what the area under the curve needs: 16 bytes a document for two classes,
/// and 8 · (*K* + 1) for *K* classes.
package struct ScoreTally: Sendable {
    private var confusion: ConfusionMatrix
    private var logLoss = RunningLogLoss()
    private var ranks: [Double] = []
    private var actual: [Int] = []

    /// Counts nothing yet.
    package init(classes: [Label]) {
        confusion = ConfusionMatrix(classes: classes)
    }

    /// Takes in the judgements of a batch beside the indices of the true classes.
    package mutating func add(_ judgements: Judgements, actual: [Int]) {
        for (row, index) in actual.enumerated() {
            confusion.add(actual: index, predicted: judgements.predicted[row])
            if let probability = judgements.probability(ofClass: index, row: row) {
                logLoss.add(probability: probability)
            }
        }
        self.actual += actual
        ranks += judgements.ranks
    }

    /// The scores of everything taken in so far.
    package var scores: Scores {
        let documents = actual.count
        return Scores(
            accuracy: documents == 0 ? nil : Double(confusion.correct) / Double(documents),
            logLoss: logLoss.value,
            rocAUC: rocAUC,
            confusion: confusion)
    }

    private var rocAUC: Double? {
        let classes = confusion.classes.count
        let width = classes == 2 ? 1 : classes
        var sum = 0.0
        for column in 0..<width {
            let positive = width == 1 ? 1 : column
            let entries = actual.indices.map { row in
                ROCAUC.Entry(score: ranks[row * width + column], isPositive: actual[row] == positive)
            }
            guard let area = ROCAUC.area(entries) else { return nil }
            sum += area
        }
        return sum / Double(width)
    }
}
