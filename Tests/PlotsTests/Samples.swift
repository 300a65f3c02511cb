import Plots
import Testing
import Values

extension Chart: CustomTestStringConvertible {
    /// What test logs call a picture by: all of it would be pages.
    public var testDescription: String { title }

    /// Two lines.
    static let curve = Chart(
        title: "accuracy while learning", caption: "Progressive: all documents so far.",
        body: .plane(
            .init(
                x: Axis("documents learned", covering: [0, 100]), y: Axis("accuracy", covering: [0.5, 0.9]),
                series: [
                    .init(
                        "progressive 0.90",
                        points: (0...50).map { .init(x: Double($0) * 2, y: 0.5 + 0.4 * Double($0) / 50) }),
                    .init("start 0.60", points: [0, 25, 50, 100].map { .init(x: $0, y: 0.6) }),
                ])))

    /// A line with the intervals of its points.
    static let band = Chart(
        title: "accuracy of runs",
        body: .plane(
            .init(
                x: Axis("documents learned", covering: [0, 100]), y: Axis("accuracy", covering: [0.4, 0.9]),
                series: [
                    .init(
                        "mean",
                        points: [
                            .init(x: 10, y: 0.5, interval: 0.42...0.62), .init(x: 40, y: 0.75, interval: 0.65...0.82),
                            .init(x: 70, y: 0.8), .init(x: 100, y: 0.85, interval: 0.8...0.88),
                        ])
                ])))

    /// Points with labels, two of which lie at the same place.
    static let points = Chart(
        title: "time and memory",
        body: .plane(
            .init(
                x: Axis("seconds", covering: [0.02, 3], isLogarithmic: true), y: Axis("MB", covering: [0, 40]),
                series: [
                    .init(
                        "strategies",
                        points: [
                            .init(x: 2.5, y: 1, label: "fetchone 0.86"), .init(x: 0.1, y: 4, label: "fetchmany:100"),
                            .init(x: 0.03, y: 38, label: "fetchall 0.87"), .init(x: 0.1, y: 4, label: "fetchmany:99"),
                        ], isLine: false)
                ])))

    /// Intervals with a band and headings.
    static let differences = Chart(
        title: "difference of accuracy", caption: "Shaded: what would not matter.",
        body: .rows(
            .init(
                axis: Axis("percentage points", covering: [-2.7, 4.04]), band: -0.5...0.5,
                groups: [
                    .init(
                        "less fetchone",
                        marks: [
                            .init(
                                "fetchmany:100", value: 0.16, interval: -2.7...3.02, note: "+0.16", isSettled: false),
                            .init("fetchall", value: 3, interval: 2...4.04, note: "+3.00"),
                        ]),
                    .init("less nothing", marks: [.init("same", value: 0, interval: 0...0, note: "0.00")]),
                ])))

    /// Bars to both sides.
    static let weights = Chart(
        title: "strongest weights",
        body: .rows(
            .init(
                axis: Axis("weight", covering: [-1.5, 2.21, 0]),
                groups: [
                    .init(
                        "",
                        marks: [
                            .init("1265202", value: 2.21, note: "2.21"), .init("17", value: 0.01, note: "0.01"),
                            .init("905897", value: -1.5, note: "-1.50"), .init("4", value: -0.3, note: "-0.30"),
                        ])
                ])))

    /// Shaded cells, one of which is missing.
    static let matrix = Chart(
        title: "labels given", caption: "Documents.",
        body: .grid(
            .init(
                rowsTitle: "class", columnsTitle: "label given", rows: ["0", "positive"], columns: ["0", "positive"],
                cells: [
                    [.init(.integer(470), text: "470", shade: 0.92), .init(.integer(42), text: "42", shade: 0.08)],
                    [nil, .init(.integer(-397), text: "-397", shade: -0.6)],
                ])))

    /// Points so near to each other that labels find no room.
    static let crowd = Chart(
        title: "time and memory",
        body: .plane(
            .init(
                x: Axis("seconds", covering: [0, 0.1]), y: Axis("MB", covering: [0, 5]),
                series: [
                    .init(
                        "strategies",
                        points: (1...12).map { size in
                            .init(
                                x: 0.015 + 0.07 / Double(size * size), y: 4.5 - Double(size % 3) / 8,
                                label: "fetchmany:\(size), 0.7500")
                        }, isLine: false)
                ])))

    /// Many classes whose names begin alike.
    static func confusion(classes: Int, largest: Int) -> Chart {
        let names = (0..<classes).map { "class number \($0)" }
        let cells = (0..<classes).map { row in
            (0..<classes).map { column -> Chart.Grid.Cell? in
                let count = row == column ? largest : 0
                return .init(
                    .integer(count), text: "\(Numerals.grouped(count)) (100 %)", shortText: Numerals.grouped(count),
                    shade: row == column ? 1 : 0)
            }
        }
        return Chart(
            title: "labels given",
            body: .grid(
                .init(rowsTitle: "class", columnsTitle: "label given", rows: names, columns: names, cells: cells)))
    }

    /// One of each kind.
    static let samples = [curve, band, points, differences, weights, matrix]

    /// Labels that a terminal would obey or that would be markup, in all places that take some.
    static func hostile(_ text: String) -> [Chart] {
        let axis = Axis(text, covering: [0, 1])
        return [
            Chart(
                title: text, caption: text,
                body: .plane(
                    .init(
                        x: axis, y: axis,
                        series: [
                            .init(text, points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
                            .init(text, points: [.init(x: 0.5, y: 0.5)]),
                        ]))),
            Chart(
                title: text, caption: text,
                body: .plane(
                    .init(
                        x: axis, y: axis,
                        series: [.init(text, points: [.init(x: 0.1, y: 0.5, label: text)], isLine: false)]))),
            Chart(
                title: text, caption: text,
                body: .rows(
                    .init(
                        axis: axis,
                        groups: [
                            .init(
                                text,
                                marks: [
                                    .init(text, value: 0.5, interval: 0...1, note: text),
                                    .init(text, value: 0.5, note: text),
                                ])
                        ]))),
            Chart(
                title: text, caption: text,
                body: .grid(
                    .init(
                        rowsTitle: text, columnsTitle: text, rows: [text], columns: [text],
                        cells: [[.init(.integer(1), text: text, shade: 1)]]))),
        ]
    }
}
