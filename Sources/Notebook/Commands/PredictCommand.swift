package import ArgumentParser
package import Datasets
import Features
import Training
import Values

/// `predict`: the label of a text, or those of a dataset's documents.
package struct PredictCommand: TextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict a text's label and its probability, or those of a whole dataset.",
        discussion: """
            With --dataset the predictions go to the file of --to, in the dataset's order and with the rows' numbers: the \
            label, its probability and that of each class where the loss gives any, and the decision function, all in \
            full precision. The documents are streamed, and their own labels do not matter.
            """)
    package static let examples = [
        "predict I loved every minute of it", "predict --dataset reviews --rows 3000: --to predictions.csv",
        "predict --model models/movies.safetensors --dataset reviews.csv --to predictions.jsonl",
    ]

    @Argument(help: "The text: the rest of the line up to an option.")
    package var text: [TextArgument] = []

    @Option(help: "A dataset, or a file's path, whose documents to predict instead of a text.")
    package var dataset: TextArgument?

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @Option(
        help: "The file for the predictions: CSV, TSV or JSON Lines, by the ending.",
        completion: .file(extensions: ["csv", "tsv", "jsonl"]))
    package var to: PathArgument?

    @OptionGroup package var file: ModelOption

    package init() {}

    package var defaults: [OptionDefault] { dataset == nil ? [] : [OptionDefault("rows", ":")] }

    package mutating func validate() throws {
        guard dataset != nil else {
            if rows != nil || to != nil {
                throw ValidationError("--rows and --to go with a --dataset NAME, which is missing.")
            }
            if text.isEmpty { throw ValidationError("predict needs a text, or a --dataset NAME with --to FILE.") }
            return
        }
        if !text.isEmpty { throw ValidationError("--dataset takes the place of a text: leave one of them out.") }
        if to == nil { throw ValidationError("--dataset needs --to FILE, which the predictions go to.") }
    }

    package func run(in session: Session) throws -> CellOutput {
        guard let dataset, let to else { return try predictText(in: session) }
        return try predict(dataset, to: to, in: session)
    }

    private func predictText(in session: Session) throws -> CellOutput {
        try file.use(in: session) { model in
            let prediction = try model.predict(text.joined)
            var output = Self.output(prediction)
            if !prediction.hasTokens {
                output.notes.append("the text has no tokens, so that only the intercept speaks; see tokens TEXT")
            }
            return output
        }
    }

    private func predict(
        _ name: TextArgument, to path: PathArgument, in session: Session
    ) throws -> CellOutput {
        try file.use(in: session, checksLater: true) { model in
            let dataset = try session.dataset(name.text, rows: rows)
            let range = (rows ?? .all).resolved(count: dataset.documents)
            var row = range.lowerBound
            var counts = model.classes.map { LabelCount(label: $0, documents: 0) }
            let replaced = try session.writeRows(to: path) { file in
                var writer = try PredictionWriter(path: file, typed: path.typed, of: model)
                try model.predict(
                    total: range.count, monitor: session.monitor,
                    open: { () throws(DatasetError) in try dataset.reader(rows: rows ?? .all) },
                    { predictions in
                        for prediction in predictions {
                            try writer.write(prediction, row: row)
                            row += 1
                            if let index = counts.firstIndex(where: { $0.label == prediction.label }) {
                                counts[index].documents += 1
                            }
                        }
                    })
                try writer.commit()
            }
            return Self.output(counts, path: path, notes: replaced)
        }
    }

    private static func output(_ counts: [LabelCount], path: PathArgument, notes: [String]) -> CellOutput {
        let documents = counts.reduce(0) { $0 + $1.documents }
        return CellOutput(
            result: [
                "path": .text(path.typed), "documents": .integer(documents), "labels": DatasetReport.value(of: counts),
            ],
            blocks: [
                .prose("\(Numerals.counted(documents, "prediction")) written to \(path.typed)"),
                .table(DatasetReport.table(of: counts)),
            ], notes: notes)
    }

    private static func output(_ prediction: Prediction) -> CellOutput {
        var figures = [Figure("label", .value(JSONValue(prediction.label)))]
        if let probability = prediction.probability { figures.append(Figure("probability", .decimal(probability))) }
        if prediction.probabilities.isEmpty, let margin = prediction.margins.first, prediction.margins.count == 1 {
            figures.append(Figure("margin", .decimal(margin)))
        }
        return CellOutput(result: value(of: prediction), blocks: [.figures(figures)])
    }

    /// What programs are told of a prediction.
    static func value(of prediction: Prediction) -> JSONValue {
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
