import Values
package import ArgumentParser
package import Datasets
import Training

/// `score`: how good the model is on rows it has not learned.
package struct ScoreCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score the model on rows that it has not learned.")
    package static let examples = [
        "score reviews --rows 3000:", "score held-out.csv --model models/movies.safetensors",
    ]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @OptionGroup package var file: ModelOption

    package init() {}

    package var defaults: [OptionDefault] { [OptionDefault("rows", ":")] }

    package func run(in session: Session) throws -> CellOutput {
        try file.use(in: session, checksLater: true) { model in
            let dataset = try session.dataset(name.text, rows: rows)
            let range = rows ?? .all
            let scores = try model.score(
                total: range.resolved(count: dataset.documents).count, monitor: session.monitor
            ) { () throws(DatasetError) in try dataset.reader(rows: range) }
            guard scores.documents > 0 else { throw TrainingError.noDocuments }
            return Self.output(scores)
        }
    }

    private static func output(_ scores: Scores) -> CellOutput {
        let classes = scores.classes.map { score -> JSONValue in
            [
                "label": JSONValue(score.label), "precision": .real(score.precision), "recall": .real(score.recall),
                "f1": .real(score.f1), "support": .integer(score.support),
            ]
        }
        let labels = scores.confusion.classes
        let matrix = labels.indices.map { actual -> JSONValue in
            .array(labels.indices.map { .integer(scores.confusion[actual: actual, predicted: $0]) })
        }
        return CellOutput(
            result: [
                "documents": .integer(scores.documents), "accuracy": JSONValue(scores.accuracy),
                "log_loss": JSONValue(scores.logLoss), "roc_auc": JSONValue(scores.rocAUC),
                "classes": .array(classes), "confusion_matrix": .array(matrix),
            ],
            blocks: [
                .figures([
                    Figure("accuracy", .decimal(scores.accuracy)), Figure("log loss", .decimal(scores.logLoss)),
                    Figure("ROC AUC", .decimal(scores.rocAUC)), Figure("documents", .count(scores.documents)),
                ]),
                .table(table(scores)),
            ])
    }

    /// The scores of each class, with its row of the confusion matrix behind them.
    private static func table(_ scores: Scores) -> Table {
        let labels = scores.confusion.classes
        return Table(
            columns: ["class", "precision", "recall", "f1", "documents"] + labels.map { "as \($0)" },
            rows: labels.indices.map { index in
                let score = scores.classes[index]
                return [
                    .value(JSONValue(score.label)), .decimal(score.precision), .decimal(score.recall),
                    .decimal(score.f1), .count(score.support),
                ] + labels.indices.map { .count(scores.confusion[actual: index, predicted: $0]) }
            })
    }
}
