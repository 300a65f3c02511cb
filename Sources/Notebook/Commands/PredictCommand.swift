package import ArgumentParser
import Features
import Training
import Values

/// `predict`: a text's label.
package struct PredictCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict a text's label and its probability.")
    package static let examples = ["predict I loved every minute of it"]

    @Argument(help: "The text: the rest of the line up to an option.")
    package var text: [TextArgument]

    @OptionGroup package var file: ModelOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        try file.use(in: session) { model in
            var output = Self.output(try model.predict(text.joined))
            var vectorizer = model.vectorizer
            if vectorizer.explain(text.joined).isEmpty {
                output.notes.append("the text has no tokens, so that only the intercept speaks; see tokens TEXT")
            }
            return output
        }
    }

    private static func output(_ prediction: Prediction) -> CellOutput {
        var figures = [Figure("label", .value(JSONValue(prediction.label)))]
        if let probability = prediction.probability { figures.append(Figure("probability", .decimal(probability))) }
        if prediction.probabilities.isEmpty, let margin = prediction.margins.first, prediction.margins.count == 1 {
            figures.append(Figure("margin", .decimal(margin)))
        }
        return CellOutput(result: value(of: prediction), blocks: [.figures(figures)])
    }

    private static func value(of prediction: Prediction) -> JSONValue {
        [
            "label": JSONValue(prediction.label), "probability": JSONValue(prediction.probability),
            "probabilities": .array(
                prediction.probabilities.map {
                    ["label": JSONValue($0.label), "probability": .real($0.probability)]
                }),
            "decision_function": .array(prediction.margins.map { .real($0) }),
        ]
    }
}
