package import ArgumentParser
import Values

/// `plot weights`: the strongest weights of the present model.
package struct PlotWeightsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Draw the strongest weights of the present model.")
    package static let examples = ["plot weights", "plot weights --count 5 --to weights.svg"]
    package static let isMeta = true

    @Option(help: "How many of each sign, up to 100, and of each class where there are three or more; otherwise 10.")
    package var count: CountArgument?

    @OptionGroup package var picture: PictureOption

    package init() {}

    package mutating func validate() throws {
        if let count, count.value > 100 { throw ValidationError("--count takes 1 to 100.") }
    }

    package func run(in session: Session) throws -> CellOutput {
        guard let chart = WeightsPlot.chart(of: try session.presentModel(), count: count?.value ?? 10) else {
            throw NotebookError.refused(
                code: "nothing_to_plot", message: "all weights of the model are 0",
                remedy: "let it learn with partial-fit or update")
        }
        return try picture.show(chart, in: session)
    }
}
