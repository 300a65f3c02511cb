package import ArgumentParser
import Experiments
import Files
import Plots
import Values

/// `plot`: the group of pictures.
package struct PlotCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw figures of a run, in the terminal or as SVG.",
        subcommands: [
            PlotCurveCommand.self, PlotStrategiesCommand.self, PlotDifferencesCommand.self, PlotOrdersCommand.self,
            PlotGridCommand.self, PlotConfusionCommand.self, PlotWeightsCommand.self,
        ])

    package init() {}
}

/// `--to FILE.svg`: where a picture goes.
package struct PictureOption: ParsableArguments {
    @Option(
        help: "The SVG file to write; otherwise the picture is drawn here.", completion: .file(extensions: ["svg"]))
    package var to: PathArgument?

    package init() {}

    /// Shows a picture, or writes it where `--to` says.
    func show(_ chart: Chart, in session: Session) throws -> CellOutput {
        guard let to else { return CellOutput(result: chart.json, blocks: [.chart(chart)]) }
        guard Path.ending(of: to.typed) == "svg" else {
            throw NotebookError.refused(
                code: "unknown_ending", message: "\(to.typed) does not end in .svg",
                remedy: "pictures are written as SVG, which browsers show: --to picture.svg")
        }
        let notes = try session.workspace.replace(to.typed, with: SVGChart(chart).text)
        return CellOutput(
            result: ["path": .text(to.typed)], blocks: [.prose("picture written to \(to.typed)")], notes: notes)
    }
}

/// The run and the command that a picture is of.
package struct PlottedRun: ParsableArguments {
    @Argument(
        help: "A run's folder, its record.json, or the model beside it; otherwise this session.",
        completion: .file())
    package var run: PathArgument?

    @Option(help: "The command by its number in the run's script; otherwise the latest with such figures.")
    package var command: CountArgument?

    @OptionGroup package var picture: PictureOption

    package init() {}

    /// Draws the picture of a kind.
    ///
    /// Throws ``PlotKind/nothing(in:of:command:)`` where there are no such figures.
    func show(_ kind: PlotKind, in session: Session) throws -> CellOutput {
        let figures = try run.map { try RunFigures(of: $0.typed, in: session) } ?? session.recorder.figures
        guard let found = kind.latest(in: figures, number: command?.value) else {
            throw kind.nothing(in: figures, of: run?.typed, command: command?.value)
        }
        return try picture.show(found.chart, in: session)
    }
}
