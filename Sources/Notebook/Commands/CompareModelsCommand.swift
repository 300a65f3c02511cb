package import ArgumentParser
package import Datasets
import Experiments
import Training
import Values

/// `compare models`: two model files on the same documents.
package struct CompareModelsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Say which of two model files is right more often on the same documents, by McNemar's exact test.",
        discussion: """
            The judgement is on these two files. Whether the way in which one of them was made is better is a question for \
            compare batches, which learns many times: two models that were made alike differ, too.
            """)
    package static let examples = ["compare models a.safetensors b.safetensors --test reviews --test-rows 3000:"]

    @Argument(help: "A model file.", completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var a: PathArgument

    @Argument(help: "Another one.", completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var b: PathArgument

    @Option(help: "A dataset, or a file's path, of held-out documents.")
    package var test: TextArgument

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var testRows: RowRange?

    @Option(help: "How texts become rows, for model files that do not say: default or tutorial.")
    package var vectorizer: VectorizerPreset?

    package init() {}

    package var defaults: [OptionDefault] { testRows == nil ? [OptionDefault("test-rows", ":")] : [] }

    package func run(in session: Session) throws -> CellOutput {
        let models = try [a, b].map { path in
            try ImportCommand.open(
                try session.workspace.reading(path.typed, as: .model), typed: path.typed,
                vectorizer: vectorizer?.settings ?? session.chosenVectorizer, in: session)
        }
        let dataset = try session.dataset(test.text, rows: testRows)
        let found = try ModelComparison(
            models[0], models[1], on: dataset, rows: testRows ?? .all, monitor: session.monitor)
        return CellOutput(
            result: [
                "a": .text(a.typed), "b": .text(b.typed), "documents": .integer(found.documents),
                "accuracy_a": .real(found.accuracyA), "accuracy_b": .real(found.accuracyB),
                "both_right": .integer(found.bothRight), "only_a_right": .integer(found.test.onlyA),
                "only_b_right": .integer(found.test.onlyB), "neither_right": .integer(found.neitherRight),
                "p_value": .real(found.test.pValue), "verdict": .text(sentence(found)),
                "model_digests": .array(models.map { .text($0.modelDigest) }),
            ],
            blocks: [
                .table(
                    Table(
                        columns: ["model", "accuracy", "right alone", "digest"],
                        rows: [
                            row(a, found.accuracyA, found.test.onlyA, models[0]),
                            row(b, found.accuracyB, found.test.onlyB, models[1]),
                        ])),
                .prose(sentence(found)),
            ])
    }

    private func row(_ path: PathArgument, _ accuracy: Double, _ alone: Int, _ model: TextClassifier) -> [TableCell] {
        let digest = model.modelDigest
        return [
            .text(path.typed), .decimal(accuracy), .count(alone), .text(digest, shown: Numerals.short(digest: digest)),
        ]
    }

    private func sentence(_ found: ModelComparison) -> String {
        let (onlyA, onlyB) = (found.test.onlyA, found.test.onlyB)
        let documents = Numerals.counted(found.documents, "document")
        guard onlyA + onlyB > 0 else { return "these two files are right and wrong on the same of \(documents)" }
        let p = found.test.pValue
        let shown = p < 0.0001 ? "p < 0.0001" : "p = \(Numerals.decimal(p, places: 4))"
        guard p < 0.05 else {
            return "these two files are not told apart by \(documents) (McNemar's exact \(shown))"
        }
        let better = onlyA > onlyB ? a.typed : b.typed
        return
            "of these two files \(better) is right more often: on \(Numerals.grouped(abs(onlyA - onlyB))) more of \(documents) "
            + "(McNemar's exact \(shown))"
    }
}
