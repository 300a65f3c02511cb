import Experiments
import Testing
import Values

@Suite struct RunDifferenceTests {
    private func record(_ commands: [(input: String, expanded: String)]) -> RunRecord {
        var record = RunRecordTests.example()
        record.cells = commands.enumerated().map { index, command in
            RunRecord.Cell(
                number: index + 1, input: command.input, expanded: command.expanded, seed: nil, figures: [])
        }
        return record
    }

    private func commands(_ a: [(String, String)], _ b: [(String, String)]) -> [[String?]] {
        RunDifference(record(a), record(b)).differences.filter { $0.part == .command }.map {
            [$0.key]
                + [$0.a, $0.b].map { value in
                    if case .text(let text)? = value { text } else { value?.text }
                }
        }
    }

    @Test func `commands of one name stand side by side, by the options in which they differ`() {
        let a = [
            ("load r", "load r --format csv"), ("vectorizer tutorial", "vectorizer tutorial n_features=2097152"),
            ("fit r", "fit r --rows : --batch-size 1000 --epochs 1"), ("score r", "score r --rows :"),
        ]
        let b = [
            ("load r", "load r --format csv"), ("vectorizer norm=l1", "vectorizer norm='l1' n_features=1048576"),
            ("tokens x", "tokens x"), ("fit r --rows :9", "fit r --rows :9 --batch-size 1000 --whole-set"),
            ("score r", "score r --rows :"),
        ]
        #expect(
            commands(a, b) == [
                ["2", "vectorizer tutorial", "vectorizer norm=l1"], ["3", nil, "tokens x"],
                ["3 fit --rows", ":", ":9"], ["3 fit --epochs", "1", nil], ["3 fit --whole-set", nil, "true"],
            ])
        #expect(RunDifference(record(a), record(b)).same[.command] == 2)
    }

    @Test func `what only one ran stands alone, and no option is lost that is given twice`() {
        #expect(
            commands([("undo", "undo"), ("score r", "score r")], [("score r", "score r")]) == [["1", "undo", nil]])
        #expect(
            commands(
                [("export a", "export a --tolerance x=1 --tolerance y=1")],
                [("export a", "export a --tolerance x=2 --tolerance y=1")])
                == [["1 export --tolerance", "x=1, y=1", "x=2, y=1"]])
        // What looks like an option may be a part of a quoted text.
        #expect(
            commands([("note \"a --b\"", "note \"a --b\"")], [("note \"a --c\"", "note \"a --c\"")])
                == [["1", "note \"a --b\"", "note \"a --c\""]])
    }

    @Test func `a run does not differ from itself, though it reads one file as two things`() {
        var record = RunRecordTests.example()
        record.inputs.append(
            RunInput(kind: .feedback, typed: "r.csv", path: "../r.csv", sha256: String(repeating: "b", count: 64)))
        #expect(RunDifference(record, record).isSame)
    }

    @Test func `an input is one thing, whatever of it differs`() {
        var (a, b) = (RunRecordTests.example(), RunRecordTests.example())
        a.inputs[0].rows = [":9"]
        b.inputs[0].rows = [":9"]
        #expect(RunDifference(a, b).same[.input] == 1)
        b.inputs[0].rows = [":8"]
        let differences = RunDifference(a, b).differences.filter { $0.part == .input }
        #expect(differences.map(\.key) == ["r.csv rows"])
        #expect(RunDifference(a, b).same[.input] == nil)
    }

    @Test func `many commands of other names are set side by side in one pass`() throws {
        let a = (0..<40_000).map { ("a\($0) x", "a\($0) x") } + [("fit r", "fit r --rows :1")]
        let b = (0..<40_000).map { ("b\($0) x", "b\($0) x") } + [("fit r", "fit r --rows :2")]
        let found = commands(a, b)
        #expect(found.count == 80_001)
        #expect(found.last == ["40001 fit --rows", ":1", ":2"])
    }

    @Test func `an option that is given very often is read once`() {
        let given = String(repeating: " --a b", count: 100_000)
        let found = commands([("fit r", "fit r\(given)")], [("fit r", "fit r\(given) --c d")])
        #expect(found == [["1 fit --c", nil, "d"]])
    }

    @Test func `texts of nothing but combining marks are told apart by their bytes`() {
        let marks = "fit " + String(repeating: "\u{301}\u{323}", count: 200_000)
        let count = commands([(marks, marks)], [(marks + "\u{327}", marks + "\u{327}")]).count
        #expect(count == 1)
    }
}
