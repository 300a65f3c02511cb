import Foundation
import Testing

@Suite("Long work in the built binary", .serialized, .timeLimit(.minutes(10)))
struct LongWorkTests {
    private let person: Person
    /// A command that outlives any test unless something stops it.
    private let endless = "fit reviews --batch-size 1 --epochs 100000000"

    init() throws {
        person = try Person()
    }

    /// The digests of the models in some files, in their order.
    private func digests(of files: String...) throws -> [Substring] {
        let commands = files.map { "inspect \($0)" }.joined(separator: "; ")
        let finished = try person.run(["--mode", "json", "-c", commands])
        #expect(finished.status == 0)
        return finished.output.matches(of: /"model_digest":"([0-9a-f]{64})"/).map(\.output.1)
    }

    @Test("leaves the model as it was when Ctrl-C stops it")
    func interrupted() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load reviews.csv")
        try terminal.waitForPrompt(2)
        terminal.enter("vectorizer n_features=1024")
        try terminal.waitForPrompt(3)
        terminal.enter("fit reviews")
        try terminal.waitForPrompt(4)
        terminal.enter("export before.safetensors")
        try terminal.waitForPrompt(5)
        terminal.enter(endless)
        try terminal.wait(for: "left")
        terminal.send(Key.controlC)
        try terminal.waitForPrompt(6)
        terminal.enter("export after.safetensors")
        try terminal.waitForPrompt(7)
        let found = try digests(of: "before.safetensors", "after.safetensors")
        #expect(found.count == 2)
        #expect(found.first == found.last)
    }

    @Test("shows a bar with share, rate and time left on a terminal, and takes it away")
    func bar() throws {
        let terminal = try person.open(columns: 100)
        try terminal.waitForPrompt(1)
        terminal.enter("load reviews.csv")
        try terminal.waitForPrompt(2)
        terminal.enter(endless)
        try terminal.wait(for: "a bar") { $0.cursorLine.contains(/\d+%.*\/s +.*left/) }
        terminal.send(Key.controlC)
        try terminal.waitForPrompt(3)
        #expect(!terminal.screen.text.contains("left"))
    }

    @Test("shows no bar on a terminal that understands no escape sequences")
    func dumbTerminal() throws {
        person.environment["TERM"] = "dumb"
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load reviews.csv; fit reviews --batch-size 1 --epochs 2000")
        try terminal.waitForPrompt(3)
        #expect(terminal.transcript.count(of: "left") == 0)
    }

    @Test("writes no escape sequence, prompt or bar into a pipe")
    func pipe() throws {
        let script = "load reviews.csv\nfit reviews --batch-size 1 --epochs 2000\nscore reviews\nhelp\n"
        let finished = try person.run([], input: script)
        #expect(finished.status == 0)
        for text in [finished.output, finished.diagnostics] {
            #expect(!text.contains("\u{1B}"))
            #expect(!text.contains("\r"))
            #expect(!text.contains("[1]:"))
        }
        #expect(!finished.diagnostics.contains("left"))
        #expect(!finished.output.contains("refit \(finished.status)"))
    }

    @Test("ends a script with 128 + the signal", arguments: [SIGINT, SIGTERM])
    func signals(number: Int32) throws {
        try person.write(
            "load reviews.csv\nwrite reviews begun.csv\n\(endless)\nwrite reviews more.csv\n", to: "long.refit")
        let finished = try person.run(["run", "long.refit"]) { process in
            try person.waitForFile("begun.csv")
            kill(process.processIdentifier, number)
        }
        #expect(finished.status == 128 + number)
        #expect(!person.has("more.csv"))
    }

    @Test("ends a script and a single command with 130 on Ctrl-C at a terminal, too", arguments: [true, false])
    func controlCOutsideConversation(isScript: Bool) throws {
        try person.write("load reviews.csv\nwrite reviews begun.csv\n\(endless)\n", to: "long.refit")
        let commands = "load reviews.csv; write reviews begun.csv; \(endless)"
        let terminal = try person.open(isScript ? ["run", "long.refit"] : ["-c", commands])
        try person.waitForFile("begun.csv")
        terminal.send(Key.controlC)
        #expect(try terminal.waitForExit() == 130)
    }

    @Test("in a pager ends with the pager and leaves refit running")
    func pager() throws {
        person.environment["PAGER"] = "sed 's/^/paged: /'"
        let terminal = try person.open(rows: 8)
        try terminal.waitForPrompt(1)
        terminal.enter("help")
        try terminal.wait(for: "paged: ")
        try terminal.waitForPrompt(2)
        terminal.send(Key.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("in a pager is not stopped by a Ctrl-C that the pager survives")
    func controlCInPager() throws {
        // A shell looks at its signals between two commands, so no command of it may last.
        person.environment["PAGER"] = "trap 'echo caught; exit' INT; echo ready; while :; do sleep 0.1; done"
        let terminal = try person.open(rows: 8)
        try terminal.waitForPrompt(1)
        terminal.enter("help")
        try terminal.wait(for: "ready")
        terminal.send(Key.controlC)
        try terminal.wait(for: "caught")
        try terminal.waitForPrompt(2)
        terminal.send(Key.controlD)
        #expect(try terminal.waitForExit() == 0)
    }
}
