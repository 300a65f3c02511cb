import Experiments
import Plots
import Values

/// The curves of several runs: a line for all that differ in nothing but their seeds.
struct CurveLines {
    private var lines: [Line] = []

    /// The most lines that a picture has.
    static let most = 8

    private struct Line {
        var origin: Origin
        var input: String
        var names: [String]
        var curves: [[Chart.Point]]
    }

    /// How a curve came about, but for seeds: the commands that a model depends on, and what they read.
    private struct Origin: Hashable {
        // Told apart by their bytes, since a stranger's texts can be slow to compare otherwise.
        private var commands: [[UInt8]]
        private var inputs: Set<[UInt8]>

        init(of command: RunFigures.Command, in run: RunFigures) {
            commands = run.commands.prefix { $0.number <= command.number }.map(\.expanded)
                .filter { text in Self.making.contains(String(text.prefix { $0 != " " })) }
                .map { Array($0.replacing(/(--random-state |random_state=)\d+/, with: "").utf8) }
            inputs = Set(run.inputs.map { Array("\($0.kind.rawValue) \($0.sha256 ?? $0.typed)".utf8) })
        }

        private static let making: Set = [
            "load", "sample", "vectorizer", "classifier", "fit", "partial-fit", "feedback", "update", "undo", "import",
        ]
    }

    /// Gathers the curves of runs, in their order.
    init(of curves: [(run: RunFigures, curve: CurvePlot)]) {
        for (run, curve) in curves {
            let origin = Origin(of: curve.command, in: run)
            if let known = lines.firstIndex(where: { $0.origin == origin }) {
                lines[known].names.append(run.name)
                lines[known].curves.append(curve.learned)
            } else {
                lines.append(
                    Line(
                        origin: origin, input: curve.command.input, names: [run.name], curves: [curve.learned]))
            }
        }
    }

    /// The number of lines.
    var count: Int { lines.count }

    /// The picture.
    var chart: Chart {
        let series = lines.map { line in
            let points = Self.mean(line.curves)
            let name = line.names.count == 1 ? line.names[0] : "\(line.names[0]) ×\(line.names.count)"
            let last = points.last.map { " " + Numerals.decimal($0.y, places: 4) } ?? ""
            return Chart.Series(name + last, points: points)
        }
        let points = series.flatMap(\.points)
        let isBanded = points.contains { $0.interval != nil }
        let values = points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        let inputs = Set(lines.map { Array($0.input.utf8) })
        return Chart(
            title: "accuracy while learning" + (inputs.count == 1 ? ": \(lines[0].input)" : ""),
            caption: "Progressive: all documents so far, each labelled before it was learned."
                + (isBanded
                    ? " A line of several runs (×) is their mean, shaded from the lowest to the highest; "
                        + "they differ in seeds alone."
                    : ""),
            body: .plane(
                .init(
                    x: Axis("documents learned", covering: points.map(\.x) + [0]),
                    y: Axis("accuracy", covering: values), series: series)))
    }

    /// The mean of curves at the numbers of documents that all of them have.
    private static func mean(_ curves: [[Chart.Point]]) -> [Chart.Point] {
        guard curves.count > 1, let first = curves.first else { return curves.first ?? [] }
        let values = curves.map { Dictionary($0.map { ($0.x, $0.y) }) { _, last in last } }
        return first.map(\.x).compactMap { x in
            let found = values.compactMap { $0[x] }
            guard found.count == curves.count, let least = found.min(), let most = found.max() else { return nil }
            return .init(x: x, y: found.reduce(0, +) / Double(found.count), interval: least...most)
        }
    }
}
