import Values

extension TextChart {
    func lines(of rows: Chart.Rows) -> [String] {
        let marks = rows.groups.flatMap(\.marks)
        let isIndented = rows.groups.contains { !$0.title.isEmpty }
        let notes = min(marks.map { DisplayWidth.of(DisplayWidth.oneLine($0.note)) }.max() ?? 0, width / 3)
        let longest = marks.map { DisplayWidth.of(DisplayWidth.oneLine($0.label)) }.max() ?? 0
        let indent = isIndented ? 2 : 0
        let labels = min(longest, max(8, width * 2 / 5 - indent), width - notes - indent - 4 - Self.narrowestPlot)
        let left = indent + labels + 2
        let columns = width - left - notes - (notes == 0 ? 0 : 2)
        let names = ShortNames(marks.map { DisplayWidth.oneLine($0.label) }, columns: max(2, labels))
        var unnamed = names.names[...]
        var lines: [String] = []
        for group in rows.groups {
            if !group.title.isEmpty { lines.append(label(group.title, most: width)) }
            for mark in group.marks {
                let name = DisplayWidth.pad(label(unnamed.removeFirst(), most: labels), to: labels, atLeft: false)
                let drawn = draw(mark, on: rows, columns: columns)
                let note = DisplayWidth.pad(label(mark.note, most: notes), to: notes, atLeft: true)
                let start = String(repeating: " ", count: indent)
                lines.append(TextCanvas.trimmed("\(start)\(name)  \(drawn)  \(notes == 0 ? "" : note)"))
            }
        }
        return lines + axisLines(rows.axis, indent: left, columns: columns)
            + ShortNames.lines(names.key, columns: width)
    }

    /// The columns of the part that is drawn, at least.
    private static let narrowestPlot = 12

    private func draw(_ mark: Chart.Rows.Mark, on rows: Chart.Rows, columns: Int) -> String {
        var cells = [Character](repeating: " ", count: columns)
        func place(_ value: Double) -> Int { column(of: value, on: rows.axis, columns: columns) }
        if let band = rows.band {
            for column in place(band.lowerBound)...place(band.upperBound) { cells[column] = "░" }
        }
        let zero = rows.axis.range.contains(0) ? place(0) : nil
        if let zero { cells[zero] = "│" }
        if let interval = mark.interval {
            let ends = (place(interval.lowerBound), place(interval.upperBound))
            for column in ends.0...max(ends.0, ends.1) { cells[column] = column == zero ? "┼" : "─" }
            cells[ends.0] = "├"
            cells[ends.1] = "┤"
            cells[place(mark.value)] = mark.isSettled ? "●" : "○"
        } else {
            drawBar(to: mark.value, on: rows.axis, in: &cells)
        }
        return String(cells)
    }

    /// A bar from 0, to an eighth of a column at the right and to half of one at the left.
    private func drawBar(to value: Double, on axis: Axis, in cells: inout [Character]) {
        let columns = Double(cells.count)
        let (zero, end) = (axis.position(of: 0) * columns, axis.position(of: value) * columns)
        let middle = column(of: 0, on: axis, columns: cells.count)
        if end >= zero {
            let eighths = Int(((end - Double(middle)) * 8).rounded())
            guard eighths > 0 else { return }
            for column in 0..<eighths / 8 where middle + column < cells.count { cells[middle + column] = "█" }
            let rest = middle + eighths / 8
            if !eighths.isMultiple(of: 8), rest < cells.count { cells[rest] = Self.eighths[eighths % 8 - 1] }
        } else {
            let halves = Int(((Double(middle) - end) * 2).rounded())
            guard halves > 0 else { return }
            for column in 0..<halves / 2 where middle - 1 - column >= 0 { cells[middle - 1 - column] = "█" }
            let rest = middle - 1 - halves / 2
            if !halves.isMultiple(of: 2), rest >= 0 { cells[rest] = "▐" }
        }
    }

    private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
