import Experiments
import Features
import Files
import Learning
package import ArgumentParser
package import Datasets
import Training
import Values

/// `fit`: a new model.
package struct FitCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Start a new model and learn a dataset, batch by batch.",
        discussion: """
            The model takes the settings that vectorizer and classifier show, and learns out of core, one partial_fit \
            a batch. Every batch is predicted before it is \
            learned; the progressive accuracy is the share that was right. It says how the model did on its way, not \
            how good it is now: score rows that were held out for that.
            """)

    package static let examples = [
        "fit reviews --rows :3000",
        "fit reviews --rows :3000 --batch-size 500 --epochs 5",
        "fit reviews --rows :3000 --batch-size 100 --progressive",
        "fit reviews --rows :3000 --whole-set",
    ]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @Option(help: "The documents of one partial_fit; otherwise 1000.")
    package var batchSize: CountArgument?

    @Option(help: "How often all rows are learned; otherwise once.")
    package var epochs: CountArgument?

    @Option(parsing: .upToNextOption, help: "The labels to tell apart; otherwise all of the dataset's.")
    package var classes: [LabelsArgument] = []

    @Flag(help: "Learn the rows at once, epoch after epoch, with max_iter and tol, as scikit-learn's fit does.")
    package var wholeSet = false

    @OptionGroup package var progressive: ProgressiveOption

    package init() {}

    package var defaults: [OptionDefault] {
        [OptionDefault("rows", ":")]
            + (wholeSet
                ? []
                : [OptionDefault("batch-size", String(Batching.documents)), OptionDefault("epochs", "1")])
    }

    package func run(in session: Session) throws -> CellOutput {
        if wholeSet, batchSize != nil || epochs != nil || !classes.isEmpty || progressive.isWanted {
            throw NotebookError.refused(
                code: "whole_set",
                message:
                    "--whole-set takes its epochs from max_iter and tol, its classes from the rows, and has no batches",
                remedy: "leave --batch-size, --epochs, --classes and --progressive out")
        }
        let dataset = try session.dataset(name.text, rows: rows)
        var model = try TextClassifier(
            vectorizer: session.vectorizer, classifier: session.classifier,
            classes: classes.isEmpty
                ? dataset.classes : classes.flatMap(\.labels).map { $0.spelled(like: dataset.classes) })
        let learning = DatasetLearning(
            dataset: dataset, rows: rows, session: session, curve: progressive.isWanted ? .alone : nil)
        let outcome =
            wholeSet
            ? try learning.wholeSet(of: &model)
            : try learning.batches(
                of: &model, size: batchSize?.value ?? Batching.documents, epochs: epochs?.value ?? 1)
        session.replaceModel(with: model, because: "fit \(name.text)")
        return outcome
    }
}

/// `partial-fit`: goes on with the present model.
package struct PartialFitCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "partial-fit",
        abstract: "Go on learning a dataset with the present model.",
        discussion: "Each batch is one partial_fit. With --model, the file is read, learns and is replaced in one step."
    )

    package static let examples = [
        "partial-fit reviews --rows 3000:3500", "partial-fit more.csv --batch-size 100",
    ]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @Option(help: "The documents of one partial_fit; otherwise 1000.")
    package var batchSize: CountArgument?

    @OptionGroup package var progressive: ProgressiveOption
    @OptionGroup package var file: ModelOption

    package init() {}

    package var defaults: [OptionDefault] {
        [OptionDefault("rows", ":"), OptionDefault("batch-size", String(Batching.documents))]
    }

    package func run(in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text, rows: rows)
        return try file.change(in: session, because: "partial-fit \(name.text)") { model, _ in
            let isOther =
                file.model == nil
                && (session.classifier != model.classifier.settings || session.vectorizer != model.vectorizer.settings)
            let learning = DatasetLearning(
                dataset: dataset, rows: rows, session: session, curve: progressive.isWanted ? .besideStart : nil)
            var output = try learning.batches(of: &model, size: batchSize?.value ?? Batching.documents, epochs: 1)
            if isOther {
                output.notes.append(
                    "the model goes on with its own settings; those of vectorizer and classifier are for the next fit")
            }
            return output
        }
    }
}

/// A dataset's way into a model, for `fit` and `partial-fit`.
struct DatasetLearning {
    var dataset: Dataset
    var rows: RowRange?
    var session: Session
    /// Whether a curve is shown, and of what; `nil` for none.
    var curve: Curve?

    /// What a curve shows.
    enum Curve {
        /// Progressive validation.
        case alone
        /// And the model as it was at the beginning.
        case besideStart
    }

    private var monitor: (any WorkMonitor)? { session.monitor }
    private var range: RowRange { rows ?? .all }
    private var total: Int { range.resolved(count: dataset.documents).count }

    func batches(of model: inout TextClassifier, size: Int, epochs: Int) throws -> CellOutput {
        ProcessMemory.forgetCode()
        let recorder = session.recorder
        var points = ProgressiveCurve()
        let summary = try model.learn(
            epochs: epochs, batchSize: size, total: total, monitor: monitor,
            beside: curve == .besideStart ? model : nil,
            afterBatch: { summary in
                points.add(.init(summary.validation, starting: summary.starting)) { nil }
                recorder.add(
                    batch: BatchFigures(
                        cell: recorder.nextNumber, batch: summary.batches, documents: summary.documents,
                        progressiveAccuracy: summary.validation.accuracy,
                        progressiveLogLoss: summary.validation.logLoss))
            }, open: { () throws(DatasetError) in try dataset.reader(rows: range) })
        let accuracy = summary.validation.accuracy
        let digest = model.modelDigest
        let learned =
            Numerals.counted(summary.documents, "document") + " in "
            + Numerals.counted(summary.batches, "batch", "batches")
        var output = CellOutput(
            result: [
                "documents": .integer(summary.documents), "batches": .integer(summary.batches),
                "progressive_accuracy": JSONValue(accuracy), "model_digest": .text(digest),
            ],
            blocks: [
                .figures([
                    Figure("learned", .text(learned)), Figure("progressive accuracy", .decimal(accuracy)),
                    Figure("model", .text(digest, shown: Numerals.short(digest: digest))),
                ])
            ])
        if curve != nil { ProgressiveReport(points, of: "documents").add(to: &output) }
        return output
    }

    func wholeSet(of model: inout TextClassifier) throws -> CellOutput {
        let documents = try model.fitWholeSet(total: total, monitor: monitor) {
            () throws(DatasetError) in try dataset.reader(rows: range)
        }
        let digest = model.modelDigest
        let epochs = model.classifier.epochs
        return CellOutput(
            result: [
                "documents": .integer(documents), "batches": .integer(1), "epochs": .integer(epochs),
                "progressive_accuracy": .null, "model_digest": .text(digest),
            ],
            blocks: [
                .figures([
                    Figure("learned", .text(Numerals.counted(documents, "document") + " as a whole set")),
                    Figure("epochs", .count(epochs)),
                    Figure("model", .text(digest, shown: Numerals.short(digest: digest))),
                ])
            ])
    }
}
