import Experiments
import Plots
import Values

extension RunPage {
    /// A part for each comparison, with its tables and pictures, and one for what orders do where several are compared.
    var comparisons: [MarkupElement] {
        let compared = figures.commands.compactMap { command in
            comparison(command).map { blocks in section(of: command, blocks) }
        }
        guard !compared.isEmpty else { return [] }
        var overview: [MarkupElement] = []
        if compared.count > 1, let chart = OrdersPlot(of: [figures]).chart {
            overview = HTMLRendering.render([.chart(chart)], named: "orders")
        }
        return [MarkupElement("h2", text: compared.count == 1 ? "The comparison" : "The comparisons")]
            + overview + compared
    }

    private func section(of command: RunFigures.Command, _ blocks: [CellOutput.Block]) -> MarkupElement {
        MarkupElement(
            "section", ["id": "command-\(command.number)"],
            [MarkupElement("h3", ["class": "code"], text: "\(command.number)  \(command.input)")]
                + (command.figures.text("verdict").map { [MarkupElement("p", lines: $0)] } ?? [])
                + (scope(of: command).map { [MarkupElement("p", ["class": "muted"], text: $0)] } ?? [])
                + HTMLRendering.render(blocks, named: "command-\(command.number)"))
    }

    /// What a comparison of ways holds for; `nil` for any other command.
    private func scope(of command: RunFigures.Command) -> String? {
        guard let batches = BatchArmFigures(of: command), let replicates = command.figures.count("replicates") else {
            return nil
        }
        return BatchComparisonReport.scope(
            database: batches.database ?? "the open database", test: batches.options.test.text,
            replicates: replicates, sources: batches.options.replicate?.sources ?? [.seed])
            + (BatchComparisonReport.isOrdered(command.figures) ? "; \(BatchComparisonReport.onOrder)" : "")
    }

    /// The tables and pictures of a comparison; `nil` for any other command.
    private func comparison(_ command: RunFigures.Command) -> [CellOutput.Block]? {
        if let batches = BatchArmFigures(of: command) {
            let tables = BatchComparisonTables(figures: command.figures, arms: batches.arms)
            let charts = [batches.differencesChart, batches.strategiesChart].compactMap(\.self)
            return tables.differences.map { .table($0) } + [.table(tables.strategies)] + charts.map { .chart($0) }
                + [.table(ArrivalTable(figures: command.figures, isForModel: true).table)]
        }
        if let grid = GridPlot(of: command) {
            return [grid.chart.map { .chart($0) }, .table(grid.table)].compactMap(\.self)
        }
        guard let a = command.figures.share("accuracy_a"), let b = command.figures.share("accuracy_b") else {
            return nil
        }
        return [.figures([Figure("accuracy of the first", .decimal(a)), Figure("of the second", .decimal(b))])]
    }
}

extension RunPage {
    private static let columns: [(key: String, name: String)] = [
        ("documents", "documents"), ("rows_applied", "rows applied"), ("batches", "batches"),
        ("progressive_accuracy", "progressive"), ("accuracy", "accuracy"), ("log_loss", "log loss"),
        ("roc_auc", "ROC AUC"), ("model_digest", "model"),
    ]

    /// A table of the commands that learn, score and export, a row each.
    var steps: [MarkupElement] {
        let telling: Set = ["rows_applied", "progressive_accuracy", "accuracy", "model_digest"]
        let commands = figures.commands.filter { command in telling.contains { command.figures[$0] != nil } }
        guard !commands.isEmpty else { return [] }
        let columns = Self.columns.filter { column in commands.contains { $0.figures[column.key] != nil } }
        let seconds = Dictionary(record.volatile.cells.map { ($0.number, $0.seconds) }) { first, _ in first }
        let rows = commands.map { command -> [TableCell] in
            [.number(command.number), .text(command.input)]
                + columns.map { Self.cell($0.key, in: command.figures) }
                + [.decimal(seconds[command.number], places: 3)]
        }
        return [
            MarkupElement("h2", text: "Step by step"),
            HTMLRendering.render(
                Table(columns: ["", "command"] + columns.map(\.name) + ["seconds"], rows: rows)),
        ]
    }

    /// What is no such figure, as a record may say anything, is left out.
    private static func cell(_ key: String, in figures: FigureValues) -> TableCell {
        let isShare = ["progressive_accuracy", "accuracy", "roc_auc"].contains(key)
        if isShare { return figures.share(key).map { .decimal($0) } ?? .blank }
        return switch figures[key] {
        case .integer(let count) where count >= 0: .count(count)
        case .real(let real) where real >= 0: .decimal(real)
        case .text(let digest): .text(digest, shown: Numerals.short(digest: digest))
        default: .blank
        }
    }

    /// The curves and confusion matrices: the last of each is shown, the others unfold.
    var pictures: [MarkupElement] {
        let all = [PlotKind.curve, .confusion].flatMap { kind in
            let charts = figures.commands.compactMap { command in
                kind.chart(of: command, in: figures).map { (number: command.number, chart: $0) }
            }
            return charts.enumerated().reversed().map { index, found in
                let picture = HTMLRendering.render([.chart(found.chart)], named: "\(kind.rawValue)-\(found.number)")
                return index == charts.count - 1
                    ? picture[0]
                    : MarkupElement(
                        "details", [MarkupElement("summary", text: "\(found.number)  \(found.chart.title)")] + picture)
            }
        }
        return all.isEmpty ? [] : [MarkupElement("h2", text: "Pictures")] + all
    }
}
