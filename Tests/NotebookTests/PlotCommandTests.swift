import Experiments
import Foundation
import Notebook
import Plots
import TestSupport
import Testing
import Values

/// `plot`, on committed runs and on records that strangers might have written.
@Suite struct PlotCommandTests {
    private static let experiments = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "experiments").path()
    private static let feedback = "\(experiments)/feedback"

    private static func plot(_ words: String...) throws -> CellOutput {
        try CommandReader.read(CommandText(words: ["plot"] + words)).run(in: Session())
    }

    private static func chart(_ output: CellOutput) throws -> Chart {
        guard case .chart(let chart)? = output.blocks.first else { throw NotebookError.other("no picture") }
        return chart
    }

    /// A run of one command.
    private static func run(
        _ expanded: String, _ figures: [String: JSONValue], volatile: [String: JSONValue] = [:],
        batches: [BatchFigures] = [], in folder: TemporaryFolder
    ) throws -> String {
        func sorted(_ figures: [String: JSONValue]) -> [RunRecord.Figure] {
            figures.sorted { $0.key < $1.key }.map { RunRecord.Figure($0.key, $0.value) }
        }
        var record = RunRecord(name: "run")
        record.cells = [.init(number: 1, input: expanded, expanded: expanded, seed: nil, figures: sorted(figures))]
        record.volatile.cells = [.init(number: 1, seconds: 1, figures: sorted(volatile))]
        let run = RunFolder("\(folder.path)/run-\(UUID().uuidString)")
        try run.write(record, batches: batches, models: [])
        return run.path
    }

    @Test func `differences have the names of their arms, and a heading for what they are less than`() throws {
        let chart = try Self.chart(try Self.plot("differences", Self.feedback, "--command", "24"))
        guard case .rows(let rows) = chart.body else { throw NotebookError.other("no rows") }
        #expect(rows.band == -0.5...0.5)
        #expect(
            rows.groups.map(\.title) == [
                "less the model as it begins", "less fetchone", "less as many rows that the model had learned, again",
            ])
        #expect(
            rows.groups.map { $0.marks.map(\.label) } == [
                ["fetchone", "fetchmany:100", "fetchall"], ["fetchmany:100", "fetchall"],
                ["fetchone", "fetchmany:100", "fetchall"],
            ])
        let mark = try #require(rows.groups.last?.marks.first)
        #expect(mark.isSettled && mark.value < -25 && mark.interval?.contains(mark.value) == true)
    }

    @Test func `orders have a row a comparison and a column a way`() throws {
        let chart = try Self.chart(try Self.plot("orders", Self.feedback))
        guard case .grid(let grid) = chart.body else { throw NotebookError.other("no cells") }
        #expect(grid.columns == ["fetchone", "fetchmany:100", "fetchall"])
        #expect(grid.rows.prefix(2) == ["random, plain", "runs, plain"] && grid.rows.count == 10)
        #expect(grid.cells[3][0]?.text == "-33.1" && (grid.cells[3][0]?.shade ?? 0) < -0.9)
    }

    @Test func `a grid has a column a size and a row a combination of what else was varied`() throws {
        let chart = try Self.chart(try Self.plot("grid", "\(Self.experiments)/vectorizers"))
        guard case .grid(let grid) = chart.body else { throw NotebookError.other("no cells") }
        #expect(grid.columns == ["2^6", "2^8", "2^10", "2^12", "2^14", "2^18", "2^21"])
        #expect(grid.rows == ["none, 1,1", "none, 1,2", "english, 1,1", "english, 1,2"])
        #expect(grid.rowsTitle == "stop_words, ngram_range")
        // As in the committed tables: here no smaller one is settled to be as good as the best.
        #expect(grid.cells[3].map { $0?.text } == ["0.584", "0.750", "0.837", "0.867", "0.874", "0.876 *", "0.876"])
        #expect(grid.cells[3][5]?.shade == 0 && grid.cells[3][0]?.shade == -1)
        #expect(chart.caption.contains("splits at random") && !chart.caption.contains("°"))
        let real = try Self.chart(try Self.plot("grid", "\(Self.experiments)/vectorizers-imdb"))
        guard case .grid(let reviews) = real.body else { throw NotebookError.other("no cells") }
        #expect(reviews.cells[2].suffix(3).map { $0?.text } == ["0.865 °", "0.866", "0.866 *"])
        #expect(real.caption.contains("° is the smallest that is as good"))
    }

    @Test func `ways whose batches are the same have a column each`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(
            "compare batches --db f.sqlite --strategies fetchone fetchmany:500 fetchall --test s.csv",
            [
                "strategies[0].batch_size": 1, "strategies[0].rows": 100, "strategies[0].accuracy.mean": .real(0.75),
                "strategies[1].batch_size": 100, "strategies[1].accuracy.mean": .real(0.50001),
                "starting_accuracy": .real(0.5),
            ], in: folder)
        guard case .grid(let grid) = try Self.chart(try Self.plot("orders", run)).body else {
            throw NotebookError.other("no cells")
        }
        #expect(grid.rows == ["f"] && grid.columns == ["fetchone", "fetchmany:500", "fetchall"])
        #expect(grid.cells[0].map { $0?.text } == ["+25.0", "0.0", "0.0"])
    }

    @Test func `settings that were varied have rows of their own`() throws {
        let folder = try TemporaryFolder()
        var figures: [String: JSONValue] = ["starting_accuracy": .real(0.5), "strategies[0].rows": 100]
        for arm in 0..<4 {
            figures["strategies[\(arm)].batch_size"] = arm.isMultiple(of: 2) ? 1 : 100
            figures["strategies[\(arm)].accuracy.mean"] = .real(0.5 + Double(arm) / 100)
        }
        let run = try Self.run(
            "compare batches --db f.sqlite --strategies fetchone fetchall --vary alpha=0.1,0.2 --test s.csv", figures,
            in: folder)
        guard case .grid(let grid) = try Self.chart(try Self.plot("orders", run)).body else {
            throw NotebookError.other("no cells")
        }
        #expect(grid.rows == ["f, alpha=0.1", "f, alpha=0.2"] && grid.columns == ["fetchone", "fetchall"])
        #expect(grid.cells.map { $0.map { $0?.text } } == [["0.0", "+1.0"], ["+2.0", "+3.0"]])
        figures["strategies[0].accuracy.mean"] = nil
        figures["strategies[3].accuracy.mean"] = .real(1e300)
        let other = try Self.run(
            "compare batches --db f.sqlite --strategies fetchone fetchall --vary alpha=0.1,0.2 --test s.csv", figures,
            in: folder)
        guard case .grid(let gaps) = try Self.chart(try Self.plot("orders", other)).body else {
            throw NotebookError.other("no cells")
        }
        #expect(gaps.columns == ["fetchall", "fetchone"])
        #expect(gaps.cells.map { $0.map { $0?.text } } == [["+1.0", nil], [nil, "+2.0"]])
    }

    @Test func `comparisons of one database that say the same are called by their commands`() throws {
        let folder = try TemporaryFolder()
        let figures: [String: JSONValue] = [
            "starting_accuracy": .real(0.5), "strategies[0].rows": 100, "strategies[0].batch_size": 1,
            "strategies[0].accuracy.mean": .real(0.6),
        ]
        let compare = "compare batches --db f.sqlite --strategies fetchone --test s.csv"
        let same = try [Self.run(compare, figures, in: folder), Self.run(compare, figures, in: folder)]
        let other = try Self.run(compare.replacing("s.csv", with: "t.csv"), figures, in: folder)
        func rows(_ runs: String...) throws -> [String] {
            let chart = try Self.chart(
                try CommandReader.read(CommandText(words: ["plot", "orders"] + runs)).run(in: Session()))
            guard case .grid(let grid) = chart.body else { return [] }
            return grid.rows
        }
        #expect(try rows(same[0], other) == ["f, s.csv", "f, t.csv"])
        var record = RunRecord(name: "two")
        record.cells = (1...2).map { number in
            .init(
                number: number, input: compare, expanded: compare, seed: nil,
                figures: figures.sorted { $0.key < $1.key }.map { RunRecord.Figure($0.key, $0.value) })
        }
        let two = RunFolder("\(folder.path)/two")
        try two.write(record, batches: [], models: [])
        #expect(try rows(two.path) == ["f, command 1", "f, command 2"])
    }

    @Test func `a curve shows the starting model and held-out documents beside what was learned`() throws {
        let chart = try Self.chart(try Self.plot("curve", Self.feedback))
        guard case .plane(let plane) = chart.body else { throw NotebookError.other("no lines") }
        #expect(
            plane.series.map(\.name) == [
                "progressive 0.9767", "starting model 0.8467", "held-out documents 0.5310",
            ])
        #expect(plane.x.isLogarithmic && plane.series[2].points.last == .init(x: 900, y: 0.531))
    }

    @Test func `runs that differ in their seeds alone are one line with a band`() throws {
        let folder = try TemporaryFolder()
        func run(_ settings: String, _ accuracies: [Double], name: String) throws -> String {
            var record = RunRecord(name: name)
            record.cells = ["run-name \(name)", "classifier \(settings)", "fit r"].enumerated().map {
                .init(number: $0 + 1, input: $1, expanded: $1, seed: nil, figures: [])
            }
            let run = RunFolder(folder.file(name))
            let batches = accuracies.enumerated().map { index, accuracy in
                BatchFigures(
                    cell: 3, batch: index + 1, documents: 10 * (index + 1), progressiveAccuracy: accuracy)
            }
            try run.write(record, batches: batches, models: [])
            return run.path
        }
        let runs = [
            try run("alpha=1 random_state=1", [0.5, 0.75], name: "a"),
            try run("alpha=1 random_state=22", [0.25, 0.25], name: "b"),
            try run("alpha=2 random_state=1", [0.5], name: "c"),
        ]
        let command = try CommandReader.read(CommandText(words: ["plot", "curve"] + runs))
        let chart = try Self.chart(try command.run(in: Session()))
        guard case .plane(let plane) = chart.body else { throw NotebookError.other("no lines") }
        #expect(
            plane.series == [
                .init(
                    "a ×2 0.5000",
                    points: [
                        .init(x: 10, y: 0.375, interval: 0.25...0.5), .init(x: 20, y: 0.5, interval: 0.25...0.75),
                    ]),
                .init("c 0.5000", points: [.init(x: 10, y: 0.5)]),
            ])
    }

    @Test func `a strategy is a point with its time, memory and accuracy`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(
            "compare batches --db f.sqlite --strategies fetchone fetchmany:500 fetchall --test s.csv",
            [
                "strategies[0].batch_size": 1, "strategies[0].rows": 100, "strategies[0].accuracy.mean": .real(0.75),
                "strategies[1].batch_size": 100, "strategies[1].rows": 100,
            ],
            volatile: [
                "strategies[0].duration_seconds.median": .real(2), "strategies[0].memory_over_model_bytes": 1_500_000,
                "strategies[1].duration_seconds.median": .real(0.1), "strategies[1].memory_over_model_bytes": 0,
            ], in: folder)
        let chart = try Self.chart(try Self.plot("strategies", run))
        guard case .plane(let plane) = chart.body else { throw NotebookError.other("no points") }
        #expect(
            plane.series[0].points == [
                .init(x: 2, y: 1.5, label: "fetchone, 0.7500"),
                .init(x: 0.1, y: 0, label: "fetchmany:500 = fetchall"),
            ])
    }

    @Test(
        arguments: [
            ("compare batches --test s.csv", ["strategies[0].batch_size": 1, "strategies[0].rows": .integer(.max)]),
            (
                "compare batches --strategies fetchone fetchall --test s.csv",
                [
                    "strategies[0].batch_size": 1, "strategies[0].rows": 5, "strategies[1].batch_size": 5,
                    "comparisons[0].difference": .real(1e308), "comparisons[0].low": .real(-1e308),
                    "comparisons[0].high": .real(1e308), "margin": .real(-1),
                ]
            ),
            (
                "compare batches --strategies fetchone fetchall --test s.csv",
                [
                    "strategies[0].batch_size": 1, "strategies[0].rows": 5, "strategies[1].batch_size": 5,
                    "comparisons[0].difference": 0, "comparisons[0].low": 1, "comparisons[0].high": -1,
                ]
            ),
            (
                "compare batches --test s.csv"
                    + String(repeating: " --vary alpha=1,2,3,4,5,6,7,8,9,10", count: 30),
                ["strategies[0].batch_size": 1, "strategies[0].rows": 1]
            ),
            ("score s.csv", ["classes[0].label": "a", "confusion_matrix[0][0]": .integer(.min)]),
            ("compare vectorizers r --n-features 4 8 --test r", ["cells[0].accuracy": .real(0.5)]),
            ("compare vectorizers r --n-features 8 --test r", ["cells[0].accuracy": .real(1e308)]),
            (
                "compare vectorizers r --norm" + String(repeating: " l1", count: 100_000) + " --test r",
                ["cells[0].accuracy": .real(0.5)]
            ),
            ("score s.csv", ["classes[0].label": "a", "classes[1].label": "b", "confusion_matrix[0][0]": 1]),
            ("fit s.csv", ["progressive[0].documents": .integer(.min), "progressive[0].test_accuracy": .real(1)]),
            (
                "fit s.csv",
                ["progressive[0].documents": 1, "progressive[0].progressive_accuracy": .real(1.5)]
            ),
            ("compare batches 'not closed", ["strategies[0].batch_size": 1, "strategies[0].rows": 1]),
        ] as [(String, [String: JSONValue])])
    func `figures that no picture shows are refused`(expanded: String, figures: [String: JSONValue]) throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(expanded, figures, in: folder)
        for kind in ["curve", "strategies", "differences", "confusion", "grid", "orders"] {
            let error = #expect(throws: NotebookError.self) { try Self.plot(kind, run) }
            #expect(error?.code == "nothing_to_plot")
        }
    }

    @Test func `a refusal says which pictures there are`() throws {
        let error = #expect(throws: NotebookError.self) { try Self.plot("strategies", Self.feedback) }
        #expect(error?.message == "\(Self.feedback) has no figures for plot strategies")
        #expect(
            error?.remedy
                == "compare batches with --repeats 1 or more left none here; there are some for "
                + "plot curve \(Self.feedback), plot differences \(Self.feedback)")
    }

    @Test func `a picture is written whole, and its marks are what a program reads`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/new/picture.svg"
        let output = try Self.plot("differences", Self.feedback, "--to", path)
        #expect(output.result["path"] == .text(path))
        let chart = try Self.chart(try Self.plot("differences", Self.feedback))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == SVGChart(chart).text)
        guard case .array(let marks)? = chart.json["marks"] else { throw NotebookError.other("no marks") }
        #expect(marks.count == 8 && marks[3]["label"] == "fetchmany:100" && marks[0]["low"] != nil)
        let csv = OutputMode.csv.render(try Self.plot("differences", Self.feedback), width: 80)
        #expect(csv.split(separator: "\n").count == 9 && csv.hasPrefix("group,label,value,low,high,note\n"))
    }

    @Test func `of very many comparisons, and of very long ones, the rest is not read`() throws {
        let folder = try TemporaryFolder()
        func grid(_ sizes: Int, named name: String, count: Int) throws -> String {
            let words = (0..<sizes).map { String($0 + 2) }.joined(separator: " ")
            let expanded = "compare vectorizers r --test r --n-features \(words)"
            var record = RunRecord(name: name)
            record.cells = (1...count).map { number in
                .init(
                    number: number, input: "c", expanded: expanded, seed: nil,
                    figures: (0..<sizes).map { .init("cells[\($0)].accuracy", .real(0.5)) })
            }
            let run = RunFolder(folder.file(name))
            try run.write(record, batches: [], models: [])
            return run.path
        }
        let many = try grid(2, named: "many", count: 300)
        _ = try Self.plot("grid", many, "--command", "200")
        #expect(throws: NotebookError.self) { try Self.plot("grid", many, "--command", "201") }
        let long = try grid(400, named: "long", count: 60)
        _ = try Self.plot("grid", long, "--command", "45")
        #expect(throws: NotebookError.self) { try Self.plot("grid", long, "--command", "55") }
    }

    @Test func `of a model of very many labels the first weights are drawn`() throws {
        let folder = try TemporaryFolder()
        let label = String(repeating: "long", count: 200)
        let rows = (0..<400).map { "one\($0 % 7) two\($0 % 11) three\($0 % 13),\(label)\($0 % 100)\n" }
        try Data(("review,sentiment\n" + rows.joined()).utf8).write(to: URL(filePath: folder.file("c.csv")))
        let session = Session()
        for line in ["load \(folder.file("c.csv")) --as c", "vectorizer n_features=64", "fit c"] {
            _ = try CommandReader.read(CommandText(words: line.split(separator: " ").map(String.init))).run(in: session)
        }
        let plot = try CommandReader.read(CommandText(words: ["plot", "weights", "--count", "100"]))
        let chart = try Self.chart(try plot.run(in: session))
        guard case .rows(let drawn) = chart.body else { throw NotebookError.other("no rows") }
        #expect(drawn.groups.reduce(0) { $0 + $1.marks.count } == 2000)
        #expect(drawn.groups.allSatisfy { $0.title.unicodeScalars.count <= 121 } && drawn.groups[0].marks.count > 10)
        #expect(chart.caption.contains("The first 2,000 of "))
    }
}
