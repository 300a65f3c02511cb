import Training
import Values

/// How a model did on documents before it learned them, at doubling numbers of them.
///
/// It says how the model did on its way and never how good it is: that is what held-out documents say.
struct ProgressiveReport {
    private let points: [ProgressiveCurve.Point]
    private let unit: String

    /// A report on a curve of `unit`, such as rows.
    init(_ curve: ProgressiveCurve, of unit: String) {
        (points, self.unit) = (curve.points, unit)
    }

    /// Puts the curve behind what there is to say already.
    func add(to output: inout CellOutput) {
        guard case .object(var members) = output.result else { return }
        members.append(.init(key: "progressive", value: .array(points.map(json))))
        if !members.contains(where: { $0.key == "progressive_accuracy" }) {
            members.append(
                .init(key: "progressive_accuracy", value: JSONValue(points.last?.progressive.accuracy)))
        }
        if let starting = points.last?.starting {
            members.append(.init(key: "starting_model_accuracy", value: JSONValue(starting.accuracy)))
        }
        output.result = .object(members)
        if !points.isEmpty { output.blocks.append(.table(table)) }
    }

    private func json(_ point: ProgressiveCurve.Point) -> JSONValue {
        [
            "documents": .integer(point.progressive.documents),
            "progressive_accuracy": JSONValue(point.progressive.accuracy),
            "progressive_log_loss": JSONValue(point.progressive.logLoss),
            "starting_model_accuracy": JSONValue(point.starting?.accuracy),
            "starting_model_log_loss": JSONValue(point.starting?.logLoss),
            "test_accuracy": JSONValue(point.testAccuracy),
        ]
    }

    private var table: Table {
        let hasStart = points.contains { $0.starting != nil }
        let hasTest = points.contains { $0.testAccuracy != nil }
        return Table(
            title: hasStart
                ? "each of the \(unit) before it was learned, beside what the starting model says of the same"
                : "each of the \(unit) before it was learned",
            columns: [unit, "progressive accuracy"] + (hasStart ? ["starting model's accuracy"] : [])
                + (hasTest ? ["test accuracy"] : []),
            rows: points.map { point in
                [.count(point.progressive.documents), .decimal(point.progressive.accuracy)]
                    + (hasStart ? [.decimal(point.starting?.accuracy)] : [])
                    + (hasTest ? [.decimal(point.testAccuracy)] : [])
            })
    }
}
