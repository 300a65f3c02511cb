package import ArgumentParser
package import Datasets
import Experiments
import Features
import Text
import Training
import Values

/// `compare vectorizers`: which vectorizer is right for these texts, and how small it may be.
package struct CompareVectorizersCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "vectorizers",
        abstract: "Compare sizes and other settings of the vectorizer: accuracy, collisions, size.",
        discussion: """
            Every combination of the values makes the model that fit makes, with the settings of vectorizer and \
            classifier for all that is not named, and is judged by the test rows. A text is analysed once for all \
            combinations that cut it into the same grams. \
            The uncertainty comes from splits at random: as many of all rows, by NumPy's permutation with the seeds 1 to \
            --resamples, are learned in their order, and the others are the test; intervals and tests are Nadeau and \
            Bengio's, at 95 %. The smallest as good is the one with the fewest columns whose difference to the best is \
            within it. The collision rate is the share of the distinct grams of the rows that share their column with \
            another one; words behind the heaviest shared columns are shown (one with a minus counts against the weight, \
            which with three or more classes is that of the label beside it), so the run holds words of the documents. \
            The run is left in experiments/NAME after run-name NAME, else in experiments/compare-vectorizers.
            """)
    package static let examples = [
        "compare vectorizers reviews --rows :3000 --n-features 2^10 2^14 2^18 2^21 --test reviews --test-rows 3000:",
        "compare vectorizers reviews --rows :3000 --n-features 2^12 2^18 --ngram-range 1,1 1,2 --stop-words none english "
            + "--test reviews --test-rows 3000:",
        "compare vectorizers reviews --rows :3000 --tokenizer default tutorial porter --norm l1 l2 none --test reviews "
            + "--test-rows 3000: --resamples 0",
    ]
    package static let volatileFigures: Set<String> = ["duration_seconds"]

    @Argument(help: "The dataset, or a file's path, to learn.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @Option(parsing: .upToNextOption, help: "Numbers of columns, such as 2^10 2^14 2^18.")
    package var nFeatures: [TextArgument] = []

    @Option(parsing: .upToNextOption, help: "The fewest and the most tokens in a gram, such as 1,1 1,2.")
    package var ngramRange: [TextArgument] = []

    @Option(
        parsing: .upToNextOption, help: "english, tutorial, nltk153, none, or files: a word a line, or a pickled list.",
        completion: .list(["english", "tutorial", "nltk153", "none"]))
    package var stopWords: [TextArgument] = []

    @Option(
        parsing: .upToNextOption, help: "default, tutorial or porter.",
        completion: .list(Tokenizer.allCases.map(\.rawValue)))
    package var tokenizer: [TextArgument] = []

    @Option(
        parsing: .upToNextOption, help: "l1, l2 or none.", completion: .list(Norm.allCases.map(\.rawValue) + ["none"]))
    package var norm: [TextArgument] = []

    @Option(help: "The documents of one partial_fit; otherwise 1000.")
    package var batchSize: CountArgument?

    @Option(help: "A dataset, or a file's path, of other documents, to judge by.")
    package var test: TextArgument

    @Option(parsing: .unconditional, help: "Its rows, as a Python slice; otherwise all.")
    package var testRows: RowRange?

    @Option(help: "How many splits at random tell the uncertainty, 0 to 1000; otherwise 10.")
    package var resamples: RepetitionsArgument?

    @Option(help: "How much less accuracy still counts as good as the best, 0 to 1; otherwise 0.005.")
    package var margin: ShareArgument?

    package init() {}

    package var defaults: [OptionDefault] {
        [
            OptionDefault("rows", ":"), OptionDefault("batch-size", String(Batching.documents)),
            OptionDefault("test-rows", ":"), OptionDefault("resamples", "10"), OptionDefault("margin", "0.005"),
        ]
    }

    private static let runName = "compare-vectorizers"

    package func run(in session: Session) throws -> CellOutput {
        // Before hours of work, not after them.
        if !session.workspace.isScratch { try session.comparisonFolder(named: Self.runName).folder.checkIsOwn() }
        var comparison = VectorizerComparison(of: try vectorizers(in: session), with: session.classifier)
        comparison.batchSize = batchSize?.value ?? Batching.documents
        comparison.margin = margin?.value ?? comparison.margin
        comparison.seeds = (0..<(resamples?.value ?? 10)).map { UInt32($0 + 1) }
        comparison.logFolder = session.workspace.isScratch ? nil : session.trialFolder
        let dataset = try session.dataset(name.text, rows: rows)
        let documents = try ComparedDocuments(
            training: dataset, rows: rows ?? .all, test: try session.dataset(test.text, rows: testRows),
            testRows ?? .all)
        let result = try session.compare(keepingTrialsIn: comparison.logFolder) {
            [comparison] () throws(ExperimentError) in
            try comparison.run(on: documents, monitor: session.monitor) { session.diagnose?("note: \($0)") }
        }
        let output = try session.leaveRun(
            of: self, named: Self.runName, output: VectorizerComparisonReport(result).output,
            model: nil, tables: RunTables(cells: result.cellsCSV(command: session.recorder.nextNumber)))
        result.forgetCells()
        return output
    }

    /// The settings and the values that each is to have, in the order in which the cells change, the last one fastest.
    var axes: [(String, [TextArgument])] {
        [
            ("tokenizer", tokenizer), ("stop_words", stopWords), ("ngram_range", ngramRange), ("norm", norm),
            ("n_features", nFeatures),
        ]
    }

    /// Every combination of the values, each once: those of the number of columns change fastest.
    private func vectorizers(in session: Session) throws -> [HashingVectorizerSettings] {
        var all = [session.vectorizer]
        for (name, values) in axes where !values.isEmpty {
            all = try all.flatMap { settings in
                try values.map { value in
                    try SettingsCommands.vectorizer(
                        from: [(name, PythonLiteral.value(of: value.text))], on: settings, in: session)
                }
            }
        }
        var seen: Set<HashingVectorizerSettings> = []
        return all.filter { seen.insert($0).inserted }
    }
}
