/// What a model says of each document of a batch.
package struct Judgements: Sendable {
    /// The index of the class given to each document.
    package let predicted: [Int]
    /// The margins, row after row: 1 a document for two classes, else one a class.
    package let margins: [Double]
    /// The probabilities, row after row, one a class; `nil` where the loss gives none.
    package let probabilities: [Double]?
    /// The number of classes, at least 2.
    package let classCount: Int

    /// Puts together what was said.
    package init(predicted: [Int], margins: [Double], probabilities: [Double]?, classCount: Int) {
        self.predicted = predicted
        self.margins = margins
        self.probabilities = probabilities
        self.classCount = classCount
    }

    /// The probability that document `row` was given for the class of index `index`; `nil` where the loss gives none.
    func probability(ofClass index: Int, row: Int) -> Double? {
        probabilities.map { $0[row * classCount + index] }
    }

    /// What documents are ranked by: see ``Scores/rocAUC``.
    var ranks: [Double] {
        guard classCount > 2, let probabilities else { return margins }
        return probabilities
    }
}
