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

    @Test(arguments: [40, 80, 160])
    func `names that differ look different, however narrow it is`(width: Int) {
        let lines = TextChart(.confusion(classes: 25, largest: 123), width: width).lines
        let heads = lines.filter { $0.hasPrefix("class  ") && !$0.contains("label given") }
            .flatMap { $0.split(separator: #/ {2,}/#).dropFirst() }
        #expect(heads.count == 25 && Set(heads).count == 25, "\(heads)")
        #expect(lines.joined().matches(of: /█ +123/).count == 25)
        let database = "arrivals-as-users-have-left-them-in-order-of-arrival-since-november"
        let ways = ["fetchone"] + [5, 20, 100, 200].map { "fetchmany:\($0)" }
        let rows = ["\(database), alpha=0.0001", "\(database), alpha=0.001", "\(database), alpha=0.001, command 12"]
        let cells = rows.map { _ in ways.map { _ in Chart.Grid.Cell?.some(.init(.real(0), text: "+10.0", shade: 0)) } }
        let orders = TextChart(
            Chart(
                title: "orders",
                body: .grid(.init(rowsTitle: "feedback", columnsTitle: "by", rows: rows, columns: ways, cells: cells))),
            width: width
        ).lines
        #expect(Set(orders.filter { $0.hasPrefix("ar") }.map { $0.prefix { $0 != "+" } }).count == 3, "\(orders)")
        let columns = orders.filter { $0.hasPrefix("feedback") }.flatMap { $0.split(separator: #/ {2,}/#).dropFirst() }
        #expect(columns.count == 5 && Set(columns).count == 5, "\(columns)")
        #expect(orders.allSatisfy { DisplayWidth.of($0) <= width })
    }

    @Test func `no letter of a point hides another one`() {
        let lines = TextChart(.crowd, width: 40).lines
        let letters = lines.compactMap { $0.wholeMatch(of: /([a-z])  fetchmany:.*/)?.output.1 }
        #expect(letters.count > 3)
        let drawn = lines.filter { $0.contains("│") || $0.contains("┤") }.joined()
        // Labels beside points have letters, too.
        let rest = drawn.replacing(/fetchmany:\d+, 0\.7500/, with: "")
        #expect(letters.allSatisfy { rest.contains($0) }, "\(lines)")
    }

    @Test func `names that no cut tells apart have numbers, and lines below`() {
        let names = (0..<3).map { row in
            String(repeating: "x", count: 20 + row) + "y" + String(repeating: "x", count: 22 - row)
        }
        let cells = names.map { _ in names.map { _ in Chart.Grid.Cell?.some(.init(.integer(1), text: "1", shade: 0)) } }
        let lines = TextChart(
            Chart(
                title: "",
                body: .grid(.init(rowsTitle: "", columnsTitle: "", rows: names, columns: names, cells: cells))),
            width: 40
        ).lines
        #expect(lines.filter { $0.hasPrefix("2  ") }.count == 2)
        let key = lines.drop { !$0.hasPrefix("1  x") }.joined().replacing("   ", with: "")
        #expect(names.allSatisfy { key.contains($0) }, "\(lines)")
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
