package import ArgumentParser

/// The commands of refit: one parser for the shell, for scripts and for bash.
package struct RefitCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "refit",
        abstract: "A notebook for text classifiers that keep learning.",
        subcommands: [
            LoadCommand.self, DatasetsCommand.self, ShowCommand.self, WriteCommand.self, SampleCommand.self,
            VectorizerCommand.self, ClassifierCommand.self, TokensCommand.self, TransformCommand.self,
            FitCommand.self, PartialFitCommand.self, ScoreCommand.self, PredictCommand.self, ExplainCommand.self,
            FeedbackCommand.self, UpdateCommand.self, UndoCommand.self,
            ExportCommand.self, ImportCommand.self, InspectCommand.self,
            RunNameCommand.self, NoteCommand.self, SetCommand.self, ExpectCommand.self, RunsCommand.self,
            ReplayCommand.self, CompareCommand.self, PlotCommand.self, ReportCommand.self, CellsCommand.self,
            RerunCommand.self, SaveCommand.self,
            HelpCommand.self, ModeCommand.self, TimerCommand.self, QuitCommand.self,
        ])

    package init() {}
}

/// A command that a cell can hold.
package protocol NotebookCommand: ParsableCommand {
    /// Lines that show its use; help prints them and a test reads each of them.
    static var examples: [String] { get }
    /// Whether the command concerns the notebook and not the experiment; a saved script leaves such commands out.
    static var isMeta: Bool { get }
    /// The options that were left out, each with the value that it then has: `--batch-size 1000`.
    ///
    /// A record holds every command with all of them, so that a default can change without changing old runs' meaning.
    var defaults: [OptionDefault] { get }
    /// The whole command in its canonical form, where words and ``defaults`` do not say it; `nil` for all others.
    ///
    /// Asked after the command was carried out.
    func expanded(in session: Session) -> String?
    /// The seed that the command draws by, or sets; `nil` where it has none.
    var seed: UInt32? { get }
    /// Whether the numbers in the result are figures that a record holds; those of settings and of `expect` stand elsewhere.
    static var findsFigures: Bool { get }
    /// Figures that are never the same twice, such as the size of a file that holds paths.
    static var volatileFigures: Set<String> { get }
    /// The command as scripts hold it, where that is not as it was typed; asked before the command is carried out.
    func saved(in session: Session) -> String?
    /// Carries the command out.
    ///
    /// After an error the session is as it was before. It throws each stage's own error; the cell makes a
    /// `NotebookError` of it.
    func run(in session: Session) throws -> CellOutput
}

extension NotebookCommand {
    package static var isMeta: Bool { false }
    package static var findsFigures: Bool { true }
    package static var volatileFigures: Set<String> { [] }
    package var defaults: [OptionDefault] { [] }
    package var seed: UInt32? { nil }
    package func expanded(in session: Session) -> String? { nil }
    package func saved(in session: Session) -> String? { nil }
}

/// An option that was left out, with the value that it then has.
package struct OptionDefault: Sendable {
    /// The option's name without dashes.
    package var name: String
    /// The values as they would be typed, one unless the option takes several.
    package var values: [String]

    /// Pairs an option with its value.
    package init(_ name: String, _ value: String) {
        self.init(name, values: [value])
    }

    /// Pairs an option with the several values that it takes.
    package init(_ name: String, values: [String]) {
        self.name = name
        self.values = values
    }
}
