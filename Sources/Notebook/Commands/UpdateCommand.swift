import Experiments
import Files
package import ArgumentParser
package import Feedback
package import Training
import Values

/// `update`: the feedback that the model has not seen.
package struct UpdateCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Learn the feedback that is new to the model, once.",
        discussion: """
            The model remembers which rows it has learned, so a second update applies none. In the shell the model is \
            in memory until export; with --model the file is locked, read, updated and replaced in one step, whole or \
            not at all. With --progressive each row is labelled before it is learned, and by the model as the update \
            found it: how the model did on its way, which is no measure of how good it is now; --test is.
            """)

    package static let examples = [
        "update",
        "update --fetch fetchmany --batch-size 1000",
        "update --bad-rows skip",
        "update --fetch fetchone --progressive --test reviews --test-rows 3500:",
        "update --model movies.safetensors --db reviews.sqlite",
        "update --model classifier.pkl --vectorizer tutorial --db reviews.sqlite",
        "update --model movies.safetensors --db reviews.sqlite --test held-out.csv --max-drop 0.01",
    ]

    @Option(help: "fetchone: a row a partial_fit; fetchmany: a batch; fetchall: all rows in memory, then one call.")
    package var fetch = FetchStrategy.fetchmany

    @Option(help: "The rows of one partial_fit with fetchmany; otherwise 10000.")
    package var batchSize: CountArgument?

    @Flag(help: "Learn every row once more, on top of the present model.")
    package var again = false

    @Option(help: "stop: learn nothing when a row cannot be learned; skip: learn the others.")
    package var badRows = Update.BadRows.stop

    @Flag(help: "Keep the weights although rows that were learned have changed, and take the rows as they are now.")
    package var acceptChanges = false

    @Flag(help: "Say what would be applied, and change nothing.")
    package var dryRun = false

    @OptionGroup package var progressive: ProgressiveOption
    @OptionGroup package var trial: UpdateTrial
    @OptionGroup package var file: ModelOption
    @OptionGroup package var database: DatabaseOption

    package init() {}

    package var defaults: [OptionDefault] {
        let size = fetch == .fetchmany ? [OptionDefault("batch-size", String(Batching.feedback))] : []
        return [OptionDefault("fetch", FetchStrategy.fetchmany.rawValue)] + size
            + [OptionDefault("bad-rows", Update.BadRows.stop.rawValue)]
            + (trial.isWanted && trial.rows == nil ? [OptionDefault("test-rows", ":")] : [])
    }

    package func run(in session: Session) throws -> CellOutput {
        try database.typed(in: session)
        // The model first: rows that another update learned while this one waited for its turn are below the bound then.
        return try file.change(
            in: session, because: "update", isRehearsal: dryRun,
            learnsAtOnce: !trial.isWanted && !progressive.isWanted
        ) { model, replacement in
            try database.use(in: session) { store, _ in
                let recorder = session.recorder
                let present = model
                let score = try trial.scorer(in: session)
                let before = try score(model)
                var (result, curve) = try learn(&model, from: store, in: session) {
                    (model) throws(TrainingError) in try score(model)?.value
                }
                result.dryRun = dryRun
                // A model that has learned nothing is as good as it was.
                let after = result.rowsApplied == 0 ? before : try score(model)
                curve?.finish(testAccuracy: after?.value)
                let isRejected = trial.isBroken(from: before, to: after)
                if !dryRun, session.isRecorded, !session.workspace.isScratch {
                    recorder.files.readRows(of: store, monitor: session.monitor)
                }
                if !dryRun, !isRejected { try replacement.stage(model) }
                var output = Self.output(
                    result, digest: (dryRun || isRejected ? present : model).modelDigest,
                    accuracies: before.flatMap { before in after.map { (before, $0) } }, isRejected: isRejected)
                if let curve { ProgressiveReport(curve, of: "rows").add(to: &output) }
                if batchSize != nil, fetch != .fetchmany {
                    output.notes.insert("--batch-size has no effect with \(fetch.rawValue)", at: 0)
                }
                return output
            }
        }
    }

    /// Learns what is new, with a curve where one is wanted.
    private func learn(
        _ model: inout TextClassifier, from store: FeedbackStore, in session: Session,
        testAccuracy: @escaping (TextClassifier) throws(TrainingError) -> Double?
    ) throws -> (Update.Result, ProgressiveCurve?) {
        ProcessMemory.forgetCode()
        let recorder = session.recorder
        func keep(_ batch: Update.Batch) {
            recorder.add(
                batch: BatchFigures(
                    cell: recorder.nextNumber, batch: batch.number, documents: batch.rowsApplied,
                    lastRow: batch.lastRow))
        }
        guard progressive.isWanted else {
            return (try update.run(on: &model, from: store, monitor: session.monitor, afterBatch: keep), nil)
        }
        var learner = ProgressiveLearner(model, testAccuracy: testAccuracy)
        let result = try update.run(on: &learner, from: store, monitor: session.monitor, afterBatch: keep)
        model = learner.model
        return (result, learner.curve)
    }

    private var update: Update {
        var update = Update()
        update.fetch = fetch
        update.batchSize = batchSize?.value ?? Batching.feedback
        update.again = again
        update.badRows = badRows
        update.acceptChanges = acceptChanges
        // What is tried has to be learned, and is thrown away then.
        update.dryRun = dryRun && !trial.isWanted && !progressive.isWanted
        return update
    }

    private static func output(
        _ result: Update.Result, digest: String,
        accuracies: (before: UpdateTrial.Accuracy, after: UpdateTrial.Accuracy)?,
        isRejected: Bool
    ) -> CellOutput {
        let verb = result.dryRun ? "would apply" : isRejected ? "tried" : "applied"
        let scores = accuracies.map { scores in
            [
                Figure("accuracy before", .decimal(scores.before.value)),
                Figure("after", .decimal(scores.after.value)),
                Figure("documents", .count(scores.after.documents)),
            ]
        }
        var output = CellOutput(
            result: [
                "fetch": .text(result.fetch.rawValue), "batch_size": JSONValue(result.batchSize),
                "rows_seen": .integer(result.rowsSeen), "rows_applied": .integer(result.rowsApplied),
                "rows_refused": .integer(result.rowsRefused),
                "refused_rows": .array(result.refusedRows.map { .integer(Int($0)) }),
                "batches": .integer(result.batches), "last_row": JSONValue(result.lastRow.map { Int($0) }),
                "model_digest": .text(digest), "dry_run": .bool(result.dryRun),
                "applied_again": .bool(result.appliedAgain), "renumbered": .bool(result.renumbered),
                "rows_mended": .integer(result.rowsMended),
                "rows_change_accepted": .integer(result.rowsChangeAccepted),
                "accuracy_before": JSONValue(accuracies?.before.value),
                "accuracy_after": JSONValue(accuracies?.after.value),
                "test_documents": JSONValue(accuracies?.after.documents), "rejected": .bool(isRejected),
            ],
            blocks: [
                .figures(
                    [
                        Figure(verb, .text(applied(result))),
                        Figure("last row", result.lastRow.map { .number(Int($0)) } ?? .text("none")),
                    ] + (result.dryRun ? [] : [Figure("model", .text(digest, shown: Numerals.short(digest: digest)))]))
            ] + (scores.map { [.figures($0)] } ?? []),
            notes: notes(about: result))
        if isRejected {
            output.status = .differs
            output.notes.append("the accuracy drops by more than --max-drop allows, so the model stays as it was")
        }
        return output
    }

    private static func applied(_ result: Update.Result) -> String {
        let rows = Numerals.counted(result.rowsApplied, "row")
        guard result.rowsApplied > 0 else { return rows }
        return "\(rows) in \(Numerals.counted(result.batches, "batch", "batches")) by \(result.fetch.rawValue)"
    }

    private static func notes(about result: Update.Result) -> [String] {
        var notes: [String] = []
        if result.rowsApplied == 0, result.rowsAppliedBefore > 0, !result.appliedAgain {
            notes.append(
                "nothing is new; the model has learned \(Numerals.counted(result.rowsAppliedBefore, "row")) already")
        }
        if result.appliedAgain {
            notes.append(
                "\(Numerals.counted(result.rowsAppliedBefore, "row")) had been learned before: they count at least twice now"
            )
        }
        if result.renumbered {
            notes.append("the rows have other numbers than before, as after VACUUM; none has changed")
        }
        if result.rowsMended > 0 {
            notes.append(
                "\(Numerals.counted(result.rowsMended, "row")) refused before \(result.rowsMended == 1 ? "was" : "were") learned now"
            )
        }
        if result.rowsRefused > 0 {
            let listed = result.refusedRows.prefix(20).map(String.init).joined(separator: ", ")
            let more = result.refusedRows.count > 20 ? ", …" : ""
            notes.append(
                "\(Numerals.counted(result.rowsRefused, "row")) cannot be learned (\(listed)\(more)); mended rows are learned by a later update"
            )
        }
        if result.rowsChangeAccepted > 0 {
            notes.append(
                "\(Numerals.counted(result.rowsChangeAccepted, "row")) in changed blocks count as learned as they are now"
            )
        }
        return notes
    }
}

extension FetchStrategy: ExpressibleByArgument {}
extension Update.BadRows: ExpressibleByArgument {}
