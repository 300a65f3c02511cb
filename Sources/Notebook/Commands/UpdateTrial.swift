package import ArgumentParser
package import Datasets
import Training
import Values

/// `--test NAME`: rows that an update is tried on before its model may take the place of the present one.
package struct UpdateTrial: ParsableArguments {
    @Option(name: .customLong("test"), help: "A dataset, or a file's path, to score the model on before and after.")
    package var name: TextArgument?

    @Option(
        name: .customLong("test-rows"), parsing: .unconditional,
        help: "Its rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @Option(help: "Keep the present model, with status 3, where the accuracy drops by more than this, 0 to 1.")
    package var maxDrop: ShareArgument?

    package init() {}

    package mutating func validate() throws {
        guard name == nil else { return }
        if rows != nil { throw ValidationError("--test-rows chooses rows of a --test NAME, which is missing.") }
        if maxDrop != nil { throw ValidationError("--max-drop judges by a --test NAME, which is missing.") }
    }

    /// Whether there is anything to score.
    var isWanted: Bool { name != nil }

    /// The accuracy of a model on the rows; `nil` where no rows are named.
    func scorer(in session: Session) throws -> ((TextClassifier) throws(TrainingError) -> Accuracy?) {
        guard let name else { return { _ in nil } }
        let dataset = try session.dataset(name.text, rows: rows)
        let range = rows ?? .all
        let monitor = session.monitor
        return { (model) throws(TrainingError) in
            let scores = try model.score(
                total: range.resolved(count: dataset.documents).count, monitor: monitor
            ) { () throws(DatasetError) in try dataset.reader(rows: range) }
            guard let accuracy = scores.accuracy else { throw .noDocuments }
            return Accuracy(value: accuracy, right: scores.confusion.correct, documents: scores.documents)
        }
    }

    /// Whether the accuracy has dropped by more than it may.
    ///
    /// The drop is a quotient of counts, which is the same `Double` as the decimal that was typed: 0.90 → 0.89 is a drop of
    /// 0.01, while the difference of the two accuracies would be more.
    func isBroken(from before: Accuracy?, to after: Accuracy?) -> Bool {
        guard let maxDrop, let before, let after else { return false }
        return Double(before.right - after.right) / Double(before.documents) > maxDrop.value
    }

    /// How many of the rows a model labels as they are.
    struct Accuracy {
        /// The share, 0 to 1.
        var value: Double
        /// The number of rows whose label the model found.
        var right: Int
        /// The number of rows, at least 1.
        var documents: Int
    }
}

/// `--progressive`: how documents were labelled before they were learned.
package struct ProgressiveOption: ParsableArguments {
    @Flag(
        name: .customLong("progressive"),
        help: "Show how documents were labelled before they were learned, at 1, 2, 4, 8, … of them.")
    package var isWanted = false

    package init() {}
}

/// A share, 0 to 1.
package struct ShareArgument: ExpressibleByArgument, Sendable {
    /// The number.
    package var value: Double

    package init?(argument: String) {
        guard let value = Double(TextArgument.unmarked(argument)), (0...1).contains(value) else { return nil }
        self.value = value
    }
}
