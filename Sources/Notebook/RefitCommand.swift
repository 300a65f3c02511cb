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
            ExpectCommand.self, CellsCommand.self, RerunCommand.self, SaveCommand.self,
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
    /// Carries the command out.
    ///
    /// After an error the session is as it was before. It throws each stage's own error; the cell makes a
    /// `NotebookError` of it.
    func run(in session: Session) throws -> CellOutput
}

extension NotebookCommand {
    package static var isMeta: Bool { false }
}
