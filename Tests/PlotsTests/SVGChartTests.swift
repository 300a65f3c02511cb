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

    @Test func `labels of many points lie inside the picture and not on each other, and each name is there`() throws {
        let reading = try MarkupReading(SVGChart(.crowd).text)
        let texts = zip(reading.elements, zip(reading.attributes, reading.texts)).filter { $0.0 == "text" }.map(\.1)
        let labels = texts.filter { $0.0["class"]?.contains("halo") == true }
        #expect(labels.count == 12)
        let boxes = try labels.map { attributes, text in
            let width = Double(text.count) * 7.2
            let x = try #require(attributes["x"].flatMap(Double.init))
            let y = try #require(attributes["y"].flatMap(Double.init))
            return (left: attributes["class"]?.contains("middle") == true ? x - width / 2 : x, width: width, y: y)
        }
        for (index, box) in boxes.enumerated() {
            #expect(box.left >= 0 && box.left + box.width <= 760, "\(labels[index].1)")
            for other in boxes[..<index] where abs(other.y - box.y) < 15 {
                #expect(
                    other.left >= box.left + box.width || box.left >= other.left + other.width, "\(labels[index].1)")
            }
        }
        for size in 1...12 {
            let name = "fetchmany:\(size), 0.7500"
            #expect(texts.contains { $0.1 == name || $0.1.hasSuffix(" \(name)") }, "\(name)")
        }
    }

    @Test(arguments: [25, 50], [1, 12_345])
    func `cells show their whole numbers, and heads that differ`(classes: Int, largest: Int) throws {
        let reading = try MarkupReading(SVGChart(.confusion(classes: classes, largest: largest)).text)
        let width = try #require(reading.attributes.first?["width"].flatMap(Double.init))
        let values = zip(reading.elements, zip(reading.attributes, reading.texts)).filter {
            $0.0 == "text" && $0.1.0["class"]?.contains("middle") == true
        }.map(\.1).dropFirst()
        #expect(values.map(\.1).allSatisfy { Int($0.replacing(",", with: "")) != nil })
        #expect(values.map(\.1).count { $0 == Numerals.grouped(largest) } >= classes)
        let heads = zip(reading.attributes, reading.texts).filter { $0.0["transform"] != nil }.map(\.1)
        #expect(heads == (0..<classes).map { "class number \($0)" })
        for rect in reading.attributes where rect["height"] != nil && rect["x"] != nil {
            let (x, side) = (Double(rect["x"] ?? "") ?? .infinity, Double(rect["width"] ?? "") ?? .infinity)
            #expect(x + side <= width && side >= Double(Numerals.grouped(largest).count) * 5.5)
        }
    }
}
