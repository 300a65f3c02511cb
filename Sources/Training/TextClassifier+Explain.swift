import Features
import Learning
import Values

extension TextClassifier {
    /// Names the words behind every column of a text's row, and what each column contributes to the margins.
    ///
    /// - Complexity: O(*g* log *g* + *c* · *p*) for *g* grams, *c* columns and *p* problems.
    package func explain(_ text: String) throws(TrainingError) -> Explanation {
        let prediction = try predict(text)
        var vectorizer = vectorizer
        let columns = vectorizer.explain(text).map { column in
            let weights = classifier.weights(ofColumn: Int32(truncatingIfNeeded: column.column))
            return Explanation.Column(
                column: column.column, grams: column.grams, value: column.value,
                effects: zip(weights, prediction.margins).map { weight, margin in
                    let contribution = column.value * weight
                    return Explanation.Effect(
                        weight: weight, contribution: contribution, share: margin == 0 ? nil : contribution / margin)
                })
        }
        let labels = classes.count == 2 ? [classes[1]] : classes
        let problems = labels.indices.map { index in
            Explanation.Problem(
                label: labels[index], intercept: classifier.intercepts[index], margin: prediction.margins[index])
        }
        return Explanation(prediction: prediction, problems: problems, columns: columns)
    }
}
