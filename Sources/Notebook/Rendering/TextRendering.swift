import Plots
import Values

/// Results as sentences and aligned tables.
package enum TextRendering {
    /// The blocks one after another; where a table would not fit `width`, its widest columns of texts are cut.
    package static func render(_ output: CellOutput, width: Int) -> String {
        output.blocks.map { block in
            switch block {
            case .prose(let text): text.isEmpty ? "" : DisplayWidth.lines(text) + "\n"
            case .figures(let figures):
                figures.map { "\($0.name) \(DisplayWidth.oneLine($0.value.shown))" }.joined(separator: "   ") + "\n"
            case .table(let table): render(table, width: width)
            case .chart(let chart): TextChart(chart, width: width).lines.map { $0 + "\n" }.joined()
            }
        }.joined()
    }

    private static func render(_ table: Table, width: Int) -> String {
        let rows = table.rows.map { row in row.map { DisplayWidth.oneLine($0.shown) } }
        let columns = table.columns.map(DisplayWidth.oneLine)
        var widths = columns.map(DisplayWidth.of)
        for row in rows {
            for (column, text) in row.enumerated() { widths[column] = max(widths[column], DisplayWidth.of(text)) }
        }
        let numeric = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumber }
        }
        shrink(&widths, keeping: numeric, toFit: width)
        var cut = rows
        for column in table.columns.indices where !numeric[column] {
            // Where no cut tells all texts apart, each loses its end.
            let apart = DisplayWidth.cutApart(rows.map { $0[column] }, to: widths[column])
            for (row, text) in (apart ?? []).enumerated() { cut[row][column] = text }
        }
        func line(_ texts: [String]) -> String {
            let parts = texts.enumerated().map { column, text in
                DisplayWidth.pad(
                    DisplayWidth.cut(text, to: widths[column]), to: widths[column], atLeft: numeric[column])
            }
            let joined = parts.joined(separator: "  ")
            return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
        }
        return (table.title.map { DisplayWidth.oneLine($0) + "\n" } ?? "") + line(columns) + cut.map(line).joined()
    }

    /// How narrow a column of texts may become.
    private static let narrowest = 12

    /// Makes the widest columns of texts equally narrow, so that all columns fit; numbers are never cut.
    private static func shrink(_ widths: inout [Int], keeping isKept: [Bool], toFit width: Int) {
        let gaps = 2 * max(0, widths.count - 1)
        var excess = widths.reduce(gaps, +) - width
        while excess > 0 {
            let texts = widths.indices.filter { !isKept[$0] }
            guard let widest = texts.map({ widths[$0] }).max(), widest > narrowest else { return }
            let columns = texts.filter { widths[$0] == widest }
            let next = max(texts.map { widths[$0] }.filter { $0 < widest }.max() ?? narrowest, narrowest)
            let cut = min((excess + columns.count - 1) / columns.count, widest - next)
            for column in columns.reversed().prefix(excess) {
                let part = min(cut, excess)
                widths[column] -= part
                excess -= part
            }
        }
    }
}
