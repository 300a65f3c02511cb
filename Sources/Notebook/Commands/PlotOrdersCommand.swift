package import ArgumentParser
import Experiments
import Values

/// `plot orders`: what the order of feedback makes of each way of feeding it back.
package struct PlotOrdersCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "Draw what feedback does to accuracy, by its order and the way it is fed back.",
        discussion: """
            A row is one compare batches, called by its feedback database, and a column a strategy; settings that were \
            varied have rows of their own. All comparisons of all runs named are drawn.
            """)
    package static let examples = [
        "plot orders experiments/feedback", "plot orders experiments/random experiments/drift --to orders.svg",
    ]
    package static let isMeta = true

    @Argument(
        help: "The runs' folders, their record.json, or models beside them; otherwise this session.",
        completion: .file())
    package var runs: [PathArgument] = []

    @OptionGroup package var picture: PictureOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let figures = try runs.map { try RunFigures(of: $0.typed, in: session) }
        guard let chart = OrdersPlot(of: figures.isEmpty ? [session.recorder.figures] : figures).chart else {
            throw NotebookError.refused(
                code: "nothing_to_plot",
                message: "\(runs.first?.typed ?? "this session") has no figures for plot orders",
                remedy: "compare batches left none here")
        }
        return try picture.show(chart, in: session)
    }
}
