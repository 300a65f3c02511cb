import Experiments
import Plots
import Values

/// The pictures of a command's figures, by the words that `plot` knows them by.
enum PlotKind: String, CaseIterable {
    case curve, strategies, differences, confusion

    /// The picture of one command of a run; `nil` where it has found nothing of the kind.
    func chart(of command: RunFigures.Command, in run: RunFigures) -> Chart? {
        switch self {
        case .curve: CurvePlot(of: command, in: run)?.chart
        case .strategies: BatchArmFigures(of: command)?.strategiesChart
        case .differences: BatchArmFigures(of: command)?.differencesChart
        case .confusion: ConfusionPlot(of: command)?.chart
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
        case .differences: "compare batches with two strategies or more"
        case .confusion: "score"
        }
    }
}
