import Foundation
import Testing

@Suite("The session log of the built binary", .serialized, .timeLimit(.minutes(5)))
struct SessionLogTests {
    private let person: Person

    init() throws {
        person = try Person()
    }

    private var logs: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: person.path("state/refit/sessions"))
        return (names ?? []).map { person.path("state/refit/sessions/\($0)") }
    }

    @Test("survives a kill, and a script can be made of it")
    func killed() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load reviews.csv --as r")
        try terminal.waitForPrompt(2)
        terminal.enter("laod nothing")
        try terminal.waitForPrompt(3)
        terminal.enter("help fit")
        try terminal.waitForPrompt(4)
        terminal.enter("fit r --batch-size 1 --epochs 100000000")
        try terminal.wait(for: "left")
        terminal.signal(SIGKILL)
        _ = try terminal.waitForExit()

        let log = try #require(logs.first)
        #expect(logs.count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let folder = try FileManager.default.attributesOfItem(atPath: person.path("state/refit/sessions"))
        #expect(folder[.posixPermissions] as? Int == 0o700)
        let saved = try person.run(["save", "rescued.refit", "--log", log])
        #expect(saved.status == 0)
        #expect(saved.diagnostics.contains("left out, since it had not ended: fit r"))
        let script = try String(contentsOfFile: person.path("rescued.refit"), encoding: .utf8)
        #expect(script == "load reviews.csv --as r\n")
        #expect(logs.count == 1, "a single command leaves no log")
    }

    @Test("holds what was typed and figures, but no text of documents")
    func contents() throws {
        #expect(
            try person.run(["-c", "load reviews.csv --as r; show r --rows :2; predict a text of mine"]).status == 1)
        let log = try String(contentsOfFile: try #require(logs.first), encoding: .utf8)
        #expect(log.contains("predict a text of mine"))
        #expect(log.contains("\"documents\":"))
        let reviews = try String(contentsOfFile: person.path("reviews.csv"), encoding: .utf8)
        let first = try #require(reviews.split(separator: "\n").dropFirst().first).dropFirst().prefix(30)
        #expect(!log.contains(first))
    }

    @Test("that is cut off, damaged or foreign is read, or refused by its place")
    func damaged() throws {
        let head = #"{"log_version":1}"# + "\n"
        let cell = #"{"event":"begin","cell":1,"input":"mode"}"# + "\n"
        let ended = #"{"event":"end","cell":1,"status":"ok","is_meta":false}"# + "\n"
        try person.write(head + cell + ended + #"{"event":"beg"#, to: "cut.jsonl")
        try person.write(head + "{\"event\":\n" + cell, to: "damaged.jsonl")
        try person.write("{}\n", to: "foreign.jsonl")
        try person.write(#"{"log_version":99}"# + "\n", to: "later.jsonl")
        try person.write("", to: "empty.jsonl")
        #expect(try person.run(["save", "a.refit", "--log", "cut.jsonl"]).status == 0)
        #expect(try String(contentsOfFile: person.path("a.refit"), encoding: .utf8) == "mode\n")
        for (name, words) in [
            ("damaged", "damaged at byte"), ("foreign", "no session log"), ("later", "log_version 99"),
            ("empty", "no session log"), ("missing", "there is no session log"),
        ] {
            let refused = try person.run(["save", "b.refit", "--log", "\(name).jsonl"])
            #expect(refused.status == 1)
            #expect(refused.diagnostics.contains(words), "\(refused.diagnostics)")
        }
        #expect(!person.has("b.refit"))
    }

    @Test("that cannot be written is said once, and the session goes on")
    func unwritable() throws {
        try person.write("in the way", to: "state")
        let finished = try person.run(["-c", "load reviews.csv --as r; datasets"])
        #expect(finished.status == 0)
        #expect(finished.diagnostics.components(separatedBy: "is not logged").count == 2, "\(finished.diagnostics)")
    }
}
