package import ArgumentParser

/// `plot strategies`: a picture of a run's figures.
package struct PlotStrategiesCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "strategies", abstract: "Draw time against memory of the ways that compare batches has timed.",
        discussion:
            "A point is a way of feeding feedback back, and behind its name stands the accuracy that it comes to.")
    package static let examples = [
        "plot strategies experiments/compare-batches", "plot strategies --to strategies.svg",
    ]
    package static let isMeta = true

    @OptionGroup package var run: PlottedRun

    package init() {}

    package func run(in session: Session) throws -> CellOutput { try run.show(.strategies, in: session) }
}

/// `plot differences`: a picture of a run's figures.
package struct PlotDifferencesCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "differences",
        abstract: "Draw the differences of accuracy that compare batches has found, with their intervals.",
        discussion: "The shaded band is the margin inside which a difference would not matter.")
    package static let examples = [
        "plot differences experiments/feedback",
        "plot differences experiments/feedback --command 24 --to differences.svg",
    ]
    package static let isMeta = true

    @OptionGroup package var run: PlottedRun

    package init() {}

    package func run(in session: Session) throws -> CellOutput { try run.show(.differences, in: session) }
}

/// `plot confusion`: a picture of a run's figures.
package struct PlotConfusionCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "confusion",
        abstract: "Draw how often documents of each class were given each label, as score has counted.")
    package static let examples = ["plot confusion", "plot confusion experiments/imdb --to confusion.svg"]
    package static let isMeta = true

    @OptionGroup package var run: PlottedRun

    package init() {}

    package func run(in session: Session) throws -> CellOutput { try run.show(.confusion, in: session) }
}

/// `plot grid`: a picture of a run's figures.
package struct PlotGridCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "Draw the accuracies that compare vectorizers has found, settings against sizes.")
    package static let examples = ["plot grid experiments/vectorizers", "plot grid --to grid.svg"]
    package static let isMeta = true

    @OptionGroup package var run: PlottedRun

    package init() {}

    package func run(in session: Session) throws -> CellOutput { try run.show(.grid, in: session) }
}
