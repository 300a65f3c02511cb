import Values

extension SVGChart {
    func draw(_ plane: Chart.Plane, top: Double) -> Drawing {
        let ticks = plane.y.ticks(most: 7)
        let numbers = ticks.map { Self.width(of: $0.label) }.max() ?? 0
        let isNamed = plane.series.count > 1 && plane.series.allSatisfy(\.isLine)
        let names = isNamed ? min(Self.width * 0.34, plane.series.map { Self.width(of: $0.name) * 1.15 }.max() ?? 0) : 0
        let area = Area(
            plane, left: Self.margin + numbers + 10, right: Self.width - Self.margin - (isNamed ? names + 12 : 12),
            top: top + 24, bottom: top + 24 + Self.height)
        var elements = [
            Self.text(Self.cut(plane.y.title, to: Self.width), x: Self.margin, y: top + 6, "")
        ]
        for tick in ticks {
            let y = area.y(tick.value)
            elements.append(Self.line(area.left, y, area.right, y, "grid"))
            elements.append(Self.text(tick.label, x: area.left - 8, y: y + 4.5, "muted end"))
        }
        elements += Self.axis(plane.x, from: area.left, to: area.right, top: area.top, bottom: area.bottom)
        for (index, series) in plane.series.enumerated() { elements += band(series, index, area) }
        // The first series lies above the others.
        for (index, series) in plane.series.enumerated().reversed() {
            elements += series.isLine ? line(series, index, area) : []
            elements += dots(series, index, area)
        }
        elements += isNamed ? self.names(of: plane.series, area, most: names) : []
        let labels = labels(of: plane, area)
        let list = Self.list(labels.key, top: area.bottom + 44)
        return Drawing(elements: elements + labels.elements + list.elements, bottom: list.bottom)
    }

    private static let height = 300.0

    /// Where the axes lie.
    private struct Area {
        let plane: Chart.Plane
        let left, right, top, bottom: Double

        init(_ plane: Chart.Plane, left: Double, right: Double, top: Double, bottom: Double) {
            self.plane = plane
            (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
        }

        func x(_ value: Double) -> Double { left + plane.x.position(of: value) * (right - left) }
        func y(_ value: Double) -> Double { bottom - plane.y.position(of: value) * (bottom - top) }
    }

    private func line(_ series: Chart.Series, _ index: Int, _ area: Area) -> [MarkupElement] {
        let points = series.points.map { "\(MarkupElement.number(area.x($0.x))),\(MarkupElement.number(area.y($0.y)))" }
        let dashes = ["none", "7 5", "1 6"][index % 3]
        return [
            MarkupElement(
                "polyline",
                [
                    "class": "line stroke\(index % SVGStyle.colors)", "stroke-dasharray": dashes,
                    "points": points.joined(separator: " "),
                ], [MarkupElement("title", text: series.name)])
        ]
    }

    /// The intervals of a line's points as one shaded area.
    private func band(_ series: Chart.Series, _ index: Int, _ area: Area) -> [MarkupElement] {
        let points = series.points.compactMap { point in point.interval.map { (x: area.x(point.x), $0) } }
        guard series.isLine, points.count > 1 else { return [] }
        let edge =
            points.map { ($0.x, area.y($0.1.upperBound)) } + points.reversed().map { ($0.x, area.y($0.1.lowerBound)) }
        return [
            MarkupElement(
                "polygon",
                [
                    "class": "fill\(index % SVGStyle.colors)", "fill-opacity": "0.16",
                    "points": edge.map { "\(MarkupElement.number($0)),\(MarkupElement.number($1))" }.joined(
                        separator: " "),
                ])
        ]
    }

    private func dots(_ series: Chart.Series, _ index: Int, _ area: Area) -> [MarkupElement] {
        guard !series.isLine || series.points.count <= 24 else { return [] }
        let color = "\(index % SVGStyle.colors)"
        return series.points.map { point in
            Self.dot(
                area.x(point.x), area.y(point.y), radius: series.isLine ? 3 : 5,
                index.isMultiple(of: 2) ? "fill\(color) stroke\(color)" : "open stroke\(color)",
                title: series.isLine ? "\(series.name): \(point.y) at \(point.x)" : point.label)
        }
    }

    /// The names of lines beside their ends, none over another.
    private func names(of series: [Chart.Series], _ area: Area, most width: Double) -> [MarkupElement] {
        let ends = series.enumerated()
            .compactMap { index, series in series.points.last.map { (index, area.y($0.y)) } }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        var places = ends.map(\.1)
        for index in places.indices.dropFirst() {
            places[index] = max(places[index], places[index - 1] + Self.lineHeight)
        }
        let excess = max(0, (places.last ?? 0) - area.bottom)
        return zip(ends, places).map { end, y in
            Self.text(
                Self.cut(series[end.0].name, to: width / 1.1), x: area.right + 10, y: y - excess + 4.5,
                "strong fill\(end.0 % SVGStyle.colors)")
        }
    }

    /// The labels of points, where they hide no other label and no point; those that find no room have letters, and lines
    /// below the picture.
    private func labels(of plane: Chart.Plane, _ area: Area) -> (elements: [MarkupElement], key: [String]) {
        let points = plane.series.filter { !$0.isLine }.flatMap(\.points)
        let places = points.map { (x: area.x($0.x), y: area.y($0.y)) }
        var taken = places.map { Box($0.x - 7, $0.y - 7, 14, 14) }
        var elements: [MarkupElement] = []
        var key: [String] = []
        func isFree(_ box: Box) -> Bool {
            box.left >= area.left && box.left + box.width <= area.right + 12 && box.top >= area.top - 12
                && box.top + box.height <= area.bottom && !taken.contains { $0.overlaps(box) }
        }
        for (point, (x, y)) in zip(points, places) {
            let width = Self.width(of: point.label)
            let choices = [(x + 10, y - 8), (x - 10 - width, y - 8)].flatMap { left, top in
                [0.0, -16, 16].map { Box(left, top + $0, width, 16) }
            }
            // A label that lay nearer to another point would be read as that point's.
            let isNearest = { (box: Box) in places.allSatisfy { box.distance(from: $0) >= box.distance(from: (x, y)) } }
            if let box = choices.first(where: { isFree($0) && isNearest($0) }) {
                taken.append(box)
                elements.append(Self.text(point.label.printable, x: box.left, y: box.top + 12.5, "halo"))
                continue
            }
            let letter = ShortNames.letters(key.count)
            key.append("\(letter)  \(point.label)")
            let box = Self.places(x, y, width: Self.width(of: letter)).first(where: isFree)
            let place = box ?? Box(x - 4, y - 8, Self.width(of: letter), 16)
            taken.append(place)
            let middle = (x: place.left + place.width / 2, y: place.top + 8)
            // A line says whose letter it is where the letter does not stand beside its point.
            if abs(middle.x - x) > 20 || abs(middle.y - y) > 20 {
                elements.append(Self.line(x, y, middle.x, middle.y, "zero"))
            }
            elements.append(Self.text(letter, x: middle.x, y: place.top + 12.5, "middle strong halo"))
        }
        return (elements, key)
    }

    /// Places for a letter around a point, the nearest first.
    private static func places(_ x: Double, _ y: Double, width: Double) -> [Box] {
        let directions = [(1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)]
        return [16.0, 32, 48, 64, 80, 96].flatMap { distance in
            directions.map { across, up in
                Box(x + across * distance - width / 2, y + up * distance - 8, width, 16)
            }
        }
    }

    private struct Box {
        let left, top, width, height: Double

        init(_ left: Double, _ top: Double, _ width: Double, _ height: Double) {
            (self.left, self.top, self.width, self.height) = (left, top, width, height)
        }

        /// The square of how far a point lies from it.
        func distance(from point: (x: Double, y: Double)) -> Double {
            let across = max(left - point.x, 0, point.x - left - width)
            let up = max(top - point.y, 0, point.y - top - height)
            return across * across + up * up
        }

        func overlaps(_ other: Box) -> Bool {
            left < other.left + other.width && other.left < left + width && top < other.top + other.height
                && other.top < top + height
        }
    }
}
