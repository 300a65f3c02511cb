import Foundation
import Testing

/// `replay`, with the built binary and real files.
@Suite struct ReplayTests {
    private let person: Person

    private static let script = """
        load reviews.csv --as r
        vectorizer n_features=2**10
        classifier random_state=1
        fit r --rows :10 --batch-size 4
        score r --rows 10:
        feedback open feedback.sqlite --create
        feedback import r --rows 10:15
        update --batch-size 2
        expect rows_applied == 5
        export models/m.safetensors

        """

    init() throws {
        person = try Person()
        try person.write(Self.script, to: "script.refit")
        #expect(try person.run(["run", "script.refit"]).status == 0)
    }

    private func replay(_ options: String..., environment: [String: String] = [:]) throws -> Person.Finished {
        person.environment.merge(environment) { $1 }
        return try person.run(["replay", "models/m.run"] + options)
    }

    private func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: person.path(file), encoding: .utf8)
        try #require(text.contains(old), "\(file) lacks \(old)")
        try person.write(text.replacing(old, with: new), to: file)
    }

    @Test("comes to the same, bit by bit, and leaves nothing behind")
    func identical() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: person.folder).sorted()
        let temporary = person.path("temporary")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let finished = try replay("--mode", "json", environment: ["TMPDIR": temporary])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.output.contains(#""verdict":"identical","model_digest":"#))
        #expect(!finished.output.contains(#""verdict":"differs""#))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
        let after = try FileManager.default.contentsOfDirectory(atPath: person.folder).sorted()
        #expect(Set(after).subtracting(before) == ["temporary"])
    }

    @Test("finds one changed byte of the data, and the data under another name")
    func changedData() throws {
        try FileManager.default.createDirectory(atPath: person.path("data"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: person.path("reviews.csv"), toPath: person.path("data/other.csv"))
        try edit("reviews.csv", "film number 3,1", "film number 4,1")
        let changed = try replay()
        #expect(changed.status == 4)
        #expect(changed.output.contains("the input reviews.csv has the digest"), "\(changed.output)")
        #expect(try replay("--data", "data").status == 0)
        try FileManager.default.removeItem(atPath: person.path("reviews.csv"))
        let missing = try replay()
        #expect(missing.status == 4)
        #expect(missing.output.contains("was not found"))
    }

    @Test("finds one changed setting")
    func changedSetting() throws {
        try edit("models/m.run/script.refit", "random_state=1", "random_state=2")
        let changed = try replay("--brief")
        #expect(changed.status == 3)
        #expect(changed.output.contains("cell 3 was  classifier random_state=1"))
        #expect(changed.output.contains("cell 3 is   classifier random_state=2"))
        #expect(changed.output.contains("settings.classifier.random_state"), "\(changed.output)")
    }

    @Test(
        "finds one changed figure, of a cell and of a batch",
        arguments: [("record.json", "\"documents\": 10", "\"documents\": 11"), ("batches.csv", "4,1,4,", "4,1,5,")])
    func changedFigure(file: String, old: String, new: String) throws {
        try edit("models/m.run/\(file)", old, new)
        let changed = try replay("--brief")
        #expect(changed.status == 3)
        #expect(changed.output.contains("documents"), "\(changed.output)")
        #expect(changed.output.contains("11") || changed.output.contains("5"))
    }

    @Test("says which figures the record does not have, and does not judge them")
    func newFigures() throws {
        let path = "models/m.run/record.json"
        let text = try String(contentsOfFile: person.path(path), encoding: .utf8)
        let match = try #require(text.firstMatch(of: /"roc_auc": [0-9.]+/))
        let comma = try #require(text.firstMatch(of: /,\n *"roc_auc": [0-9.]+/))
        #expect(comma.0.contains(match.0))
        try person.write(text.replacing(comma.0, with: ""), to: path)
        let replayed = try replay()
        #expect(replayed.status == 0)
        #expect(replayed.output.contains("1 new"), "\(replayed.output)")
    }

    @Test("lets a number be as far off as the record says, and the command line only narrows that")
    func tolerances() throws {
        let text = try String(contentsOfFile: person.path("models/m.run/record.json"), encoding: .utf8)
        let match = try #require(text.firstMatch(of: /"log_loss": ([0-9.]+)/))
        let off = try #require(Double(match.1)) + 1e-7
        try edit("models/m.run/record.json", String(match.0), "\"log_loss\": \(off)")
        #expect(try replay().status == 3)
        try edit("models/m.run/record.json", "\"named\":{}", "\"named\":{\"log_loss\":1e-6}")
        let near = try replay("--brief")
        #expect(near.status == 0)
        #expect(near.output.contains("within tolerance"))
        #expect(try replay("--tolerance", "log_loss=1e-8").status == 3)
        #expect(try replay("--tolerance", "1").status == 0)
    }

    @Test("reads no file that is no input of the run, and writes none outside its scratch folder")
    func hostileScript() throws {
        try person.write("review,sentiment\nprivate,1\nsecret,0\n", to: "secret.csv")
        let lines = [
            "sample ../evil.csv --documents 5", "sample \(person.path("evil.csv")) --documents 5",
            "sample ~/evil.csv --documents 5", "save \(person.path("evil.refit"))",
            "export \(person.path("evil.safetensors"))", "feedback open \(person.path("evil.sqlite")) --create",
        ]
        try edit("models/m.run/script.refit", "expect rows", lines.joined(separator: "\n") + "\nexpect rows")
        let written = try replay("--brief")
        #expect(written.status == 3, "\(written.output)")
        for name in ["evil.csv", "evil.refit", "evil.safetensors", "evil.sqlite", "home/evil.csv", "../evil.csv"] {
            #expect(!person.has(name))
        }
        for line in [
            "load secret.csv", "load \(person.path("secret.csv"))", "show \(person.path("secret.csv"))",
            "import other.safetensors", "inspect /etc/passwd", "vectorizer stop_words=/etc/passwd",
            "vect = HashingVectorizer(stop_words='/etc/passwd')",
            "update --model \(person.path("models/m.safetensors"))",
            "runs /", "replay models/m.run",
        ] {
            try person.write(Self.script + line + "\n", to: "models/m.run/script.refit")
            let read = try replay("--brief", "--mode", "json")
            #expect(read.status == 4 || read.status == 1, "\(line): \(read.output)")
            #expect(!read.output.contains("private"))
        }
    }

    @Test(
        "refuses a record that is damaged, foreign or of a later form, by its place",
        arguments: [
            ("\"record_version\": 1", "\"record_version\": 99", "record_version 99"),
            ("\"record_version\": 1", "\"version\": 1", "no record_version"),
            ("\"cell\": 2", "\"cell\": 7", "cells[1].cell should be 2"),
            ("\"cells\"", "\"sells\"", "cells should be there"),
            ("\"kind\": \"dataset\"", "\"kind\": \"virus\"", "inputs[0].kind"), ("{", "", "damaged at byte"),
        ])
    func damaged(old: String, new: String, words: String) throws {
        let path = "models/m.run/record.json"
        let text = try String(contentsOfFile: person.path(path), encoding: .utf8)
        try person.write(text.replacing(old, with: new, maxReplacements: 1), to: path)
        let refused = try replay()
        #expect(refused.status == 1)
        #expect(refused.output.contains(words), "\(refused.output)")
    }

    @Test("ends what takes longer than it may")
    func timeLimit() throws {
        try edit("models/m.run/script.refit", "--batch-size 4", "--batch-size 4 --epochs 100_000_000")
        let late = try replay("--timeout", "1")
        #expect(late.status == 4)
        #expect(late.output.contains("the time limit of 1.0 s ran out"), "\(late.output)")
    }

    @Test("reads no link in place of a run's own file, and says nothing that a workflow obeys")
    func linksAndLines() throws {
        try person.write("private words\n", to: "private.txt")
        let script = person.path("models/m.run/script.refit")
        try FileManager.default.removeItem(atPath: script)
        try FileManager.default.createSymbolicLink(atPath: script, withDestinationPath: person.path("private.txt"))
        let linked = try replay()
        #expect(linked.status == 1)
        #expect(!linked.output.contains("words"), "\(linked.output)")
        try FileManager.default.removeItem(atPath: script)
        try person.write(Self.script, to: "models/m.run/script.refit")
        try edit("models/m.run/record.json", "\"typed\": \"reviews.csv\"", "\"typed\": \"x\\n::add-mask::y\"")
        let lines = try replay("--report", "github")
        #expect(lines.status == 4)
        #expect(!lines.output.split(separator: "\n").contains { $0.hasPrefix("::add-mask") }, "\(lines.output)")
    }

    @Test("ends with the process that began it, also when that is killed")
    func killed() throws {
        try edit("models/m.run/script.refit", "--batch-size 4", "--batch-size 4 --epochs 100_000_000")
        person.environment["TMPDIR"] = person.folder
        let session = try person.open(["replay", "models/m.run"])
        try session.wait(for: "reads ")
        let pattern = person.folder
        func running() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").count { entry in
                guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline")
                else { return false }
                let words = String(decoding: data, as: UTF8.self)
                return words.contains(pattern) && words.contains("--plan")
            }
        }
        let deadline = ContinuousClock.now + PseudoTerminal.patience
        while try running() == 0, ContinuousClock.now < deadline { usleep(10_000) }
        #expect(try running() == 1)
        session.signal(SIGKILL)
        _ = try session.waitForExit()
        while try running() > 0, ContinuousClock.now < deadline { usleep(10_000) }
        #expect(try running() == 0)
    }

    @Test("judges a script with a setting whose keys have one text")
    func equalDescriptions() throws {
        try edit("models/m.run/script.refit", "random_state=1", "class_weight={0: 1.0, 1: 2.0, '1': 3.0}")
        let finished = try replay()
        #expect(finished.status == 3)
        #expect(finished.output.contains("settings.classifier.class_weight"), "\(finished.output)")
    }

    @Test("notices a changed seed and a changed number of learned rows")
    func seedAndT() throws {
        try edit("models/m.run/record.json", "\"t\": 16.0", "\"t\": 17.0")
        let finished = try replay("--mode", "json")
        #expect(finished.status == 3)
        #expect(
            finished.output.contains(#""key":"t","expected":17.0,"actual":16.0,"verdict":"differs""#),
            "\(finished.output)")
        try edit("models/m.run/record.json", "\"seed\": 1", "\"seed\": 7")
        #expect(
            try replay("--mode", "json").output.contains(#""key":"seed","expected":7,"actual":1,"verdict":"differs""#))
    }

    @Test("takes a count that the record writes with a fraction as exactly what it says")
    func fractionalCount() throws {
        try edit("models/m.run/record.json", "\"rows_applied\": 5", "\"rows_applied\": 5.0000000001")
        #expect(try replay().status == 3)
    }

    @Test("makes new figures the record's when it is asked to, and never where CI is set")
    func accept() throws {
        try edit("models/m.run/script.refit", "random_state=1", "random_state=2")
        let refused = try replay("--accept", environment: ["CI": "true"])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("CI is set"))
        #expect(try replay().status == 3)
        person.environment["CI"] = ""
        let accepted = try replay("--accept", "--brief")
        #expect(accepted.status == 0, "\(accepted.diagnostics)")
        #expect(accepted.output.contains("settings.classifier.random_state"), "the difference is shown first")
        #expect(try replay().status == 0)
    }

    @Test("reports to JUnit, GitHub and as Markdown; several runs at a time")
    func reports() throws {
        try edit("models/m.run/record.json", "\"documents\": 10", "\"documents\": 11")
        try person.write(Self.script.replacing("models/m", with: "models/n"), to: "n.refit")
        try FileManager.default.removeItem(atPath: person.path("feedback.sqlite"))
        #expect(try person.run(["run", "n.refit"]).status == 0)
        let finished = try replay(
            "models/n.safetensors", "--jobs", "2", "--report", "junit:r.xml", "--report", "markdown:r.md", "--report",
            "github", "--brief")
        #expect(finished.status == 3)
        #expect(finished.output.contains("2 runs: 1 identical, 1 differs"), "\(finished.output)")
        #expect(finished.output.contains("::error file=models/m.run/record.json"))
        let junit = try String(contentsOfFile: person.path("r.xml"), encoding: .utf8)
        #expect(junit.contains("<testsuite name=\"models/m.run\""))
        #expect(junit.contains("<failure message=\"cell "))
        let document = try XMLCheck.isWellFormed(person.path("r.xml"))
        #expect(document)
        #expect(try String(contentsOfFile: person.path("r.md"), encoding: .utf8).contains("| cell | figure |"))
    }

    @Test("begins from the model file that the run began from, also once that file is another")
    func startingModel() throws {
        try person.write(
            "import models/m.safetensors\nload reviews.csv --as r\npartial-fit r --rows :4\nexport models/m.safetensors\n",
            to: "more.refit")
        #expect(try person.run(["run", "more.refit"]).status == 0)
        #expect(person.has("models/m.run/start.safetensors"))
        let finished = try replay()
        #expect(finished.status == 0, "\(finished.output)")
        #expect(try person.run(["run", "more.refit"]).status == 0)
        #expect(try replay().status == 0)
    }

    /// Lets somebody else write to a database.
    private func execute(_ sql: String, on database: String = "feedback.sqlite") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()",
            person.path(database), sql,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("says that a run cannot be repeated whose feedback was changed after it was learned")
    func changedFeedback() throws {
        let session = try Conversation(of: person)
        try session.type("import models/m.safetensors", "[2]:")
        try session.type("feedback open feedback.sqlite", "[3]:")
        try execute("INSERT INTO review_db VALUES ('came in', 1, '')")
        try session.type("update", "last row 6")
        try execute("UPDATE review_db SET review = 'changed' WHERE rowid = 6")
        try session.type("export models/changed.safetensors", "the run cannot be repeated")
        try session.leave()
        let refused = try person.run(["replay", "models/changed.run"])
        #expect(refused.status == 4)
        #expect(refused.output.contains("had changed"), "\(refused.output)")
    }

    @Test("notices rows that were renumbered, and a missing file of the run's own")
    func renumberedFeedback() throws {
        try execute("DELETE FROM review_db WHERE rowid = 2")
        try person.write(
            "load reviews.csv --as r\nvectorizer n_features=2**10\nfit r --rows :4\nfeedback open feedback.sqlite\nupdate\n"
                + "export models/n.safetensors\n", to: "n.refit")
        #expect(try person.run(["run", "n.refit"]).status == 0)
        #expect(try person.run(["replay", "models/n.run"]).status == 0)
        try FileManager.default.createDirectory(atPath: person.path("d/deep"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: person.path("feedback.sqlite"), toPath: person.path("d/deep/other.sqlite"))
        #expect(try person.run(["replay", "models/n.run"]).status == 4)
        #expect(try person.run(["replay", "models/n.run", "--data", "d"]).status == 0)
        try FileManager.default.moveItem(
            atPath: person.path("d/deep/other.sqlite"), toPath: person.path("feedback.sqlite"))
        try execute("UPDATE review_db SET rowid = rowid - 1 WHERE rowid > 2")
        let renumbered = try person.run(["replay", "models/n.run"])
        #expect(renumbered.status == 4)
        #expect(renumbered.output.contains("renumbered"), "\(renumbered.output)")
        try FileManager.default.removeItem(atPath: person.path("models/m.run/batches.csv"))
        #expect(try replay().status == 1)
    }

    @Test("knows a file under each of its names")
    func spellings() throws {
        let absolute = person.folder
        try FileManager.default.createSymbolicLink(
            atPath: person.path("link.safetensors"), withDestinationPath: "models/x.safetensors")
        try person.write(
            """
            sample made.csv --documents 20
            load \(absolute)/made.csv --as s
            vectorizer n_features=2**10
            fit s --rows :10
            export models/x.safetensors
            import ./models/x.safetensors
            import link.safetensors
            feedback open feedback.sqlite
            feedback add a good film --label 1
            update --db \(absolute)/feedback.sqlite
            export models/y.safetensors

            """, to: "y.refit")
        #expect(try person.run(["run", "y.refit"]).status == 0)
        let finished = try person.run(["replay", "models/y.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
    }

    @Test("gives a failed command's rows and others' their place")
    func bounds() throws {
        let session = try Conversation(of: person)
        try session.type("import models/m.safetensors", "[2]:")
        try session.type("feedback open feedback.sqlite", "[3]:")
        try execute("INSERT INTO review_db VALUES ('no label', NULL, '')")
        try session.type("update", "cannot be learned")
        try execute("INSERT INTO review_db VALUES ('a fun film', 1, '')")
        try session.type("update --bad-rows skip", "last row 7")
        try session.type("export models/b.safetensors", "run models/b.run")
        try session.leave()
        let finished = try person.run(["replay", "models/b.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
    }

    @Test("sees feedback come in between commands as the run saw it")
    func growingFeedback() throws {
        let session = try Conversation(of: person)
        try session.type("feedback open feedback.sqlite", "[2]:")
        try session.type("import models/m.safetensors", "[3]:")
        try session.type("update", "nothing is new")
        #expect(try person.run(["feedback", "add", "came in", "--label", "1", "--db", "feedback.sqlite"]).status == 0)
        try session.type("update", "last row 6")
        #expect(
            try person.run(["feedback", "add", "came later", "--label", "0", "--db", "feedback.sqlite"]).status == 0)
        try session.type("feedback add mine --label 1", "row 8 added")
        try session.type("update", "applied 2 rows")
        try session.type("export models/grown.safetensors", "[8]:")
        try session.leave()
        let finished = try person.run(["replay", "models/grown.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
        #expect(try person.run(["feedback", "add", "last", "--label", "0", "--db", "feedback.sqlite"]).status == 0)
        #expect(try person.run(["replay", "models/grown.run"]).status == 0)
    }
}

/// A person at the prompt who waits for each answer.
private struct Conversation {
    private let terminal: PseudoTerminal

    init(of person: Person) throws {
        terminal = try person.open()
        try terminal.waitForPrompt(1)
    }

    func type(_ line: String, _ answer: String) throws {
        terminal.enter(line)
        try terminal.wait(for: answer)
    }

    func leave() throws {
        terminal.enter("quit")
        _ = try terminal.waitForExit()
    }
}

/// Python's own reader of XML.
private enum XMLCheck {
    static func isWellFormed(_ path: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])", path]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
