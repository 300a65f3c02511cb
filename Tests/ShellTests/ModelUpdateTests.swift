import Foundation
import Testing
import Values

/// `update --model`: a model in service, changed by whoever comes.
@Suite struct ModelUpdateTests {
    private let person: Person

    /// A model in `m.safetensors` that has learned twenty reviews, and as many others in `f.sqlite`.
    init() throws {
        person = try Person()
        let rows = (0..<20).map { "film \($0) was \($0 % 2 == 0 ? "good and grand" : "bad and bland"),\(1 - $0 % 2)\n" }
        try person.write("review,sentiment\n" + rows.joined(), to: "feedback.csv")
        try run("-c", "vectorizer n_features=2^10; fit reviews.csv; export m.safetensors")
        try run("-c", "feedback open f.sqlite --create; feedback import feedback.csv")
    }

    @discardableResult
    private func run(_ arguments: String..., status: Int32 = 0) throws -> Person.Finished {
        let finished = try person.run(arguments)
        #expect(finished.status == status, "\(arguments): \(finished.output)\(finished.diagnostics)")
        return finished
    }

    /// The members of the first cell's result.
    private static func result(_ output: String) throws -> [String: Any] {
        let line = try #require(output.split(separator: "\n").first)
        let cell = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(cell?["result"] as? [String: Any], "\(output)")
    }

    private func inspect(_ name: String) throws -> [String: Any] {
        try Self.result(try run("inspect", name, "--mode", "json").output)
    }

    private func status(_ name: String) -> stat {
        var status = stat()
        unsafe stat(person.path(name), &status)
        return status
    }

    @Test("fifty at once, while others write, learn every row once, and the file keeps its mode and owner")
    func fifty() throws {
        let isRoot = geteuid() == 0
        #expect(unsafe chmod(person.path("m.safetensors"), 0o640) == 0)
        if isRoot { #expect(unsafe chown(person.path("m.safetensors"), 1234, 2345) == 0) }
        try FileManager.default.copyItem(atPath: person.path("m.safetensors"), toPath: person.path("alone.safetensors"))
        // A row a call, so that nothing depends on where one update ends and the next begins.
        let update = [
            "update", "--model", "m.safetensors", "--db", "f.sqlite", "--fetch", "fetchone", "--mode", "json",
        ]
        var started: [(process: Process, output: Pipe)] = []
        for number in 0..<50 {
            started.append(try start(update))
            if number % 10 == 0 {
                started.append(try start(["feedback", "import", "feedback.csv", "--db", "f.sqlite", "--mode", "json"]))
            }
        }
        var applied = 0
        for (process, output) in started {
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            let words = String(decoding: data, as: UTF8.self)
            #expect(process.terminationStatus == 0, "\(process.arguments ?? []): \(words)")
            guard process.arguments?.first == "update" else { continue }
            applied += try #require(try Self.result(words)["rows_applied"] as? Int)
        }
        let last = try Self.result(try person.run(update).output)
        applied += try #require(last["rows_applied"] as? Int)
        #expect(applied == 120)

        let now = try inspect("m.safetensors")
        let learned = try #require(now["t"] as? Double)
        #expect(learned == 1 + 20 + 120)
        try run("update", "--model", "alone.safetensors", "--db", "f.sqlite", "--fetch", "fetchone")
        #expect(try now["model_digest"] as? String == inspect("alone.safetensors")["model_digest"] as? String)

        let after = status("m.safetensors")
        #expect(after.st_mode & 0o7777 == 0o640)
        if isRoot { #expect((after.st_uid, after.st_gid) == (1234, 2345)) }
        let backup = try inspect("m.safetensors.bak")
        #expect(backup["safe"] as? Bool == true)
        #expect(try #require(backup["t"] as? Double) < learned)
        #expect(status("m.safetensors.bak").st_mode & 0o7777 == 0o640)
        let names = try FileManager.default.contentsOfDirectory(atPath: person.folder)
        #expect(names.filter { $0.hasPrefix(".") || $0.hasSuffix(".lock") } == [])
    }

    private func start(_ arguments: [String]) throws -> (process: Process, output: Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Person.refit)
        process.arguments = arguments
        process.environment = person.environment
        process.currentDirectoryURL = URL(fileURLWithPath: person.folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return (process, output)
    }

    @Test("the backup is the model as it was, and an update that finds nothing leaves both alone")
    func backup() throws {
        let first = try inspect("m.safetensors")
        try run("update", "--model", "m.safetensors", "--db", "f.sqlite", "--dry-run")
        #expect(!person.has("m.safetensors.bak"))
        try run("update", "--model", "m.safetensors", "--db", "f.sqlite")
        #expect(try inspect("m.safetensors.bak")["model_digest"] as? String == first["model_digest"] as? String)
        let files = [status("m.safetensors").st_ino, status("m.safetensors.bak").st_ino]
        try run("update", "--model", "m.safetensors", "--db", "f.sqlite")
        #expect(files == [status("m.safetensors").st_ino, status("m.safetensors.bak").st_ino])
        // A backup that stands in the way of the next one is replaced, also where it is the same file.
        try FileManager.default.removeItem(atPath: person.path("m.safetensors.bak"))
        #expect(unsafe link(person.path("m.safetensors"), person.path("m.safetensors.bak")) == 0)
        let second = try inspect("m.safetensors")
        try run("feedback", "add", "a grand film", "--label", "1", "--db", "f.sqlite")
        try run("update", "--model", "m.safetensors", "--db", "f.sqlite")
        #expect(try inspect("m.safetensors.bak")["model_digest"] as? String == second["model_digest"] as? String)
        #expect(try FileManager.default.contentsOfDirectory(atPath: person.folder).filter { $0.hasPrefix(".") } == [])
    }

    @Test("a model that got worse by more than it may does not take the old one's place")
    func dropped() throws {
        // Feedback that says the opposite of what was learned, and rows by which that shows.
        let held = (0..<10).map { "a wonderful film number \($0),1\na dreadful film number \($0),0\n" }
        try person.write("review,sentiment\n" + held.joined(), to: "held-out.csv")
        let lies = (0..<200).map { "a wonderful film number \($0),0\na dreadful film number \($0),1\n" }
        try person.write("review,sentiment\n" + lies.joined(), to: "lies.csv")
        try run("feedback", "import", "lies.csv", "--db", "f.sqlite")
        let before = try Data(contentsOf: URL(fileURLWithPath: person.path("m.safetensors")))
        let digest = try inspect("m.safetensors")["model_digest"] as? String
        let update = [
            "update", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "held-out.csv", "--mode", "json",
        ]

        let rejected = try person.run(update + ["--max-drop", "0.1"])
        #expect(rejected.status == 3, "\(rejected.diagnostics)")
        let result = try Self.result(rejected.output)
        #expect(result["rejected"] as? Bool == true)
        #expect(result["accuracy_before"] as? Double == 1)
        #expect(result["accuracy_after"] as? Double == 0)
        #expect(result["test_documents"] as? Int == 20)
        #expect(result["model_digest"] as? String == digest)
        #expect(try Data(contentsOf: URL(fileURLWithPath: person.path("m.safetensors"))) == before)
        #expect(!person.has("m.safetensors.bak"))

        let rehearsed = try person.run(update + ["--max-drop", "0.1", "--dry-run"])
        #expect(rehearsed.status == 3)
        #expect(try Self.result(rehearsed.output)["dry_run"] as? Bool == true)
        let unjudged = try Self.result(try person.run(update + ["--test-rows", ":5", "--dry-run"]).output)
        #expect(unjudged["accuracy_after"] as? Double == 0)
        #expect(unjudged["test_documents"] as? Int == 5)
        #expect(unjudged["rejected"] as? Bool == false)
    }

    @Test("half of the rows may be lost where half is allowed, and no more")
    func allowed() throws {
        try person.write("review,sentiment\na wonderful film,1\na dreadful film,0\n", to: "held-out.csv")
        let lies = (0..<200).map { "a wonderful film number \($0),0\n" }
        try person.write("review,sentiment\n" + lies.joined(), to: "lies.csv")
        try run("feedback", "open", "lies.sqlite", "--create")
        try run("feedback", "import", "lies.csv", "--db", "lies.sqlite")
        let update = ["update", "--model", "m.safetensors", "--db", "lies.sqlite", "--test", "held-out.csv"]
        let text = try person.run(update + ["--max-drop", "0.49"])
        #expect(text.status == 3)
        #expect(text.output.contains("tried 200 rows in 1 batch"), "\(text.output)")
        #expect(text.output.contains("accuracy before 1.0000   after 0.5000   documents 2"), "\(text.output)")
        #expect(text.diagnostics.contains("the model stays as it was"))
        let kept = try person.run(update + ["--max-drop", "0.5"])
        #expect(kept.status == 0)
        #expect(kept.output.contains("applied 200 rows"))
        #expect(person.has("m.safetensors.bak"))
        #expect(try person.run(update + ["--max-drop", "1.5"]).status == 2)
        #expect(
            try person.run(["update", "--model", "m.safetensors", "--db", "f.sqlite", "--max-drop", "0.1"]).status == 2)
    }

    @Test("rows that are tried on are inputs of a run, and what was rejected is no part of it")
    func recorded() throws {
        try person.write("review,sentiment\na wonderful film,1\na dreadful film,0\n", to: "held-out.csv")
        try run(
            "-c",
            """
            import m.safetensors; feedback open f.sqlite; update --test held-out.csv --test-rows :1 --max-drop 0.5; \
            export out/new.safetensors
            """)
        let record = try String(contentsOfFile: person.path("out/new.run/record.json"), encoding: .utf8)
        #expect(record.contains("held-out.csv"))
        #expect(record.contains(#""accuracy_after": 1"#), "\(record)")
        let replay = try run("replay", "out/new.run", "--brief")
        #expect(replay.output.contains("identical"))
    }
}
