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
        for line in [
            "load secret.csv", "load \(scene.person.path("secret.csv"))", "show \(scene.person.path("secret.csv"))",
            "import other.safetensors", "inspect /etc/passwd", "vectorizer stop_words=/etc/passwd",
            "vect = HashingVectorizer(stop_words='/etc/passwd')",
            "update --model \(scene.person.path("models/m.safetensors"))",
            "runs /", "replay models/m.run",
        ] {
            try scene.person.write(ReplayScene.script + line + "\n", to: "models/m.run/script.refit")
            let read = try scene.replay("--brief", "--mode", "json")
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
}
