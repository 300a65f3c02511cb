import Experiments
import Plots
import Values

/// The pictures of a command's figures, by the words that `plot` knows them by.
enum PlotKind: String, CaseIterable {
    case curve, strategies, differences, confusion, grid

    /// The picture of one command of a run; `nil` where it has found nothing of the kind.
    func chart(of command: RunFigures.Command, in run: RunFigures) -> Chart? {
        switch self {
        case .curve: CurvePlot(of: command, in: run)?.chart
        case .strategies: BatchArmFigures(of: command)?.strategiesChart
        case .differences: BatchArmFigures(of: command)?.differencesChart
        case .confusion: ConfusionPlot(of: command)?.chart
        case .grid: GridPlot(of: command)?.chart
        }
    }

    /// The latest command of a run with such figures, or the one of that number, with its picture.
    func latest(in run: RunFigures, number: Int?) -> (command: RunFigures.Command, chart: Chart)? {
        for command in run.commands.reversed() where number == nil || number == command.number {
            if let chart = chart(of: command, in: run) { return (command, chart) }
        }
        return nil
    }

    /// What leaves such figures.
    var source: String {
        switch self {
        case .curve: "fit, partial-fit and update"
        case .strategies: "compare batches with --repeats 1 or more"
        case .differences: "compare batches"
        case .confusion: "score"
        case .grid: "compare vectorizers"
        }
    }
}

extension PlotKind {
    /// The error that a run has no figures of the kind, which says of what kinds it has some.
    ///
    /// `typed` is the run as a person named it, `nil` for the session, and `command` the one that was asked for.
    func nothing(in figures: RunFigures, of typed: String?, command: Int?) -> NotebookError {
        // Of its own kind there are none but for another command.
        let others = PlotKind.allCases.filter { $0 != self || command != nil }.compactMap { other in
            other.latest(in: figures, number: other == self ? nil : command).map { found in
                "plot \(other.rawValue)" + (typed.map { " \($0)" } ?? "")
                    + (command == nil ? "" : " --command \(found.command.number)")
            }
        }
        let what = [command.map { "command \($0)" }, typed ?? "this session"].compactMap(\.self)
        return .refused(
            code: "nothing_to_plot",
            message: "\(what.joined(separator: " of ")) has no figures for plot \(rawValue)",
            remedy: "\(source) left none here"
                + (others.isEmpty ? "" : "; there are some for \(others.joined(separator: ", "))"))
    }
}

extension RunFigures {
    /// The figures of the run that a person means by a path.
    init(of typed: String, in session: Session) throws {
        try self.init(of: try RunFolder.named(by: session.workspace.reading(typed)))
    }
}
