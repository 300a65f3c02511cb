/// Results as sentences and aligned tables.
package enum TextRendering {
    /// The blocks one after another; a table's widest text column is cut where the table would not fit `width`.
    package static func render(_ output: CellOutput, width: Int) -> String {
        output.blocks.map { block in
            switch block {
            case .prose(let text): text.isEmpty ? "" : DisplayWidth.lines(text) + "\n"
            case .figures(let figures):
                figures.map { "\($0.name) \(DisplayWidth.oneLine($0.value.shown))" }.joined(separator: "   ") + "\n"
            case .table(let table): render(table, width: width)
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
        shrinkWidest(&widths, toFit: width)
        let numeric = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumber }
        }
        func line(_ texts: [String]) -> String {
            let parts = texts.enumerated().map { column, text in
                DisplayWidth.pad(
                    DisplayWidth.cut(text, to: widths[column]), to: widths[column], atLeft: numeric[column])
            }
            let joined = parts.joined(separator: "  ")
            return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
        }
        return (table.title.map { DisplayWidth.oneLine($0) + "\n" } ?? "") + line(columns) + rows.map(line).joined()
    }

    private static func shrinkWidest(_ widths: inout [Int], toFit width: Int) {
        let gaps = 2 * max(0, widths.count - 1)
        let excess = widths.reduce(gaps, +) - width
        guard excess > 0, let widest = widths.max(), let column = widths.firstIndex(of: widest) else { return }
        widths[column] = max(12, widest - excess)
    }
}
