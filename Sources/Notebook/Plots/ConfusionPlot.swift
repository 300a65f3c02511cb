import Experiments
import Plots
import Values

/// How often documents of each class were given each label.
struct ConfusionPlot {
    private let command: RunFigures.Command
    private let labels: [String]
    private let counts: [[Int]]

    /// The most classes that a picture has.
    private static let mostClasses = 50

    /// The matrix of a command; `nil` where it has none.
    init?(of command: RunFigures.Command) {
        self.command = command
        let count = command.figures.elements(of: "classes", member: "label", most: Self.mostClasses + 1)
        guard 1...Self.mostClasses ~= count else { return nil }
        labels = (0..<count).map { index in
            if case .text(let text)? = command.figures["classes[\(index)].label"] { return text }
            return command.figures["classes[\(index)].label"]?.text ?? ""
        }
        let rows = (0..<count).map { row in
            (0..<count).compactMap { command.figures.count("confusion_matrix[\(row)][\($0)]") }
        }
        guard rows.joined().count == count * count, rows.joined().allSatisfy({ 0...Int(Axis.most) ~= $0 }) else {
            return nil
        }
        counts = rows
    }

    /// The picture.
    var chart: Chart {
        let cells = counts.map { row -> [Chart.Grid.Cell?] in
            let documents = max(1, row.reduce(0, +))
            return row.map { count in
                let share = Double(count) / Double(documents)
                return .init(
                    .integer(count), text: "\(Numerals.grouped(count)) (\(Numerals.decimal(share * 100, places: 0)) %)",
                    shortText: Numerals.grouped(count), shade: share)
            }
        }
        let accuracy = command.figures.number("accuracy").map { ", accuracy \(Numerals.decimal($0, places: 4))" } ?? ""
        return Chart(
            title: "labels given: \(command.input)",
            caption: "Documents, and their share of the class, by which they are shaded\(accuracy). "
                + "Right answers lie on the diagonal.",
            body: .grid(
                .init(
                    rowsTitle: "class", columnsTitle: "label given", rows: labels, columns: labels, cells: cells)))
    }
}
