import Values

extension SVGChart {
    func draw(_ rows: Chart.Rows, top: Double) -> Drawing {
        let marks = rows.groups.flatMap(\.marks)
        let widest = Self.width * 0.36
        let labels = min(widest, marks.map { Self.width(of: $0.label) }.max() ?? 0)
        let names = Self.named(marks.map(\.label), within: widest)
        var unnamed = names.names[...]
        let notes = min(Self.width * 0.25, marks.map { Self.width(of: $0.note) }.max() ?? 0)
        let left = Self.margin + labels + 20
        let right = Self.width - Self.margin - notes - (notes == 0 ? 8 : 20)
        func place(_ value: Double) -> Double { left + rows.axis.position(of: value) * (right - left) }
        var y = top
        var drawn: [MarkupElement] = []
        for (index, group) in rows.groups.enumerated() {
            if !group.title.isEmpty {
                y += index == 0 ? 14 : 24
                drawn.append(Self.text(Self.cut(group.title, to: Self.width), x: Self.margin, y: y, "strong halo"))
                y += 10
            }
            for mark in group.marks {
                let middle = y + Self.rowHeight / 2
                drawn.append(Self.text(unnamed.removeFirst(), x: Self.margin, y: middle + 4.5, "halo"))
                drawn += draw(mark, at: middle, place: place)
                if notes > 0 {
                    drawn.append(
                        Self.text(
                            Self.cut(mark.note, to: notes), x: Self.width - Self.margin, y: middle + 4.5, "muted end"))
                }
                y += Self.rowHeight
            }
        }
        let bottom = y + 4
        var ground: [MarkupElement] = []
        if let band = rows.band {
            let (start, end) = (place(band.lowerBound), place(band.upperBound))
            ground.append(Self.rect(start, top, end - start, bottom - top, "band"))
        }
        ground += Self.axis(rows.axis, from: left, to: right, top: top, bottom: bottom)
        if rows.axis.range.contains(0) { ground.append(Self.line(place(0), top, place(0), bottom, "zero")) }
        let list = Self.list(names.key, top: bottom + 44)
        return Drawing(elements: ground + drawn + list.elements, bottom: list.bottom)
    }

    private static let rowHeight = 26.0

    private func draw(_ mark: Chart.Rows.Mark, at y: Double, place: (Double) -> Double) -> [MarkupElement] {
        let value = place(mark.value)
        let words = "\(mark.label): \(mark.note)"
        guard let interval = mark.interval else {
            let zero = place(0)
            let color = mark.value < 0 ? 1 : 0
            return [Self.rect(min(zero, value), y - 8, abs(value - zero), 16, "fill\(color)", title: words)]
        }
        let (low, high) = (place(interval.lowerBound), place(interval.upperBound))
        return [
            Self.line(low, y, high, y, "line stroke0"), Self.line(low, y - 4, low, y + 4, "line stroke0"),
            Self.line(high, y - 4, high, y + 4, "line stroke0"),
            Self.dot(value, y, radius: 5, mark.isSettled ? "fill0 stroke0" : "open stroke0", title: words),
        ]
    }
}
