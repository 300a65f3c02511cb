import Experiments
import Files
import Plots
import Values

/// What the arrivals of feedback make of each way of feeding it back: a row a comparison and settings, a column a strategy.
struct OrdersPlot {
    private var rows: [Row] = []
    private var columns: [String] = []

    /// The most comparisons and ways that a picture has.
    private static let most = 100

    private struct Row {
        var database: String
        var model: String
        var settings: String
        var test: String
        var replicates: String
        var command: String
        var run: String
        var starting: Double
        var accuracies: [String: Double]
    }

    /// The comparisons of runs, in their order.
    init(of runs: [RunFigures]) {
        for run in runs {
            var opened: String?
            for command in run.commands {
                // Read only where a comparison does not name its database itself.
                if command.expanded.hasPrefix("feedback open ") { opened = command.expanded }
                guard rows.count < Self.most, let arms = BatchArmFigures(of: command) else { continue }
                add(
                    arms, of: run.name,
                    database: arms.options.database.database?.typed
                        ?? opened.flatMap { FeedbackOpenCommand.recorded($0, beginning: "feedback open")?.path.typed })
            }
        }
    }

    private mutating func add(_ figures: BatchArmFigures, of run: String, database: String?) {
        guard let starting = figures.command.figures.number("starting_accuracy"), abs(starting) <= 1 else { return }
        let options = figures.options
        var latest: [Parameter]?
        for (index, arm) in figures.arms.enumerated() where !arm.isControl {
            guard let accuracy = figures.command.figures.number("strategies[\(index)].accuracy.mean"),
                abs(accuracy) <= 1
            else { continue }
            if arm.settings != latest {
                latest = arm.settings
                let settings = arm.settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                rows.append(
                    Row(
                        database: database.map { Path.stem(of: $0) } ?? "feedback",
                        model: options.file.model.map { Path.stem(of: $0.typed) } ?? "", settings: settings,
                        test: options.test.text,
                        replicates: (options.replicate?.sources ?? [.seed]).map(\.rawValue).sorted().joined(
                            separator: "+"),
                        command: "command \(figures.command.number)", run: run, starting: starting, accuracies: [:]))
            }
            // Strategies whose batches are the same were run once, and each has its column.
            for strategy in ([arm.strategy] + arm.same).map(\.description) {
                rows[rows.count - 1].accuracies[strategy] = accuracy
                if !columns.contains(strategy), columns.count < Self.most { columns.append(strategy) }
            }
        }
    }

    /// The picture; `nil` where nothing was compared.
    var chart: Chart? {
        guard !rows.isEmpty, !columns.isEmpty else { return nil }
        let changes = rows.flatMap { row in row.accuracies.values.map { abs($0 - row.starting) } }
        // As strong as can be is the largest change, but no less than a tenth: small ones look small.
        let darkest = max(changes.max() ?? 0, 0.1)
        let cells = rows.map { row in
            columns.map { column -> Chart.Grid.Cell? in
                guard let accuracy = row.accuracies[column] else { return nil }
                let change = accuracy - row.starting
                return .init(
                    .real(accuracy), text: Numerals.signed(change * 100, places: 1), shade: change / darkest)
            }
        }
        let (rowsTitle, names) = namesOfRows
        return Chart(
            title: "accuracy after feedback, by its order and the way it is fed back",
            caption:
                "Percentage points more or less than the model had before, on held-out documents, as the mean over "
                + "replicates. The stronger the shade, the larger the change.",
            body: .grid(
                .init(
                    rowsTitle: rowsTitle, columnsTitle: "fed back by", rows: names,
                    columns: columns, cells: cells)))
    }

    /// What tells the rows apart, and each row called by it: by its feedback, its model and its settings; where rows would
    /// still look the same, by what else tells them apart.
    private var namesOfRows: (title: String, names: [String]) {
        func isVaried(_ part: (title: String, values: [String])) -> Bool { Set(part.values).count > 1 }
        let first = [("model", rows.map(\.model)), ("settings", rows.map(\.settings))].filter(isVaried)
        var parts = [("feedback", rows.map(\.database))] + first
        var names: [String] {
            rows.indices.map { row in parts.map { $0.1[row] }.filter { !$0.isEmpty }.joined(separator: ", ") }
        }
        let others = [
            ("test", rows.map(\.test)), ("replicates", rows.map(\.replicates)), ("command", rows.map(\.command)),
            ("run", rows.map(\.run)),
        ]
        for part in others.filter(isVaried) where Set(names).count < rows.count { parts.append(part) }
        return (parts.map(\.0).joined(separator: ", "), names)
    }
}
