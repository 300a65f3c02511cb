import Foundation
import Plots
import Testing
import Values

@Suite struct TextChartTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures")

    /// `RECORD=1` writes the pictures anew and lets the tests fail, so that somebody looks at them.
    @Test(
        arguments: [
            ("curve", Chart.curve), ("band", .band), ("points", .points), ("differences", .differences),
            ("weights", .weights),
            ("matrix", .matrix),
        ])
    func `a picture looks as it stands in its file, at three widths`(name: String, chart: Chart) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        let drawn = [40, 80, 120].map { width in
            "\(width) columns\n" + TextChart(chart, width: width).lines.map { $0 + "\n" }.joined()
        }.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try drawn.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(name) was recorded anew: look at it, then run the tests again")
        }
        #expect(try drawn == String(contentsOf: file, encoding: .utf8))
    }

    @Test(arguments: Chart.samples, [0, 40, 80, 120, 200])
    func `a picture fits its width`(chart: Chart, width: Int) {
        let lines = TextChart(chart, width: width).lines
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= min(160, max(40, width)) })
        #expect(lines.count <= 24)
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test(
        arguments: [
            "\u{1B}[31mred", "two\nlines\r", "映画の評判映画の評判映画の評判映画の評判", "e\u{301}\u{301}", "\u{202E}abc", "",
            String(repeating: "long ", count: 100),
        ], [40, 80])
    func `labels are never obeyed, and pictures keep their width`(label: String, width: Int) {
        for chart in Chart.hostile(label) {
            for line in TextChart(chart, width: width).lines {
                #expect(DisplayWidth.of(line) <= width)
                #expect(line == DisplayWidth.oneLine(line))
            }
        }
    }

    @Test func `an axis whose numbers fill the width leaves a picture all the same`() {
        let (x, y) = (Axis("documents", covering: [1, 2]), Axis("accuracy", covering: [-1e15, 1e15]))
        let lines = ["progressive", "held-out documents"].map { name in
            Chart.Series(name, points: [.init(x: 1, y: -1e15), .init(x: 2, y: 1e15)])
        }
        let chart = Chart(title: "", body: .plane(.init(x: x, y: y, series: lines)))
        #expect(TextChart(chart, width: 40).lines.contains { $0.contains("1,000,000,000,000,000") })
    }

    @Test func `numbers that no axis shows break nothing`() {
        for value in [Double.nan, .infinity, -.infinity, 1e300, -1e300] {
            let axis = Axis("", covering: [value])
            let plane = Chart.Plane(
                x: axis, y: axis, series: [.init("", points: [.init(x: value, y: value), .init(x: 0, y: value)])])
            let rows = Chart.Rows(axis: axis, groups: [.init("", marks: [.init("", value: value, note: "")])])
            for body in [Chart.Body.plane(plane), .rows(rows)] {
                #expect(!TextChart(Chart(title: "", body: body), width: 40).lines.isEmpty)
                #expect(!SVGChart(Chart(title: "", body: body)).text.isEmpty)
            }
        }
    }
}
