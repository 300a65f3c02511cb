import Plots
import TestSupport
import Testing
import Values

@Suite struct SVGChartTests {
    @Test(arguments: Chart.samples)
    func `a picture is well-formed, says what it is, and stands alone`(chart: Chart) throws {
        let text = SVGChart(chart).text
        let reading = try MarkupReading(text)
        #expect(reading.elements.first == "svg")
        let root = try #require(reading.attributes.first)
        #expect(root["viewBox"]?.hasPrefix("0 0 760 ") == true && root["role"] == "img")
        #expect(reading.texts[1] == chart.title && reading.texts[2] == chart.caption)
        #expect(Set(reading.elements).isDisjoint(with: ["script", "image", "use", "a", "foreignObject"]))
        let links = text.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!links.contains("http") && !links.contains("url(") && !links.contains("href"))
        #expect(text.contains("prefers-color-scheme: dark"))
        #expect(text == SVGChart(chart).text)
    }

    @Test(
        arguments: [
            "<script>alert(1)</script>", "\"&amp;' onload=\"x\"", "]]>", "\u{0}\u{1B}[31m\u{7}\n", "\u{FFFE}\u{FFFF}",
            "\u{202E}abc", "映画の評判", String(repeating: "long ", count: 100), "",
        ])
    func `labels are text, whatever they hold`(label: String) throws {
        for chart in Chart.hostile(label) {
            let text = SVGChart(chart).text
            let reading = try MarkupReading(text)
            #expect(!reading.elements.contains("script"))
            #expect(reading.attributes.allSatisfy { $0["onload"] == nil })
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
            #expect(!text.unicodeScalars.contains("\u{202E}"))
        }
    }

    @Test func `numbers have two decimals at most`() throws {
        for chart in Chart.samples {
            #expect(SVGChart(chart).text.firstMatch(of: /="[^"]*\d\.\d{3}/) == nil)
        }
    }

    @Test func `a name is cut before it stands in every cell`() throws {
        for letter in ["a", "\u{301}", "e\u{301}"] {
            let names = (0..<50).map { "\($0)" + String(repeating: letter, count: 20_000) }
            let cells = names.map { _ in names.map { _ in Chart.Grid.Cell(1, text: "1", shade: 1) as Chart.Grid.Cell? }
            }
            let grid = Chart.Grid(rowsTitle: "", columnsTitle: "", rows: names, columns: names, cells: cells)
            let chart = Chart(title: "", body: .grid(grid))
            let size = SVGChart(chart).text.utf8.count
            #expect(size < 3 << 20)
            let marks = chart.marks.joined().map { $0.value.text.utf8.count }
            #expect(marks.count == 7500 && (marks.max() ?? 0) < 500)
        }
    }
}
