import Experiments
import Plots
import Values

/// How a command's documents were labelled before they were learned, batch by batch.
struct CurvePlot {
    /// The command.
    let command: RunFigures.Command
    /// The accuracy of all documents so far, each labelled before it was learned.
    let learned: [Chart.Point]

    /// The curve of a command; `nil` where no documents were labelled before they were learned, or what is called their
    /// accuracy is none.
    init?(of command: RunFigures.Command, in run: RunFigures) {
        self.command = command
        let batches = run.batches(of: command).filter { 1...Int(Axis.most) ~= $0.documents }
            .compactMap { batch in
                batch.progressiveAccuracy.map { Chart.Point(x: Double(batch.documents), y: $0) }
            }
        learned = batches.isEmpty ? Self.points("progressive_accuracy", of: command) : batches
        guard !learned.isEmpty, learned.allSatisfy({ 0...1 ~= $0.y }) else { return nil }
    }

    /// The picture.
    var chart: Chart {
        let others = [
            named("starting model", Self.points("starting_model_accuracy", of: command)),
            named("held-out documents", Self.points("test_accuracy", of: command)),
        ].filter { !$0.points.isEmpty }
        let series = [named("progressive", learned)] + others
        let all = series.flatMap(\.points)
        // Those lines have points at doubling numbers, which a logarithmic axis sets apart.
        let isLogarithmic = !others.isEmpty
        let starting = "Starting model: what it says of the same documents without learning."
        return Chart(
            title: "accuracy while learning: \(command.input)",
            caption: "Progressive: all documents so far, each labelled before it was learned"
                + (others.isEmpty ? ", \(last(learned)) at the end." : ". \(starting)"),
            body: .plane(
                .init(
                    x: Axis(
                        isLogarithmic ? "documents learned (logarithmic)" : "documents learned",
                        covering: all.map(\.x) + (isLogarithmic ? [] : [0]), isLogarithmic: isLogarithmic),
                    y: Axis("accuracy", covering: all.map(\.y)), series: series)))
    }

    /// What `--progressive` has found at doubling numbers of documents.
    private static func points(_ key: String, of command: RunFigures.Command) -> [Chart.Point] {
        let count = command.figures.elements(of: "progressive", member: "documents")
        let points = (0..<count).compactMap { index -> Chart.Point? in
            guard let documents = command.figures.number("progressive[\(index)].documents"),
                let accuracy = command.figures.number("progressive[\(index)].\(key)"),
                1...Axis.most ~= documents, 0...1 ~= accuracy
            else { return nil }
            return .init(x: documents, y: accuracy)
        }
        return points.sorted { $0.x < $1.x }
    }

    private func named(_ name: String, _ points: [Chart.Point]) -> Chart.Series {
        .init("\(name) \(last(points))", points: points)
    }

    private func last(_ points: [Chart.Point]) -> String {
        points.last.map { Numerals.decimal($0.y, places: 4) } ?? ""
    }
}
