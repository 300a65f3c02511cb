package import Values

/// A chart as an SVG document that stands alone: no scripts, no fonts, no links; light or dark as the page is.
///
/// The same chart has the same bytes on every machine.
package struct SVGChart {
    private let chart: Chart

    /// Draws a chart, 760 units wide, or more where its cells need more, and as high as it needs.
    package init(_ chart: Chart) {
        self.chart = chart
    }

    /// The document, which ends in a line feed.
    ///
    /// Labels are text to it, whatever they hold.
    /// - Complexity: O(*n*) for *n* marks.
    package var text: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        element(named: "plot", [MarkupElement(style: SVGStyle.sheet(within: ""))]).write(to: &text)
        return text
    }

    /// The picture as a part of an HTML page whose style sheet has ``sheet``, by a name that no other part of it has.
    package func element(named name: String) -> MarkupElement { element(named: name, []) }

    /// What a page with pictures needs in its style sheet.
    package static var sheet: String { SVGStyle.sheet(within: "svg ") }

    private func element(named name: String, _ style: [MarkupElement]) -> MarkupElement {
        let caption = Self.lines(chart.caption, most: Self.width - 2 * Self.margin)
        // Letters of a title are larger and bold.
        let title = Self.lines(chart.title, most: (Self.width - 2 * Self.margin) / 1.3).prefix(2)
        let under = Self.margin + 14 + Double(max(0, title.count - 1)) * 22
        let top = under + 8 + Double(caption.count) * Self.lineHeight + 22
        let drawn =
            switch chart.body {
            case .plane(let plane): draw(plane, top: top)
            case .rows(let rows): draw(rows, top: top)
            case .grid(let grid): draw(grid, top: top)
            }
        let height = MarkupElement.number(drawn.bottom + Self.margin)
        let isWide = drawn.right + Self.margin > Self.width
        let width = MarkupElement.number(isWide ? drawn.right + Self.margin : Self.width)
        let words =
            title.enumerated().map { index, line in
                Self.text(line, x: Self.margin, y: Self.margin + 14 + Double(index) * 22, "title")
            }
            + caption.enumerated().map { index, line in
                Self.text(line, x: Self.margin, y: under + 22 + Double(index) * Self.lineHeight, "muted")
            }
        return MarkupElement(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)", "width": width,
                "height": height, "class": isWide ? "wide" : "usual", "role": "img",
                "aria-labelledby": "\(name)-title \(name)-caption",
            ],
            [
                MarkupElement("title", ["id": "\(name)-title"], text: chart.title),
                MarkupElement("desc", ["id": "\(name)-caption"], text: chart.caption),
            ] + style + [MarkupElement("rect", ["class": "page", "width": width, "height": height])]
                + words + drawn.elements)
    }

    /// What was drawn, and where it ends; at the right it may end before the picture's usual edge.
    struct Drawing {
        var elements: [MarkupElement] = []
        var bottom = 0.0
        var right = 0.0
    }
}

extension SVGChart {
    static let width = 760.0
    static let margin = 20.0
    static let lineHeight = 18.0

    /// A text whose base line begins, ends or has its middle at a point, by its classes.
    static func text(_ text: String, x: Double, y: Double, _ classes: String) -> MarkupElement {
        MarkupElement(
            "text", ["class": classes, "x": MarkupElement.number(x), "y": MarkupElement.number(y)], text: text)
    }

    /// A text that is read upwards from a point.
    static func upright(_ text: String, x: Double, y: Double) -> MarkupElement {
        let (x, y) = (MarkupElement.number(x), MarkupElement.number(y))
        return MarkupElement("text", ["x": x, "y": y, "transform": "rotate(-90 \(x) \(y))"], text: text)
    }

    /// Lines of a list below a picture.
    static func list(_ lines: [String], top: Double) -> Drawing {
        var drawing = Drawing(bottom: top)
        for line in ShortNames.lines(lines.map(\.printable), columns: Int((width - 2 * margin) / 7.2)) {
            drawing.bottom += lineHeight
            drawing.elements.append(text(line, x: margin, y: drawing.bottom, ""))
        }
        return drawing
    }

    /// Names in that width, so that those that differ look different.
    static func named(_ names: [String], within width: Double) -> ShortNames {
        ShortNames(names.map(\.printable), columns: max(2, Int(width / 7.2)))
    }

    /// A straight line.
    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String) -> MarkupElement {
        MarkupElement(
            "line",
            [
                "class": classes, "x1": MarkupElement.number(x1), "y1": MarkupElement.number(y1),
                "x2": MarkupElement.number(x2), "y2": MarkupElement.number(y2),
            ])
    }

    /// A rectangle, with a word for who points at it where there is one.
    static func rect(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ classes: String, title: String = ""
    ) -> MarkupElement {
        MarkupElement(
            "rect",
            [
                "class": classes, "x": MarkupElement.number(x), "y": MarkupElement.number(y),
                "width": MarkupElement.number(width), "height": MarkupElement.number(height),
            ], title.isEmpty ? [] : [MarkupElement("title", text: title)])
    }

    /// A dot, with a word for who points at it.
    static func dot(_ x: Double, _ y: Double, radius: Double, _ classes: String, title: String) -> MarkupElement {
        MarkupElement(
            "circle",
            [
                "class": classes, "cx": MarkupElement.number(x), "cy": MarkupElement.number(y),
                "r": MarkupElement.number(radius), "stroke-width": "2",
            ], [MarkupElement("title", text: title)])
    }

    /// About how wide a text is: no font is at hand to say it.
    static func width(of text: String) -> Double { Double(DisplayWidth.of(text)) * 7.2 }

    /// A text on one line, with an ellipsis where it would be wider.
    static func cut(_ text: String, to width: Double) -> String {
        DisplayWidth.cut(text.printable, to: max(2, Int(width / 7.2)))
    }

    /// A text in lines of at most that width, broken at spaces.
    static func lines(_ text: String, most width: Double) -> [String] {
        var lines: [String] = []
        for word in text.printable.split(separator: " ").map(String.init) {
            if let last = lines.last, Self.width(of: "\(last) \(word)") <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(cut(word, to: width))
            }
        }
        return lines
    }

    /// The ticks of an axis below a picture with their lines up through it, and the title.
    static func axis(
        _ axis: Axis, from left: Double, to right: Double, top: Double, bottom: Double
    ) -> [MarkupElement] {
        var elements: [MarkupElement] = []
        for tick in axis.ticks(most: 8) {
            let x = left + axis.position(of: tick.value) * (right - left)
            elements.append(line(x, top, x, bottom, "grid"))
            elements.append(text(tick.label, x: x, y: bottom + 18, "muted middle"))
        }
        elements.append(text(cut(axis.title, to: right - left + 160), x: (left + right) / 2, y: bottom + 40, "middle"))
        return elements
    }
}
