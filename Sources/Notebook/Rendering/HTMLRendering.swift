import Plots
import Values

/// Results as parts of an HTML page, whose style sheet is ``PageStyle/sheet``.
enum HTMLRendering {
    /// Prose as paragraphs, figures as a list of terms, tables and pictures as such.
    ///
    /// `name` begins the names of the parts, and is no other part's.
    static func render(_ blocks: [CellOutput.Block], named name: String) -> [MarkupElement] {
        blocks.enumerated().map { index, block in
            switch block {
            case .prose(let text): MarkupElement("p", lines: text)
            case .figures(let figures):
                MarkupElement("dl", figures.flatMap { term($0.name, $0.value.shown) })
            case .table(let table) where table.rows.count > longest:
                MarkupElement(
                    "details",
                    [MarkupElement("summary", text: "table of \(table.rows.count) rows"), render(table)])
            case .table(let table): render(table)
            case .chart(let chart):
                MarkupElement(
                    "figure", ["class": "chart"], [SVGChart(chart).element(named: "\(name)-\(index)")])
            }
        }
    }

    /// The most rows of a table that is shown before anyone asks for it.
    private static let longest = 24

    /// A name with its value.
    static func term(_ name: String, _ value: String, _ classes: String = "") -> [MarkupElement] {
        [MarkupElement("dt", text: name), MarkupElement("dd", ["class": classes], text: value)]
    }

    /// A table; its title stands above it, and a narrow window scrolls it by itself.
    static func render(_ table: Table) -> MarkupElement {
        let numbers = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumber }
        }
        func cells(_ name: String, _ texts: [String]) -> MarkupElement {
            MarkupElement(
                "tr",
                zip(texts, numbers).map { MarkupElement(name, ["class": $1 ? "number" : "text"], text: $0) })
        }
        let caption = table.title.map { [MarkupElement("caption", text: $0)] } ?? []
        let rows = table.rows.map { row in cells("td", row.map(\.shown)) }
        return MarkupElement(
            "div", ["class": "scroll", "tabindex": "0"],
            [
                MarkupElement(
                    "table",
                    caption + [
                        MarkupElement("thead", [cells("th", table.columns)]), MarkupElement("tbody", rows),
                    ])
            ])
    }
}
