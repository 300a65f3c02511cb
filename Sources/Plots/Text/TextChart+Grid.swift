import Values

extension TextChart {
    func lines(of grid: Chart.Grid) -> [String] {
        let names = grid.rows.map { DisplayWidth.oneLine($0) }
        let rowsTitle = DisplayWidth.oneLine(grid.rowsTitle)
        let left = min(max(DisplayWidth.of(rowsTitle), names.map(DisplayWidth.of).max() ?? 0), width * 2 / 5)
        let values = grid.cells.joined().compactMap { $0.map { DisplayWidth.of($0.text) } }.max() ?? 1
        let headers = grid.columns.map { DisplayWidth.of(DisplayWidth.oneLine($0)) }.max() ?? 1
        let room = width - left - 2
        let least = min(values + 4, room)
        // Columns as wide as their names where all fit, else as their values need; those that do not fit come below.
        let fitting = grid.columns.isEmpty ? room : room / grid.columns.count - 2
        let column = max(least, min(max(headers, least), fitting))
        let perBlock = max(1, (room + 2) / (column + 2))
        var lines: [String] = []
        for start in stride(from: 0, to: grid.columns.count, by: perBlock) {
            let block = start..<min(start + perBlock, grid.columns.count)
            if start == 0 {
                let title = label(grid.columnsTitle, most: room)
                lines.append(TextCanvas.trimmed(String(repeating: " ", count: left + 2) + title))
            }
            lines.append(
                line(rowsTitle, left, block.map { DisplayWidth.oneLine(grid.columns[$0]) }, column))
            for (name, cells) in zip(names, grid.cells) {
                lines.append(line(name, left, block.map { drawn(cells[$0], values) }, column))
            }
        }
        return lines
    }

    private func line(_ name: String, _ left: Int, _ cells: [String], _ column: Int) -> String {
        let parts = cells.map { DisplayWidth.pad(label($0, most: column), to: column, atLeft: false) }
        let start = DisplayWidth.pad(label(name, most: left), to: left, atLeft: false)
        return TextCanvas.trimmed(([start] + parts).joined(separator: "  "))
    }

    private func drawn(_ cell: Chart.Grid.Cell?, _ values: Int) -> String {
        guard let cell else { return "" }
        let level = Int((abs(cell.shade) * Double(Self.shades.count - 1)).rounded())
        let shade = String(repeating: Self.shades[level], count: 3)
        return "\(shade) \(DisplayWidth.pad(cell.text, to: values, atLeft: true))"
    }

    private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]
}
