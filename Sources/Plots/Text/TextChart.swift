import Values

/// A chart in characters: Braille for lines, blocks for bars, shades for cells, and nothing that needs colour.
package struct TextChart {
    private let chart: Chart
    let width: Int

    /// The columns that a picture takes at least, and at most.
    package static let widths = 40...160

    /// Draws for a terminal of `width` columns; a picture has from 40 to 160, and at most 22 lines but for rows of a list.
    package init(_ chart: Chart, width: Int) {
        self.chart = chart
        self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    }

    /// The picture, a line each, with its title above and how to read it below.
    ///
    /// Nothing in it is obeyed by a terminal, whatever the labels hold.
    /// - Complexity: O(*n*) for *n* marks, and the width.
    package var lines: [String] {
        let drawn =
            switch chart.body {
            case .plane(let plane): lines(of: plane)
            case .rows(let rows): lines(of: rows)
            case .grid(let grid): lines(of: grid)
            }
        return wrapped(chart.title) + drawn + wrapped(chart.caption)
    }
}

extension TextChart {
    /// A text in lines that fit, broken at spaces.
    func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in DisplayWidth.oneLine(text).split(separator: " ").map(String.init) {
            if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(word) <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(DisplayWidth.cut(word, to: width))
            }
        }
        return lines
    }

    /// A label on one line in at most `columns`.
    func label(_ text: String, most columns: Int) -> String {
        DisplayWidth.cut(DisplayWidth.oneLine(text), to: max(2, columns))
    }

    /// The column, from 0 to `columns` − 1, of a number on an axis; `parts` of them, such as dots, make up a column.
    func column(of value: Double, on axis: Axis, columns: Int, parts: Int = 2) -> Int {
        dot(of: value, on: axis, dots: columns * parts) / parts
    }

    /// The dot, from 0 to `dots` − 1, of a number on an axis.
    func dot(of value: Double, on axis: Axis, dots: Int) -> Int {
        Int((axis.position(of: value) * Double(dots - 1)).rounded())
    }

    /// An axis below a picture: a rule with its ticks, their labels, and the title.
    ///
    /// `indent` columns stand at the left of it, `columns` are its own.
    func axisLines(_ axis: Axis, indent: Int, columns: Int, corner: Character? = nil) -> [String] {
        var canvas = TextCanvas(columns: width, rows: 2)
        canvas.write(String(repeating: "─", count: columns), row: 0, column: indent)
        if let corner, indent > 0 { canvas.write(String(corner), row: 0, column: indent - 1) }
        let mostWide = axis.ticks(most: 8).map { $0.label.count }.max() ?? 1
        for tick in axis.ticks(most: min(9, max(2, columns / (mostWide + 3)))) {
            let column = indent + column(of: tick.value, on: axis, columns: columns)
            canvas.write("┬", row: 0, column: column)
            let start = min(max(0, column - tick.label.count / 2), width - tick.label.count)
            if canvas.isFree(row: 1, from: start, width: tick.label.count) {
                canvas.write(tick.label, row: 1, column: start)
            }
        }
        let title = label(axis.title, most: width)
        let start = max(0, min(indent, width - DisplayWidth.of(title)))
        return canvas.lines + [String(repeating: " ", count: start) + title]
    }
}
