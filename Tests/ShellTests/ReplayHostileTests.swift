import Foundation
import TestSupport
import Testing

/// Replays of what somebody else has made, with the built binary: nothing is read or written that is none of the run's.
@Suite struct ReplayHostileTests {
    private let scene: ReplayScene

    init() throws {
        scene = try ReplayScene()
    }

    @Test("reads no file that is no input of the run, and writes none outside its scratch folder")
    func hostileScript() throws {
        try scene.person.write("review,sentiment\nprivate,1\nsecret,0\n", to: "secret.csv")
        let lines = [
            "sample ../evil.csv --documents 5", "sample \(scene.person.path("evil.csv")) --documents 5",
            "sample ~/evil.csv --documents 5", "save \(scene.person.path("evil.refit"))",
            "export \(scene.person.path("evil.safetensors"))",
            "feedback open \(scene.person.path("evil.sqlite")) --create",
        ]
        try scene.edit("models/m.run/script.refit", "expect rows", lines.joined(separator: "\n") + "\nexpect rows")
        let written = try scene.replay("--brief")
        #expect(written.status == 3, "\(written.output)")
        for name in ["evil.csv", "evil.refit", "evil.safetensors", "evil.sqlite", "home/evil.csv", "../evil.csv"] {
            #expect(!scene.person.has(name))
        }
        let (secret, unopened) = (scene.person.path("secret.csv"), "which is no input of the run, so it was not opened")
        for (line, words) in [
            ("load secret.csv", unopened), ("load \(secret)", unopened), ("show \(secret)", unopened),
            ("import other.safetensors", unopened), ("inspect /etc/passwd", unopened),
            ("vectorizer stop_words=/etc/passwd", unopened),
            ("vect = HashingVectorizer(stop_words='/etc/passwd')", unopened),
            ("update --model \(scene.person.path("models/m.safetensors"))", unopened), ("runs /", unopened),
            ("replay models/m.run", "replays no others"),
        ] {
            try scene.person.write(ReplayScene.script + line + "\n", to: "models/m.run/script.refit")
            let read = try scene.replay("--brief", "--mode", "json")
            #expect(read.status == (words == unopened ? 4 : 1), "\(line): \(read.output)")
            #expect((read.output + read.diagnostics).contains(words), "\(line): \(read.output)")
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
        let text = try String(contentsOfFile: scene.person.path(path), encoding: .utf8)
        try scene.person.write(text.replacing(old, with: new, maxReplacements: 1), to: path)
        let refused = try scene.replay()
        #expect(refused.status == 1)
        #expect(refused.output.contains(words), "\(refused.output)")
    }

    @Test("ends what takes longer than it may")
    func timeLimit() throws {
        try scene.edit("models/m.run/script.refit", "--batch-size 4", "--batch-size 4 --epochs 100_000_000")
        let late = try scene.replay("--timeout", "1")
        #expect(late.status == 4)
        #expect(late.output.contains("the time limit of 1.0 s ran out"), "\(late.output)")
    }

    @Test("reads no link in place of a run's own file, and says nothing that a workflow obeys")
    func linksAndLines() throws {
        try scene.person.write("private words\n", to: "private.txt")
        let script = scene.person.path("models/m.run/script.refit")
        try FileManager.default.removeItem(atPath: script)
        try FileManager.default.createSymbolicLink(
            atPath: script, withDestinationPath: scene.person.path("private.txt"))
        let linked = try scene.replay()
        #expect(linked.status == 1)
        #expect(!linked.output.contains("words"), "\(linked.output)")
        try FileManager.default.removeItem(atPath: script)
        try scene.person.write(ReplayScene.script, to: "models/m.run/script.refit")
        try scene.edit("models/m.run/record.json", "\"typed\": \"reviews.csv\"", "\"typed\": \"x\\n::add-mask::y\"")
        let lines = try scene.replay("--report", "github")
        #expect(lines.status == 4)
        #expect(!lines.output.split(separator: "\n").contains { $0.hasPrefix("::add-mask") }, "\(lines.output)")
    }

    @Test("ends with the process that began it, also when that is killed")
    func killed() throws {
        try scene.edit("models/m.run/script.refit", "--batch-size 4", "--batch-size 4 --epochs 100_000_000")
        scene.person.environment["TMPDIR"] = scene.person.folder
        let session = try scene.person.open(["replay", "models/m.run"])
        try session.wait(for: "reads ")
        let pattern = scene.person.folder
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
        try scene.edit("models/m.run/script.refit", "random_state=1", "class_weight={0: 1.0, 1: 2.0, '1': 3.0}")
        let finished = try scene.replay()
        #expect(finished.status == 3)
        #expect(finished.output.contains("settings.classifier.class_weight"), "\(finished.output)")
    }

    @Test("opens no file of the reader's as documents that only the replay could check")
    func checkedByReading() throws {
        try scene.person.write("review,sentiment\nprivate,1\nsecret,0\n", to: "secret.csv")
        try scene.edit("models/m.run/record.json", "\"size_bytes\": 567", "\"size_bytes\": null")
        try scene.edit("models/m.run/record.json", "\"path\": \"../../reviews.csv\"", "\"path\": \"../../secret.csv\"")
        try FileManager.default.removeItem(atPath: scene.person.path("reviews.csv"))
        let file = try scene.replay("--mode", "json")
        #expect(file.status == 4)
        #expect(!file.output.contains("secret,") && !file.output.contains("private"))
        try scene.execute("CREATE TABLE private_things (secret_column)", on: "mine.sqlite")
        try scene.edit("models/m.run/record.json", "../../secret.csv", "../../mine.sqlite")
        let database = try scene.replay("--mode", "json")
        #expect(database.status == 4)
        #expect(!database.output.contains("private_things"), "\(database.output)")
        #expect(database.output.contains("cannot be read as the run has read it"), "\(database.output)")
    }

    @Test("says of an input that no command reads that nothing can be said")
    func unread() throws {
        let record = try scene.record("models/m.run")
        let input = try #require(record.firstMatch(of: /"inputs": \[\n/)).0
        let digest = String(repeating: "0", count: 64)
        let more =
            "{\"bounds\":[],\"kind\":\"dataset\",\"path\":\"../..\",\"rows\":[],\"sha256\":\"\(digest)\","
            + "\"size_bytes\":null,\"typed\":\"folder\"},"
        try scene.edit("models/m.run/record.json", String(input), input + more)
        let finished = try scene.replay()
        #expect(finished.status == 4)
        #expect(finished.output.contains("never reads the input folder"), "\(finished.output)")
    }

    @Test(
        "refuses inputs that are not what their kind says, and names that lead elsewhere",
        arguments: [
            ("\"aliases\": {}", "\"aliases\": {\"reviews.csv\": \"other.csv\"}", 4, "had two contents"),
            ("\"kind\": \"dataset\"", "\"kind\": \"model\"", 1, "inputs[0].path should be a model's name"),
        ])
    func kinds(old: String, new: String, status: Int32, words: String) throws {
        try scene.edit("models/m.run/record.json", old, new)
        let refused = try scene.replay()
        #expect(refused.status == status)
        #expect(refused.output.contains(words), "\(refused.output)")
    }

    @Test("keeps the form of the results, whatever the script says")
    func mode() throws {
        try scene.edit("models/m.run/script.refit", "load reviews", "mode csv\nload reviews")
        #expect(try scene.replay().status == 0)
        try scene.edit("models/m.run/script.refit", "expect rows_applied == 5", "expect rows_applied == 6")
        let unmet = try scene.replay()
        #expect(unmet.status == 3)
        #expect(unmet.output.contains("rows_applied"), "\(unmet.output)")
    }

    /// Leaves a run of another folder's with a database beside it that the record claims to have read as documents.
    private func queried(_ query: String) throws {
        try scene.execute("CREATE TABLE logins (name, password)", on: "mine.sqlite")
        try scene.execute("INSERT INTO logins VALUES ('root', 'hunter2')", on: "mine.sqlite")
        try scene.person.write(
            "load mine.sqlite --query \"\(query)\" --as q\nvectorizer n_features=2**10\nfit q\nexport models/q.safetensors\n",
            to: "q.refit")
        #expect(try scene.person.run(["run", "q.refit"]).status == 0)
    }

    @Test("shows no words of a database that a script queries, and opens none that lies elsewhere")
    func queries() throws {
        try queried("SELECT 'a' AS review, 0 AS sentiment UNION ALL SELECT 'b', 1")
        let harmless = try scene.record("models/q.run")
        #expect(try scene.person.run(["replay", "models/q.run"]).status == 0)
        // The same documents at the first look, and others as soon as they are learned.
        let hostile =
            "SELECT 'a' AS review, 0 AS sentiment UNION ALL SELECT 'b', CASE abs(random()) % 2 WHEN 0 THEN 1 "
            + "ELSE (SELECT password FROM logins) END"
        let old = "SELECT 'a' AS review, 0 AS sentiment UNION ALL SELECT 'b', 1"
        try scene.edit("models/q.run/script.refit", old, hostile)
        for _ in 0..<8 {
            let replayed = try scene.person.run(["replay", "models/q.run", "--mode", "json"])
            #expect(!replayed.output.contains("hunter2"), "\(replayed.output)")
        }
        try scene.person.write(harmless, to: "models/q.run/record.json")
        let away = scene.person.folder + "-away"
        try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: away) }
        try FileManager.default.copyItem(atPath: scene.person.path("models/q.run"), toPath: away + "/q.run")
        let copied = away + "/q.run/record.json"
        let text = try String(contentsOfFile: copied, encoding: .utf8)
        let elsewhere = text.replacing("../../mine.sqlite", with: scene.person.path("home/mine.sqlite"))
        try Data(elsewhere.utf8).write(to: URL(filePath: copied))
        try FileManager.default.moveItem(
            atPath: scene.person.path("mine.sqlite"), toPath: scene.person.path("home/mine.sqlite"))
        try FileManager.default.createDirectory(atPath: scene.person.path("here"), withIntermediateDirectories: true)
        let here = try scene.person.run(["replay", away + "/q.run"], after: "cd here")
        #expect(here.status == 4)
        #expect(here.output.contains("so it was not opened"), "\(here.output)")
        #expect(!here.diagnostics.contains("reads \(scene.person.path("home/mine"))"))
    }

    @Test("tells texts apart by their bytes, and reads no count with a sign")
    func bytes() throws {
        try scene.person.write(
            "load l.csv --as l\nvectorizer n_features=2**10\nfit l\nscore l\nexport models/l.safetensors\n",
            to: "l.refit")
        try scene.person.write("review,sentiment\none,caf\u{E9}\ntwo,tea\n", to: "l.csv")
        #expect(try scene.person.run(["run", "l.refit"]).status == 0)
        #expect(try scene.person.run(["replay", "models/l.run"]).status == 0)
        try scene.edit("models/l.run/record.json", "caf\u{E9}", "cafe\u{301}")
        #expect(try scene.person.run(["replay", "models/l.run"]).status == 3)
        try scene.edit("models/m.run/batches.csv", "4,1,4,", "4,1,+4,")
        #expect(try scene.replay().status == 1)
    }

    @Test("asks for the rows that the run had where it copies them, whatever was found before")
    func copiedFeedback() throws {
        let scratch = scene.person.path("scratch")
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let location = scene.person.path("feedback.sqlite")
        let digest = String(repeating: "0", count: 64)
        try scene.person.write(
            """
            {"parent": \(ProcessInfo.processInfo.processIdentifier), "scratch": "\(scratch)", "record": "\(scratch)/replayed",
            "aliases": {}, "inputs": [{"kind": "feedback", "typed": "feedback.sqlite", "location": "\(location)",
            "sha256": "\(digest)", "by_reading": false, "bounds": [{"cell": 1, "last_row": 5}]}]}
            """, to: "plan.json")
        try scene.person.write("feedback open feedback.sqlite\nfeedback list\n", to: "child.refit")
        let child = try scene.person.run(["run", "child.refit", "--mode", "json", "--plan", "plan.json"])
        #expect(child.status == 4, "\(child.diagnostics)")
        #expect(child.output.contains("\"code\":\"other_input\""), "\(child.output)")
        #expect(!child.output.contains("wonderful"))
    }

    @Test("renews no record through a link")
    func acceptedLink() throws {
        try scene.edit("models/m.run/script.refit", "random_state=1", "random_state=2")
        try FileManager.default.createSymbolicLink(
            atPath: scene.person.path("l.run"), withDestinationPath: "models/m.run")
        let before = try scene.record("models/m.run")
        scene.person.environment["CI"] = ""
        let refused = try scene.person.run(["replay", "l.run", "--accept"])
        #expect(refused.status == 1)
        #expect(try scene.record("models/m.run") == before)
    }

    @Test("bounds a table of batches, and a database whose texts are made by an expression")
    func costs() throws {
        let lines = (1...200_000).map { "4,\($0),1,,," }.joined(separator: "\n")
        let header = try #require(
            try String(contentsOfFile: scene.person.path("models/m.run/batches.csv"), encoding: .utf8)
                .split(separator: "\n").first)
        try scene.person.write(header + "\n" + lines + "\n", to: "models/m.run/batches.csv")
        let many = try scene.replay()
        #expect(many.status == 1)
        #expect(many.output.contains("the number of lines"), "\(many.output)")
        try scene.execute(
            "CREATE TABLE review_db (a, review TEXT GENERATED ALWAYS AS (hex(zeroblob(1000))) VIRTUAL, sentiment INTEGER, date)",
            on: "made.sqlite")
        let made = try scene.person.run(["feedback", "status", "--db", "made.sqlite"])
        #expect(made.status == 1)
        #expect(made.diagnostics.contains("has no column review"), "\(made.diagnostics)")
    }

    @Test("lists runs whose records are odd, and compares figures at the ends of what a number holds")
    func oddRecords() throws {
        try scene.edit("models/m.run/record.json", "--epochs 1", "--")
        try scene.edit("models/m.run/record.json", "\"t\": 16.0", "\"t\": 1e300")
        #expect(try scene.person.run(["runs"]).status == 0)
        try FileManager.default.copyItem(
            atPath: scene.person.path("models/m.run"), toPath: scene.person.path("models/o.run"))
        try scene.edit("models/m.run/record.json", "\"documents\": 10,", "\"documents\": 9223372036854775807,")
        try scene.edit("models/o.run/record.json", "\"documents\": 10,", "\"documents\": -9223372036854775808,")
        #expect(try scene.person.run(["compare", "runs", "models/m.run", "models/o.run"]).status == 0)
        #expect(try scene.replay("--timeout", "1e300").status == 2)
    }

    @Test("says nothing that a workflow's runner obeys, and shows no mark that turns a line around")
    func marks() throws {
        let name = "x\u{202E}##[add-mask]\u{9B}1"
        try scene.edit("models/m.run/record.json", "\"notes\": []", "\"notes\": [\"\(name)\"]")
        scene.person.environment["GITHUB_ACTIONS"] = "true"
        for mode in ["text", "json", "csv", "markdown"] {
            let shown = try scene.replay("--mode", mode, "--report", "junit:r.xml")
            for text in [shown.output, shown.diagnostics] {
                #expect(!text.contains("##[") && !text.unicodeScalars.contains("\u{202E}"), "\(mode): \(text)")
                #expect(!text.unicodeScalars.contains("\u{9B}"))
            }
        }
        let junit = try String(contentsOfFile: scene.person.path("r.xml"), encoding: .utf8)
        #expect(!junit.unicodeScalars.contains("\u{202E}") && !junit.unicodeScalars.contains("\u{9B}"))
        try scene.person.write(
            "# n\n\n```refit\nnote ::stop-commands::zz\n```\n\n```text\n::stop-commands::zz\n```\n", to: "n.md")
        let checked = try scene.person.run(["run", "n.md", "--check"])
        let lines = (checked.output + checked.diagnostics).split(separator: "\n")
        #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("::") }, "\(lines)")
    }
}
