import Values

extension TextChart {
    func lines(of plane: Chart.Plane) -> [String] {
        let height = min(16, max(8, width / 6))
        let ticks = plane.y.ticks(most: height / 2)
        let numbers = ticks.map(\.label.count).max() ?? 1
        let names = plane.series.enumerated().map { "\(sign($0)) \(DisplayWidth.oneLine($1.name))" }
        let isDirect = plane.series.allSatisfy(\.isLine) && plane.series.count > 1
        let right = isDirect ? min(names.map(DisplayWidth.of).max() ?? 0, width * 2 / 5) : 0
        // The numbers of an axis may leave nothing of a narrow picture.
        let columns = max(1, width - numbers - 2 - (isDirect ? right + 1 : 0))
        var canvas = TextCanvas(columns: columns, rows: height)
        draw(plane, on: &canvas)
        let key = drawLabels(of: plane, on: &canvas)
        let gutter = isDirect ? labels(of: plane, names, rows: height) : [:]
        var lines = [label(plane.y.title, most: width)]
        for (row, drawn) in canvas.rows.enumerated() {
            let tick = ticks.first { self.row(of: $0.value, on: plane.y, rows: height) == row }
            let start = DisplayWidth.pad(tick?.label ?? "", to: numbers, atLeft: true) + (tick == nil ? " │" : " ┤")
            let end = gutter[row].map { " " + label($0, most: right) } ?? ""
            lines.append(TextCanvas.trimmed(start + drawn.joined() + end))
        }
        lines += axisLines(plane.x, indent: numbers + 2, columns: columns, corner: "└")
        return lines + ShortNames.lines(key, columns: width)
    }

    /// The signs that a series is known by, in the order of the series.
    private static let signs: [Character] = ["●", "○", "◆", "◇", "▲", "△", "■", "□"]

    /// How many points of a line among others are marked one by one; of longer ones the last is.
    private static let mostMarked = 24

    private func sign(_ index: Int) -> Character { Self.signs[index % Self.signs.count] }

    /// The row from the top, in which the dot of a number lies.
    private func row(of value: Double, on axis: Axis, rows: Int) -> Int {
        rows - 1 - column(of: value, on: axis, columns: rows, parts: 4)
    }

    private func draw(_ plane: Chart.Plane, on canvas: inout TextCanvas) {
        let rows = canvas.rows.count
        for series in plane.series where series.isLine { shade(series, of: plane, on: &canvas) }
        var dots = BrailleCanvas(columns: canvas.columns, rows: rows)
        for (index, series) in plane.series.enumerated() where series.isLine {
            let strokes = BrailleCanvas.Stroke.allCases
            dots.draw(
                series.points.map { point in
                    BrailleCanvas.Dot(
                        x: dot(of: point.x, on: plane.x, dots: dots.width),
                        y: dots.height - 1 - dot(of: point.y, on: plane.y, dots: dots.height))
                }, strokes[index % strokes.count])
        }
        for row in 0..<rows {
            for column in 0..<canvas.columns {
                if let dot = dots.character(column: column, row: row) {
                    canvas.write(String(dot), row: row, column: column)
                }
            }
        }
        // The first series lies above the others.
        for (index, series) in plane.series.enumerated().reversed() {
            let isMarked = !series.isLine || (plane.series.count > 1 && series.points.count <= Self.mostMarked)
            for point in isMarked ? series.points[...] : series.points.suffix(1) {
                canvas.write(
                    String(sign(index)), row: row(of: point.y, on: plane.y, rows: rows),
                    column: column(of: point.x, on: plane.x, columns: canvas.columns))
            }
        }
    }

    /// Shades the cells around a line that lie between the intervals of its points.
    private func shade(_ series: Chart.Series, of plane: Chart.Plane, on canvas: inout TextCanvas) {
        let rows = canvas.rows.count
        for (from, to) in zip(series.points, series.points.dropFirst()) {
            guard let first = from.interval, let last = to.interval else { continue }
            func column(_ point: Chart.Point) -> Int {
                self.column(of: point.x, on: plane.x, columns: canvas.columns)
            }
            func row(_ value: Double) -> Int { self.row(of: value, on: plane.y, rows: rows) }
            let (start, end) = (column(from), max(column(from), column(to)))
            for column in start...end {
                let part = end == start ? 1 : Double(column - start) / Double(end - start)
                let low = first.lowerBound + (last.lowerBound - first.lowerBound) * part
                let high = first.upperBound + (last.upperBound - first.upperBound) * part
                for row in row(high)...max(row(high), row(low)) { canvas.write("░", row: row, column: column) }
            }
        }
    }

    /// The names of lines beside their ends, by row; none hides another.
    private func labels(of plane: Chart.Plane, _ names: [String], rows: Int) -> [Int: String] {
        let ends = plane.series.enumerated().compactMap { index, series in
            series.points.last.map { (index, row(of: $0.y, on: plane.y, rows: rows)) }
        }
        var labels: [Int: String] = [:]
        for (index, wanted) in ends.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) {
            let places = (0..<rows).sorted { (abs($0 - wanted), -$0) < (abs($1 - wanted), -$1) }
            guard let place = places.first(where: { labels[$0] == nil }) else { continue }
            labels[place] = names[index]
        }
        return labels
    }

    /// Writes the labels of points beside them; those that find no room get letters, and lines below the picture.
    private func drawLabels(of plane: Chart.Plane, on canvas: inout TextCanvas) -> [String] {
        var key: [String] = []
        var lettered: Set<[Int]> = []
        let rows = canvas.rows.count
        for series in plane.series where !series.isLine {
            for point in series.points {
                let text = label(point.label, most: canvas.columns)
                let width = DisplayWidth.of(text)
                let place = (
                    row: row(of: point.y, on: plane.y, rows: rows),
                    column: column(of: point.x, on: plane.x, columns: canvas.columns)
                )
                let choices = [
                    (place.row, place.column + 2), (place.row, place.column - width - 1),
                    (place.row - 1, place.column), (place.row + 1, place.column),
                    (place.row - 1, place.column - width + 1), (place.row + 1, place.column - width + 1),
                ]
                if let free = choices.first(where: { canvas.isFree(row: $0.0, from: $0.1, width: width) }) {
                    canvas.write(text, row: free.0, column: free.1)
                } else {
                    let letter = ShortNames.letters(key.count)
                    // On its point, or near it where another letter stands there.
                    let near = Self.near.map { [place.row + $0.row, place.column + $0.column] }.first { spot in
                        canvas.isFree(row: spot[0], from: spot[1], width: letter.count)
                    }
                    let own = [place.row, place.column]
                    let spot = lettered.contains(own) ? near ?? own : own
                    lettered.insert(spot)
                    canvas.write(letter, row: spot[0], column: spot[1])
                    key.append("\(letter)  \(DisplayWidth.oneLine(point.label))")
                }
            }
        }
        return key
    }

    /// The cells around a point, the nearest first.
    private static let near = [1, 2, 3].flatMap { distance in
        [(0, distance), (0, -distance), (-1, distance - 1), (1, distance - 1), (-1, -distance), (1, -distance)]
            .map { (row: $0.0, column: $0.1) }
    }
}
