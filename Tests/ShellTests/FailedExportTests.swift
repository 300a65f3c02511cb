import Foundation
import Glibc
import Testing

/// What is there after an export that fails, waits or replaces the model that it began from, with the built binary.
@Suite struct FailedExportTests {
    private let person: Person

    init() throws {
        person = try Person()
        let line = "load reviews.csv --as r; vectorizer n_features=2**8; fit r --rows :10; export m.safetensors"
        #expect(try person.run(["-c", line]).status == 0)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: person.path(name), encoding: .utf8)
    }

    /// Puts a folder in the place of the model, which cannot be written then.
    private func block(_ name: String) throws {
        try FileManager.default.removeItem(atPath: person.path(name))
        try FileManager.default.createDirectory(atPath: person.path(name), withIntermediateDirectories: false)
    }

    @Test("a record that an earlier export could not replace stays withdrawn")
    func foreignRecord() throws {
        try FileManager.default.moveItem(
            atPath: person.path("m.run/record.json"), toPath: person.path("m.run/.record.json"))
        try block("m.safetensors")
        let failed = try person.run(["-c", "load reviews.csv --as r; fit r; export m.safetensors"])
        #expect(failed.status == 1, "\(failed)")
        #expect(!person.has("m.run/record.json"))
        #expect(person.has("m.run/.record.json"))
    }

    @Test("the model that a session began from becomes the run's start without a copy, also where its file is replaced")
    func replacedStart() throws {
        func inode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: person.path(name))[.systemFileNumber] as? Int
        }
        let before = try inode("m.safetensors")
        let line = "import m.safetensors; partial-fit reviews.csv --rows 10:; export m.safetensors"
        #expect(try person.run(["-c", line]).status == 0)
        #expect(try inode("m.safetensors") != before)
        #expect(try inode("m.run/start.safetensors") == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: person.path("m.run")).allSatisfy { $0.first != "." })
        #expect(try person.run(["replay", "m.run", "--brief"]).status == 0)
    }

    @Test("an export waits for a program that has the model, and says so")
    func waiting() throws {
        let (model, record) = (
            try Data(contentsOf: URL(filePath: person.path("m.safetensors"))), try text("m.run/record.json")
        )
        let lock = unsafe Glibc.open(person.path("m.safetensors.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        try #require(flock(lock, LOCK_EX) == 0)
        let waited = try person.run(["-c", "load reviews.csv --as r; fit r; export m.safetensors"]) { process in
            let note = "waiting until another program is done with m.safetensors"
            while process.isRunning, try !text("standard-error").contains(note) { usleep(5_000) }
            #expect(process.isRunning, "it has not waited")
            #expect(try Data(contentsOf: URL(filePath: person.path("m.safetensors"))) == model)
            #expect(try text("m.run/record.json") == record)
            close(lock)
        }
        #expect(waited.status == 0, "\(waited)")
        #expect(try text("m.run/record.json") != record)
        #expect(!person.has("m.safetensors.lock"))
        #expect(try person.run(["replay", "m.safetensors", "--brief"]).status == 0)
    }

    @Test("an export that fails leaves none of the folders that it has made")
    func newFolders() throws {
        let line = "vectorizer n_features=2**15; fit reviews.csv; export a/b/c.safetensors"
        for _ in 0..<12 {
            let failed = try person.run(["-c", line], after: "ulimit -f 16")
            #expect(failed.diagnostics.contains("File too large"), "\(failed)")
            try #require(!person.has("a"))
        }
    }

    @Test("a spelling that only a failed export has is none of the script's")
    func spelling() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("fit reviews.csv --rows :4")
        try terminal.waitForPrompt(2)
        terminal.enter("export n.safetensors")
        try terminal.waitForPrompt(3)
        try block("n.safetensors")
        terminal.enter("export ./n.safetensors")
        try terminal.wait(for: "it is no regular file")
        try terminal.waitForPrompt(4)
        try FileManager.default.removeItem(atPath: person.path("n.safetensors"))
        terminal.enter("export o.safetensors")
        try terminal.waitForPrompt(5)
        #expect(try !text("o.run/record.json").contains("./n.safetensors"))
        terminal.enter("export ./o.safetensors")
        try terminal.waitForPrompt(6)
        #expect(try text("o.run/record.json").contains("\"./o.safetensors\":\"o.safetensors\""))
        terminal.enter("quit")
        _ = try terminal.waitForExit()
    }
}
