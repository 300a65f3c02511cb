package import Features
import Learning
package import Values

extension TextClassifier {
    /// The label of a text, with probabilities where the loss gives them.
    package func predict(_ text: String) throws(TrainingError) -> Prediction {
        let rows = rows(of: CollectionOfOne(text))
        return prediction(judge(rows), row: 0, hasTokens: !rows.columns.isEmpty)
    }

    /// The labels of texts.
    package func predict(_ texts: some Sequence<String>) throws(TrainingError) -> [Label] {
        classifier.predict(rows(of: texts))
    }

    /// The probabilities of each class for each text, row after row.
    ///
    /// Throws `learning(.noProbabilities)` where the loss gives none.
    package func probabilities(of texts: some Sequence<String>) throws(TrainingError) -> [Double] {
        let rows = rows(of: texts)
        do {
            return try classifier.probabilities(of: rows)
        } catch {
            throw .learning(error)
        }
    }

    /// Whether the classifier's loss gives probabilities.
    package var givesProbabilities: Bool { (try? classifier.probabilities(scores: [])) != nil }

    /// Everything the model says of each row.
    package func judge(_ rows: SparseBatch) -> Judgements {
        judgements(margins: classifier.decisionFunction(rows))
    }

    /// Everything that follows from the margins of some rows.
    func judgements(margins: [Double]) -> Judgements {
        Judgements(
            predicted: classifier.predictIndices(scores: margins), margins: margins,
            probabilities: try? classifier.probabilities(scores: margins), classCount: classes.count)
    }

    /// What was said of one row, for people.
    func prediction(_ judgements: Judgements, row: Int, hasTokens: Bool) -> Prediction {
        let width = judgements.classCount == 2 ? 1 : judgements.classCount
        let probabilities = classes.indices.compactMap { index in
            judgements.probability(ofClass: index, row: row).map {
                ClassProbability(label: classes[index], probability: $0)
            }
        }
        return Prediction(
            label: classes[judgements.predicted[row]],
            probabilities: probabilities,
            margins: Array(judgements.margins[row * width..<(row + 1) * width]), hasTokens: hasTokens)
    }

    /// The index of each of some labels among the classes.
    ///
    /// Throws `unknownLabel` with the document's number, counted on from `firstRow`.
    func classIndices(of labels: [Label], firstRow: Int) throws(TrainingError) -> [Int] {
        let classes = classes
        var indices: [Int] = []
        indices.reserveCapacity(labels.count)
        for (offset, label) in labels.enumerated() {
            guard let index = classes.ascendingIndex(of: label) else {
                throw .unknownLabel(row: firstRow + offset, label: label, classes: classes)
            }
            indices.append(index)
        }
        return indices
    }
}
