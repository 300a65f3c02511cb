import Experiments
import Plots
import Values

/// The accuracies of `compare vectorizers`: a column a number of columns, a row what else was varied.
struct GridPlot {
    private let command: RunFigures.Command
    private let rows: [String]
    private let columns: [String]
    private let rowsTitle: String
    private let columnsTitle: String
    private let axes: [(name: String, values: [String])]

    /// The most vectorizers that a picture has.
    private static let most = 400

    /// The grid of a command; `nil` where it is no such comparison, or its figures are not those of its settings.
    init?(of command: RunFigures.Command) {
        let count = command.figures.elements(of: "cells", member: "accuracy", most: Self.most + 1)
        guard 1...Self.most ~= count,
            let options = CompareVectorizersCommand.recorded(command, beginning: "compare vectorizers")
        else { return nil }
        let axes = options.varied
        let sizes = axes.map(\.values.count).reduce(1) { min(Self.most + 1, $0 * $1) }
        // Two spellings of one value make one vectorizer, and then it is not known which cell is whose.
        guard sizes == count else { return nil }
        let last = axes.last
        let others = axes.dropLast()
        columns = last?.values ?? ["as it is"]
        columnsTitle = last?.name ?? "vectorizer"
        rowsTitle = others.map(\.name).joined(separator: ", ")
        rows = others.reduce([""]) { names, axis in
            names.flatMap { name in axis.values.map { name.isEmpty ? $0 : "\(name), \($0)" } }
        }
        (self.command, self.axes) = (command, axes)
    }

    /// The same as a table.
    var table: Table {
        var settings: [[TableCell]] = [[]]
        for axis in axes { settings = settings.flatMap { row in axis.values.map { row + [.text($0)] } } }
        if let sizes = axes.firstIndex(where: { $0.name == "n_features" }) {
            for cell in settings.indices {
                let count = command.figures.count("cells[\(cell)].settings.n_features")
                settings[cell][sizes] = count.map { .number($0) } ?? settings[cell][sizes]
            }
        }
        return VectorizerComparisonTable(figures: command.figures, varied: axes.map(\.name), settings: settings).table
    }

    private func accuracy(_ cell: Int) -> Double? {
        let found =
            command.figures.number("cells[\(cell)].accuracy_mean") ?? command.figures.number("cells[\(cell)].accuracy")
        return found.flatMap { 0...1 ~= $0 ? $0 : nil }
    }

    /// The picture; `nil` where no cell has an accuracy.
    var chart: Chart? {
        let all = (0..<rows.count * columns.count).map(accuracy)
        guard let best = all.compactMap(\.self).max(), let worst = all.compactMap(\.self).min() else { return nil }
        let (first, enough) = (command.figures.count("best"), command.figures.count("smallest_as_good"))
        let cells = rows.indices.map { row in
            columns.indices.map { column -> Chart.Grid.Cell? in
                let cell = row * columns.count + column
                guard let accuracy = all[cell] else { return nil }
                let mark = cell == first ? " *" : cell == enough ? " °" : ""
                // As strong as can be is the largest loss, but no less than a tenth: small ones look small.
                return .init(
                    .real(accuracy), text: Numerals.decimal(accuracy, places: 3) + mark,
                    shade: (accuracy - best) / max(best - worst, 0.1))
            }
        }
        let resampled = command.figures.number("cells[0].accuracy_mean") != nil
        return Chart(
            title: "accuracy by the vectorizer's settings",
            caption:
                "On held-out documents, \(resampled ? "as the mean over splits at random" : "of the models that fit makes"). "
                + "The stronger the shade, the farther from the best (*)\(enough == nil || enough == first ? "." : "; ° is the smallest that is as good.")",
            body: .grid(
                .init(rowsTitle: rowsTitle, columnsTitle: columnsTitle, rows: rows, columns: columns, cells: cells)))
    }
}

extension CompareVectorizersCommand {
    /// The settings with several values, those of the number of columns last, as the cells change.
    fileprivate var varied: [(name: String, values: [String])] {
        axes.map { ($0.0, $0.1.map(\.text)) }.filter { $0.values.count > 1 }
    }
}
