import Values

extension SVGChart {
    func draw(_ grid: Chart.Grid, top: Double) -> Drawing {
        let labels = min(
            Self.width * 0.36, max(Self.width(of: grid.rowsTitle), grid.rows.map(Self.width).max() ?? 0))
        let left = Self.margin + labels + 16
        let count = Double(max(1, grid.columns.count))
        let widest = max(
            grid.columns.map(Self.width).max() ?? 0,
            grid.cells.joined().compactMap { $0.map { Self.width(of: $0.text) } }.max() ?? 0)
        let side = min((Self.width - Self.margin - left) / count, max(96, widest + 24))
        let middle = left + side * count / 2
        var y = top
        var elements: [MarkupElement] = [
            Self.text(
                Self.cut(grid.columnsTitle, to: Self.width - left), x: middle, y: y + 4, "muted middle")
        ]
        y += 26
        elements.append(Self.text(Self.cut(grid.rowsTitle, to: labels), x: Self.margin, y: y, "muted"))
        for (index, column) in grid.columns.enumerated() {
            let x = left + (Double(index) + 0.5) * side
            elements.append(Self.text(Self.cut(column, to: side - 6), x: x, y: y, "middle"))
        }
        y += 10
        let height = grid.rows.count > 4 ? 36.0 : 52
        for (row, cells) in zip(grid.rows, grid.cells) {
            elements.append(Self.text(Self.cut(row, to: labels), x: Self.margin, y: y + height / 2 + 4.5, ""))
            for (index, (column, cell)) in zip(grid.columns, cells).enumerated() {
                guard let cell else { continue }
                let x = left + Double(index) * side
                elements += draw(cell, x: x, y: y, side: side, height: height, words: "\(row), \(column): \(cell.text)")
            }
            y += height
        }
        return Drawing(elements: elements, bottom: y)
    }

    private func draw(
        _ cell: Chart.Grid.Cell, x: Double, y: Double, side: Double, height: Double, words: String
    ) -> [MarkupElement] {
        let depth = abs(cell.shade)
        // From these depths on the page's colour is read better on the shade than the ink.
        let ink = depth > 0.82 ? "middle deep" : depth > 0.6 ? "middle mid" : "middle"
        return [
            Self.rect(x + 1, y + 1, side - 2, height - 2, "band"),
            MarkupElement(
                "g", ["fill-opacity": MarkupElement.number(depth)],
                [
                    Self.rect(
                        x + 1, y + 1, side - 2, height - 2, cell.shade < 0 ? "fill1" : "fill0", title: words)
                ]),
            Self.text(
                Self.cut(cell.text, to: side), x: x + side / 2, y: y + height / 2 + 4.5, ink),
        ]
    }
}
