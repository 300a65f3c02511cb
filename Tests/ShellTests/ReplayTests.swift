import Foundation
import TestSupport
import Testing

/// `replay`, with the built binary and real files: the verdicts and the reports.
@Suite struct ReplayTests {
    private let scene: ReplayScene

    init() throws {
        scene = try ReplayScene()
    }

    @Test("comes to the same, bit by bit, and leaves nothing behind")
    func identical() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: scene.person.folder).sorted()
        let temporary = scene.person.path("temporary")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let finished = try scene.replay("--mode", "json", environment: ["TMPDIR": temporary])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.output.contains(#""verdict":"identical","model_digest":"#))
        #expect(!finished.output.contains(#""verdict":"differs""#))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        let after = try FileManager.default.contentsOfDirectory(atPath: scene.person.folder).sorted()
        #expect(Set(after).subtracting(before) == ["temporary"])
    }

    @Test("finds one changed setting")
    func changedSetting() throws {
        try scene.edit("models/m.run/script.refit", "random_state=1", "random_state=2")
        let changed = try scene.replay("--brief")
        #expect(changed.status == 3)
        #expect(changed.output.contains("cell 3 was  classifier random_state=1"))
        #expect(changed.output.contains("cell 3 is   classifier random_state=2"))
        #expect(changed.output.contains("settings.classifier.random_state"), "\(changed.output)")
    }

    @Test(
        "finds one changed figure, of a cell and of a batch",
        arguments: [
            ("record.json", "\"documents\": 10", "\"documents\": 11", "4 +documents +11 +10 +differs"),
            ("batches.csv", "4,1,4,", "4,1,5,", #"4 +batches\[0\].documents +5 +4 +differs"#),
        ])
    func changedFigure(file: String, old: String, new: String, line: String) throws {
        try scene.edit("models/m.run/\(file)", old, new)
        let changed = try scene.replay("--brief")
        #expect(changed.status == 3)
        #expect(try changed.output.contains(Regex(line)), "\(changed.output)")
    }

    @Test("says which figures the record does not have, and does not judge them")
    func newFigures() throws {
        let path = "models/m.run/record.json"
        let text = try String(contentsOfFile: scene.person.path(path), encoding: .utf8)
        let match = try #require(text.firstMatch(of: /"roc_auc": [0-9.]+/))
        let comma = try #require(text.firstMatch(of: /,\n *"roc_auc": [0-9.]+/))
        #expect(comma.0.contains(match.0))
        try scene.person.write(text.replacing(comma.0, with: ""), to: path)
        let replayed = try scene.replay()
        #expect(replayed.status == 0)
        #expect(replayed.output.contains("1 new"), "\(replayed.output)")
    }

    @Test("lets a number be as far off as the record says, and the command line only narrows that")
    func tolerances() throws {
        let text = try String(contentsOfFile: scene.person.path("models/m.run/record.json"), encoding: .utf8)
        let match = try #require(text.firstMatch(of: /"log_loss": ([0-9.]+)/))
        let off = try #require(Double(match.1)) + 1e-7
        try scene.edit("models/m.run/record.json", String(match.0), "\"log_loss\": \(off)")
        #expect(try scene.replay().status == 3)
        try scene.edit("models/m.run/record.json", "\"named\":{}", "\"named\":{\"log_loss\":1e-6}")
        let near = try scene.replay("--brief")
        #expect(near.status == 0)
        #expect(near.output.contains("within tolerance"))
        #expect(try scene.replay("--tolerance", "log_loss=1e-8").status == 3)
        #expect(try scene.replay("--tolerance", "1").status == 0)
    }

    @Test("notices a changed seed and a changed number of learned rows")
    func seedAndT() throws {
        try scene.edit("models/m.run/record.json", "\"t\": 16.0", "\"t\": 17.0")
        let finished = try scene.replay("--mode", "json")
        #expect(finished.status == 3)
        #expect(
            finished.output.contains(#""key":"t","expected":17.0,"actual":16.0,"verdict":"differs""#),
            "\(finished.output)")
        try scene.edit("models/m.run/record.json", "\"seed\": 1", "\"seed\": 7")
        #expect(
            try scene.replay("--mode", "json").output.contains(
                #""key":"seed","expected":7,"actual":1,"verdict":"differs""#))
    }

    @Test("takes a count that the record writes with a fraction as exactly what it says")
    func fractionalCount() throws {
        try scene.edit("models/m.run/record.json", "\"rows_applied\": 5", "\"rows_applied\": 5.0000000001")
        #expect(try scene.replay().status == 3)
    }

    @Test("makes new figures the record's when it is asked to, and never where CI is set")
    func accept() throws {
        try scene.edit("models/m.run/script.refit", "random_state=1", "random_state=2")
        let refused = try scene.replay("--accept", environment: ["CI": "true"])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("CI is set"))
        #expect(try scene.replay().status == 3)
        scene.person.environment["CI"] = ""
        let accepted = try scene.replay("--accept", "--brief")
        #expect(accepted.status == 0, "\(accepted.diagnostics)")
        #expect(accepted.output.contains("settings.classifier.random_state"), "the difference is shown first")
        #expect(try scene.replay().status == 0)
    }

    @Test("reports to JUnit, GitHub and as Markdown; several runs at a time")
    func reports() throws {
        try scene.edit("models/m.run/record.json", "\"documents\": 10", "\"documents\": 11")
        try scene.person.write(ReplayScene.script.replacing("models/m", with: "models/n"), to: "n.refit")
        try FileManager.default.removeItem(atPath: scene.person.path("feedback.sqlite"))
        #expect(try scene.person.run(["run", "n.refit"]).status == 0)
        let finished = try scene.replay(
            "models/n.safetensors", "--jobs", "2", "--report", "junit:r.xml", "--report", "markdown:r.md", "--report",
            "github", "--brief")
        #expect(finished.status == 3)
        #expect(finished.output.contains("2 runs: 1 identical, 1 differs"), "\(finished.output)")
        #expect(finished.output.contains("::error file=models/m.run/record.json"))
        let junit = try String(contentsOfFile: scene.person.path("r.xml"), encoding: .utf8)
        #expect(junit.contains("<testsuite name=\"models/m.run\""))
        #expect(junit.contains("<failure message=\"cell "))
        let check = "import sys, xml.dom.minidom as m; m.parse(sys.argv[1]); print('well-formed')"
        #expect(try Python.run(check, scene.person.path("r.xml")) == "well-formed")
        #expect(try String(contentsOfFile: scene.person.path("r.md"), encoding: .utf8).contains("| cell | figure |"))
    }

    @Test(
        "judges what was noted, which rows were read, how a command was meant, and batches of no command",
        arguments: [
            ("record.json", "\"notes\": []", "\"notes\": [\"a note\"]", "notes[0]"),
            ("record.json", "\":10\"", "\":9\"", "inputs[reviews.csv].rows"),
            ("record.json", "--epochs 1", "--epochs 2", "cell 4 was  fit r --rows :10 --batch-size 4 --epochs 2"),
            ("batches.csv", "4,1,4,", "99,1,4,", "batches[0].documents"),
        ])
    func remainder(file: String, old: String, new: String, key: String) throws {
        try scene.edit("models/m.run/\(file)", old, new)
        let changed = try scene.replay("--brief")
        #expect(changed.status == 3, "\(changed.output)")
        #expect(changed.output.contains(key), "\(changed.output)")
    }

    @Test("judges no run by a model file that has learned since")
    func changedModel() throws {
        #expect(try scene.person.run(["replay", "models/m.safetensors"]).status == 0)
        #expect(
            try scene.person.run(["feedback", "add", "a late word", "--label", "1", "--db", "feedback.sqlite"]).status
                == 0)
        let update = ["update", "--model", "models/m.safetensors", "--db", "feedback.sqlite"]
        #expect(try scene.person.run(update).status == 0)
        let named = try scene.person.run(["replay", "models/m.safetensors"])
        #expect(named.status == 4)
        #expect(named.output.contains("it has learned since"), "\(named.output)")
    }
}
