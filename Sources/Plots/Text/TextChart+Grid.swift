import Values

extension TextChart {
    func lines(of grid: Chart.Grid) -> [String] {
        let rowsTitle = DisplayWidth.oneLine(grid.rowsTitle)
        let fullNames = grid.rows.map { DisplayWidth.oneLine($0) }
        let fullHeads = grid.columns.map { DisplayWidth.oneLine($0) }
        let widestName = max(DisplayWidth.of(rowsTitle), fullNames.map(DisplayWidth.of).max() ?? 0)
        func widest(isShort: Bool) -> Int {
            grid.cells.joined().compactMap { $0.map { DisplayWidth.of($0.text(isShort: isShort)) } }.max() ?? 1
        }
        func needed(_ values: Int) -> Int { grid.columns.count * (max(values, 1) + 6) }
        let isShort = min(widestName, width * 2 / 5) + needed(widest(isShort: false)) > width
        let values = widest(isShort: isShort)
        // Names have two fifths of the width, or what the cells leave of it.
        let left = min(widestName, max(width * 2 / 5, width - needed(values)))
        let names = ShortNames(fullNames, columns: max(2, left))
        let headers = fullHeads.map(DisplayWidth.of).max() ?? 1
        let room = width - left - 2
        let least = min(values + 4, room)
        // Columns as wide as their names, but no wider than makes no more blocks than their values need, one below the other.
        let count = max(1, grid.columns.count)
        let blocks = 1 + (count - 1) / max(1, (room + 2) / (least + 2))
        let fitting = (room + 2) / ((count + blocks - 1) / blocks) - 2
        let column = max(least, min(headers, fitting))
        let heads = ShortNames(fullHeads, columns: max(2, column))
        let perBlock = max(1, (room + 2) / (column + 2))
        var lines: [String] = []
        for start in stride(from: 0, to: grid.columns.count, by: perBlock) {
            let block = start..<min(start + perBlock, grid.columns.count)
            if start == 0 {
                let title = label(grid.columnsTitle, most: room)
                lines.append(TextCanvas.trimmed(String(repeating: " ", count: left + 2) + title))
            }
            lines.append(
                line(rowsTitle, left, block.map { heads.names[$0] }, column))
            for (name, cells) in zip(names.names, grid.cells) {
                lines.append(line(name, left, block.map { drawn(cells[$0], values, isShort: isShort) }, column))
            }
        }
        let key = heads.key == names.key ? heads.key : names.key + heads.key
        return lines + ShortNames.lines(key, columns: width)
    }

    private func line(_ name: String, _ left: Int, _ cells: [String], _ column: Int) -> String {
        let parts = cells.map { DisplayWidth.pad(label($0, most: column), to: column, atLeft: false) }
        let start = DisplayWidth.pad(label(name, most: left), to: left, atLeft: false)
        return TextCanvas.trimmed(([start] + parts).joined(separator: "  "))
    }

    private func drawn(_ cell: Chart.Grid.Cell?, _ values: Int, isShort: Bool) -> String {
        guard let cell else { return "" }
        let level = Int((abs(cell.shade) * Double(Self.shades.count - 1)).rounded())
        let shade = String(repeating: Self.shades[level], count: 3)
        return "\(shade) \(DisplayWidth.pad(cell.text(isShort: isShort), to: values, atLeft: true))"
    }

    private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]
}
