package import ArgumentParser
package import Datasets
import Experiments
import Feedback
import Training
import Values

/// `feedback import`: many rows, as they are or made to order.
package struct FeedbackImportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add a dataset's documents as feedback, as they are or made to order.",
        discussion: """
            Rows are chosen (--rows, --only), some labels are flipped, rows are drawn without replacement by the labels \
            that they have then (--label-share, --count, the shares of drift), contradicted, repeated and at last put in \
            order. One generator, NumPy's RandomState(N), draws all of it: the same seed gives the same rows on every \
            machine, and under every order but drift.
              arrival      as they come in the dataset
              random       shuffled
              label        one label after another
              runs:K       runs of K rows of one label, the labels taking turns
              drift:P,Q    the last label's share goes in a line from P to Q
            """)
    package static let examples = [
        "feedback import reviews --rows 3000:3500",
        "feedback import reviews --rows 3000: --order random --flip 0.1 --random-state 1",
        "feedback import reviews --rows 3000: --order runs:50 --label-share 1=0.8 --count 500",
        "feedback import reviews --rows 3000: --only wrong --repeat 3",
    ]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @OptionGroup package var design: DesignOptions
    @OptionGroup package var file: ModelOption
    @OptionGroup package var database: DatabaseOption

    package init() {}

    package var defaults: [OptionDefault] { [OptionDefault("rows", ":")] + design.defaults }
    package var seed: UInt32? { design.seed }

    package func run(in session: Session) throws -> CellOutput {
        try database.typed(in: session)
        guard let only = design.only else {
            if file.model != nil || file.vectorizer != nil {
                throw NotebookError.refused(
                    code: "no_only", message: "a model has no part in this without --only wrong or --only right",
                    remedy: "add one of them, or leave --model and --vectorizer out")
            }
            return try add(only: nil, in: session)
        }
        return try file.use(in: session) { model in try add(only: (model, only), in: session) }
    }

    private func add(only: (TextClassifier, DesignOptions.Only)?, in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text, rows: rows)
        let range = rows ?? .all
        return try database.use(in: session) { store, typed in
            let addition = FeedbackAddition(store: store, typed: typed, session: session)
            if !design.isWanted {
                let added = try addition.add(range.resolved(count: dataset.documents).count) {
                    try dataset.reader(rows: range)
                }
                return CellOutput(
                    result: ["path": .text(typed), "rows_added": .integer(added)],
                    blocks: [.prose("\(Numerals.counted(added, "row")) added to \(typed)")])
            }
            let known = try KnownRows(dataset, rows: range, only: only, monitor: session.monitor)
            let made = try design.design.rows(of: known.labels, classes: dataset.classes)
            let positions = made.map { known.positions[$0.document] }
            let labels = made.map { dataset.classes[Int($0.label)] }
            let added = try addition.add(made.count, labels: labels) { try dataset.reader(at: positions) }
            return output(of: made, known, classes: dataset.classes, to: typed, added)
        }
    }

    private func output(
        of made: [DesignedRow], _ known: KnownRows, classes: [Label], to typed: String, _ added: Int
    ) -> CellOutput {
        let report = ArrivalReport(ArrivalProfile(made.map(\.label), classes: classes))
        let flipped = made.count { $0.origin == .flipped }
        let contradictions = made.count { $0.origin == .contradiction }
        let figures = [
            design.only.map {
                Figure(
                    "labelled \($0.rawValue) by the model",
                    .text("\(Numerals.grouped(known.labels.count)) of \(Numerals.grouped(known.rows))"))
            },
            flipped == 0 ? nil : Figure("flipped", .count(flipped)),
            contradictions == 0 ? nil : Figure("contradicting", .count(contradictions)),
        ].compactMap(\.self)
        return CellOutput(
            result: [
                "path": .text(typed), "rows_added": .integer(added), "rows_chosen": .integer(known.labels.count),
                "rows_flipped": .integer(flipped), "rows_contradicting": .integer(contradictions),
                "arrivals": report.json,
            ],
            blocks: [.prose("\(Numerals.counted(added, "row")) added to \(typed)")]
                + (figures.isEmpty ? [] : [.figures(figures)]) + [.table(report.table)])
    }
}
