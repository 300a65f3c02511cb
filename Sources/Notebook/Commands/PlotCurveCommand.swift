package import ArgumentParser
import Experiments
import Values

/// `plot curve`: accuracy while learning.
package struct PlotCurveCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "curve", abstract: "Draw the accuracy of documents before they were learned, batch by batch.",
        discussion: """
            Beside it stand the starting model and held-out documents, where the command had --progressive. Of several \
            runs, those that differ in nothing but their seeds are one line, their mean, shaded from the lowest to the \
            highest of them.
            """)
    package static let examples = [
        "plot curve", "plot curve models/movies.run --to curve.svg", "plot curve experiments/imdb --command 6",
        "plot curve experiments/seed-1 experiments/seed-2 experiments/seed-3",
    ]
    package static let isMeta = true

    @Argument(
        help: "The runs' folders, their record.json, or models beside them; otherwise this session.",
        completion: .file())
    package var runs: [PathArgument] = []

    @Option(help: "The command by its number in each run's script; otherwise the latest with such figures.")
    package var command: CountArgument?

    @OptionGroup package var picture: PictureOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let named = try runs.map { (typed: Optional($0.typed), figures: try RunFigures(of: $0.typed, in: session)) }
        let all = named.isEmpty ? [(nil, session.recorder.figures)] : named
        let curves = try all.map { typed, figures in
            guard let found = PlotKind.curve.latest(in: figures, number: command?.value),
                let curve = CurvePlot(of: found.command, in: figures)
            else { throw PlotKind.curve.nothing(in: figures, of: typed, command: command?.value) }
            return (run: figures, curve: curve)
        }
        if curves.count == 1 { return try picture.show(curves[0].curve.chart, in: session) }
        let lines = CurveLines(of: curves)
        guard lines.count <= CurveLines.most else {
            throw NotebookError.refused(
                code: "too_many_lines",
                message:
                    "\(lines.count) of these runs differ in more than their seeds, and \(CurveLines.most) lines are "
                    + "the most",
                remedy: "name fewer runs")
        }
        return try picture.show(lines.chart, in: session)
    }
}
