import Values

extension SVGChart {
    func draw(_ grid: Chart.Grid, top: Double) -> Drawing {
        let labels = min(
            Self.width * 0.36, max(Self.width(of: grid.rowsTitle), grid.rows.map(Self.width).max() ?? 0))
        let names = Self.named(grid.rows, within: labels)
        let left = Self.margin + labels + 16
        let layout = CellLayout(grid, room: Self.width - Self.margin - left)
        let (side, height) = (layout.side, layout.height)
        let right = left + side * Double(grid.columns.count)
        var elements: [MarkupElement] = [
            Self.text(
                Self.cut(grid.columnsTitle, to: Self.width - left), x: (left + right) / 2, y: top + 4, "muted middle")
        ]
        var y = top + 26 + layout.rise
        elements.append(Self.text(Self.cut(grid.rowsTitle, to: labels), x: Self.margin, y: y, "muted"))
        for (index, head) in layout.heads.names.enumerated() {
            let x = left + (Double(index) + 0.5) * side
            elements.append(
                layout.isUpright ? Self.upright(head, x: x + 4.5, y: y + 4) : Self.text(head, x: x, y: y, "middle"))
        }
        y += 10
        for (index, (row, cells)) in zip(grid.rows, grid.cells).enumerated() {
            elements.append(Self.text(names.names[index], x: Self.margin, y: y + height / 2 + 4.5, ""))
            for (index, (column, cell)) in zip(grid.columns, cells).enumerated() {
                guard let cell else { continue }
                let x = left + Double(index) * side
                elements += draw(cell, x: x, y: y, layout, words: "\(row), \(column): \(cell.text)")
            }
            y += height
        }
        let key = layout.heads.key == names.key ? names.key : names.key + layout.heads.key
        let list = Self.list(key, top: key.isEmpty ? y : y + 8)
        return Drawing(elements: elements + list.elements, bottom: list.bottom, right: right)
    }

    private func draw(
        _ cell: Chart.Grid.Cell, x: Double, y: Double, _ layout: CellLayout, words: String
    ) -> [MarkupElement] {
        let depth = abs(cell.shade)
        // From these depths on the page's colour is read better on the shade than the ink.
        let ink = depth > 0.82 ? "middle deep" : depth > 0.6 ? "middle mid" : "middle"
        let (side, height) = (layout.side, layout.height)
        return [
            Self.rect(x + 1, y + 1, side - 2, height - 2, "band"),
            MarkupElement(
                "g", ["fill-opacity": MarkupElement.number(depth)],
                [
                    Self.rect(
                        x + 1, y + 1, side - 2, height - 2, cell.shade < 0 ? "fill1" : "fill0", title: words)
                ]),
            Self.text(
                cell.text(isShort: layout.isShort), x: x + side / 2, y: y + height / 2 + 4.5,
                layout.isSmall ? ink + " small" : ink),
        ]
    }
}

/// How large cells are, and what is written into and above them: values are never cut.
private struct CellLayout {
    let side, height: Double
    /// Whether cells have their short texts, and small letters.
    let isShort, isSmall: Bool
    let heads: ShortNames
    /// Whether the heads are read upwards, and by how much they rise above the usual line then.
    let isUpright: Bool
    let rise: Double

    private static let gap = 6.0

    /// The cells of a grid in `room` units, or more where they need more.
    init(_ grid: Chart.Grid, room: Double) {
        func widest(isShort: Bool) -> Double {
            grid.cells.joined().compactMap { $0.map { SVGChart.width(of: $0.text(isShort: isShort)) } }.max() ?? 0
        }
        let fitting = room / Double(max(1, grid.columns.count))
        isShort = widest(isShort: false) + Self.gap > fitting
        let text = widest(isShort: isShort)
        isSmall = text + Self.gap > fitting
        let head = grid.columns.map(SVGChart.width).max() ?? 0
        let needed = (isSmall ? text * SVGStyle.small : text) + Self.gap
        side = max(needed, SVGChart.lineHeight, min(fitting, max(96, max(head, text) + 24)))
        height = grid.rows.count > 12 ? 24 : grid.rows.count > 4 ? 36 : 52
        isUpright = head > side - Self.gap && side - Self.gap < Self.mostRise
        heads = SVGChart.named(grid.columns, within: isUpright ? Self.mostRise : side - Self.gap)
        rise = isUpright ? max(0, min(Self.mostRise, heads.names.map(SVGChart.width).max() ?? 0) - 14) : 0
    }

    /// How high heads may be that are read upwards.
    private static let mostRise = 170.0
}
