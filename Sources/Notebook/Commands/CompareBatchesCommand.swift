package import ArgumentParser
package import Datasets
import Experiments
import Feedback
import Files
import Learning
import Training
import Values

/// `compare batches`: which way of feeding feedback back is right for this model and this database.
package struct CompareBatchesCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "batches",
        abstract: "Compare fetchone, fetchmany and fetchall: time, memory, and whether the model gets better.",
        discussion: """
            Every arm begins from the same model and learns the feedback that it has not seen. Time and memory are \
            those of processes of their own, in turn; accuracy is that of one model a replicate on held-out documents, \
            and the test takes both replicates and documents for samples. With --control replay each way also learns, \
            instead of the feedback, as many rows of --base again that the model has learned: where they help as much, \
            it is not the feedback that helps. The arrivals come first, each label's share of them beside its share of what \
            the model has learned, as far as its file says; shares more than 10 points apart that are no likely draw \
            (binomial, p < 0.001) get a note. The model and the database stay as they are. \
            The run is left in experiments/NAME after run-name NAME, else in experiments/compare-batches.
            """)
    package static let examples = [
        "compare batches --db reviews.sqlite --strategies fetchone fetchmany:100 fetchmany:1000 fetchall "
            + "--test reviews --test-rows 3500:",
        "compare batches --test reviews --test-rows 3500: --control replay --base reviews --base-rows :3000",
        "compare batches --test reviews --test-rows 3500: --replicate seed,order --seeds 1..5 --repeats 0",
        "compare batches --test reviews --vary alpha=0.0001,0.001 --vary penalty=l2,l1",
    ]
    package static let volatileFigures: Set<String> = [
        "duration_seconds", "rows_per_second", "peak_memory_bytes", "memory_over_model_bytes", "first_update_seconds",
        "fastest", "timed_trials",
    ]

    @OptionGroup package var file: ModelOption
    @OptionGroup package var database: DatabaseOption

    @Option(
        parsing: .upToNextOption, help: "fetchone, fetchmany:N, fetchall; the others are compared with the first.",
        completion: .list(Self.usual))
    package var strategies: [StrategyArgument] = []

    @Option(
        help: "SETTING=V1,V2: each value of a classifier's setting with all strategies; may be given several times.",
        transform: { try VaryArgument($0) })
    package var vary: [VaryArgument] = []

    @Option(
        help: "What is another in each replicate: seed, order, draw, or several with commas; otherwise seed.",
        completion: .list(["seed", "order", "draw", "seed,order", "seed,draw", "order,draw", "seed,order,draw"]))
    package var replicate: ReplicateArgument?

    @Option(help: "The seeds of the replicates, as 1..10 or 1,2,5, at most 1,000, each once; otherwise 1..10.")
    package var seeds: SeedsArgument?

    @Option(help: "How often each arm is timed besides a warm-up, 0 for not at all, to 1000; otherwise 7.")
    package var repeats: RepetitionsArgument?

    @Option(help: "A dataset, or a file's path, of held-out documents.")
    package var test: TextArgument

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var testRows: RowRange?

    @Option(help: "none, or replay: each way also with as many rows again that the model has learned; otherwise none.")
    package var control: Control?

    @Option(help: "A dataset, or a file's path, that the model has learned, for --control replay.")
    package var base: TextArgument?

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var baseRows: RowRange?

    @Option(help: "The difference of accuracies that would matter, 0 to 1; otherwise 0.005.")
    package var margin: ShareArgument?

    package init() {}

    /// What the feedback is held against.
    package enum Control: String, CaseIterable, ExpressibleByArgument, Sendable {
        /// Nothing.
        case none
        /// Rows that the model has learned, again.
        case replay
    }

    package mutating func validate() throws {
        if control == .replay, base == nil {
            throw ValidationError("--control replay learns rows of a --base NAME, which is missing.")
        }
        if control != .replay, base != nil || baseRows != nil {
            throw ValidationError("--base and --base-rows name rows for --control replay, which is missing.")
        }
        let varied = vary.map(\.name)
        if let twice = varied.indices.first(where: { varied[..<$0].contains(varied[$0]) }) {
            throw ValidationError("--vary \(varied[twice]) stands twice: name all its values in one, with commas.")
        }
        if varied.contains("random_state"), (replicate?.sources ?? [.seed]).contains(.seed) {
            throw ValidationError(
                "--vary random_state has no effect: the seeds of the replicates take its place, unless --replicate is order or draw."
            )
        }
        let combinations = vary.reduce(1) { min(Self.mostArms + 1, $0 * max(1, $1.values.count)) }
        guard combinations * max(1, strategies.count) <= Self.mostArms else {
            throw ValidationError(
                "\(Self.mostArms) ways are the most: take fewer --strategies, or fewer values to --vary.")
        }
    }

    package var defaults: [OptionDefault] {
        var defaults: [OptionDefault] = []
        if strategies.isEmpty { defaults.append(OptionDefault("strategies", values: Self.usual)) }
        if replicate == nil { defaults.append(OptionDefault("replicate", "seed")) }
        if seeds == nil { defaults.append(OptionDefault("seeds", "1..10")) }
        if repeats == nil { defaults.append(OptionDefault("repeats", "7")) }
        if testRows == nil { defaults.append(OptionDefault("test-rows", ":")) }
        if control == .replay, baseRows == nil { defaults.append(OptionDefault("base-rows", ":")) }
        if margin == nil { defaults.append(OptionDefault("margin", "0.005")) }
        return defaults
    }

    /// The most strategies with settings that one comparison takes.
    static let mostArms = 200
    private static let runName = "compare-batches"
    private static let usual = ["fetchone", "fetchmany:100", "fetchmany:1000", "fetchall"]

    package func run(in session: Session) throws -> CellOutput {
        try database.typed(in: session)
        return try file.use(in: session) { model in
            try database.use(in: session) { store, typed in
                // Before hours of work, not after them.
                if !session.workspace.isScratch {
                    try session.comparisonFolder(named: Self.runName).folder.checkIsOwn()
                }
                let dataset = try session.dataset(test.text, rows: testRows)
                let documents = try TestDocuments(
                    dataset, rows: testRows ?? .all, for: model, monitor: session.monitor)
                var comparison = comparison(from: model, in: session)
                try checkEffect(of: comparison.settings, on: model.classifier.settings)
                var seen = 0
                if control == .replay, let base {
                    let known = try session.dataset(base.text, rows: baseRows)
                    comparison.control = try BaseRows(
                        known, rows: baseRows ?? .all, for: model, monitor: session.monitor)
                    seen = known.rowsShared(baseRows ?? .all, with: dataset, testRows ?? .all)
                }
                let result = try session.compare(keepingTrialsIn: comparison.logFolder) {
                    [comparison] () throws(ExperimentError) in
                    try comparison.run(on: store, test: documents, monitor: session.monitor) {
                        session.diagnose?("note: \($0)")
                    }
                }
                if !session.workspace.isScratch { session.recorder.files.readRows(of: store, monitor: session.monitor) }
                var output = BatchComparisonReport(result, database: typed, test: test.text).output
                if seen > 0 {
                    output.notes.append(
                        "\(Numerals.counted(seen, "row")) of --base-rows \(seen == 1 ? "is" : "are") among the test documents, "
                            + "which favours the control")
                }
                let number = session.recorder.nextNumber
                output = try session.leaveRun(
                    of: self, named: Self.runName, output: output, model: model,
                    tables: RunTables(
                        trials: result.trialsCSV(command: number), documents: result.documentsCSV(command: number)))
                result.forgetTrials()
                return output
            }
        }
    }

    /// Refuses a setting that no arm would feel: its values would come to the same and look as if they did not matter.
    private func checkEffect(of combinations: [[Parameter]], on settings: SGDClassifierSettings) throws {
        for name in vary.map(\.name) {
            var refusal: LearningError?
            for combination in combinations {
                var settings = settings
                for setting in combination { _ = try settings.set(setting.name, to: setting.value) }
                do throws(LearningError) {
                    try settings.checkEffect(of: name)
                    refusal = nil
                    break
                } catch {
                    refusal = error
                }
            }
            if let refusal { throw refusal }
        }
    }

    private func comparison(from model: TextClassifier, in session: Session) -> BatchComparison {
        let arms = strategies.isEmpty ? Self.usual.compactMap { StrategyArgument(argument: $0) } : strategies
        var comparison = BatchComparison(of: arms.map(\.strategy), from: model)
        comparison.settings = VaryArgument.combinations(of: vary)
        comparison.sources = replicate?.sources ?? [.seed]
        comparison.seeds = seeds?.values ?? Array(1...10)
        comparison.repeats = repeats?.value ?? 7
        comparison.margin = margin?.value ?? 0.005
        comparison.program = session.program
        comparison.logFolder = session.workspace.isScratch ? nil : session.trialFolder
        return comparison
    }
}
