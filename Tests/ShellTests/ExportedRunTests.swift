import Foundation
import TestSupport
import Testing

/// What an export does to the runs that were there, and what becomes of the run that it leaves, with the built binary.
@Suite struct ExportedRunTests {
    private let person: Person

    init() throws {
        person = try Person()
        let line =
            "load reviews.csv --as r; vectorizer n_features=2**8; fit r --rows :10; score r; export m.safetensors"
        #expect(try person.run(["-c", line]).status == 0)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: person.path(name), encoding: .utf8)
    }

    @Test("an export that fails leaves model and run as they were")
    func failed() throws {
        let record = try text("m.run/record.json")
        try FileManager.default.createDirectory(atPath: person.path("full"), withIntermediateDirectories: false)
        try person.write("somebody's own", to: "full/app.py")
        let line = "load reviews.csv --as r; vectorizer n_features=2**8; fit r; export m.safetensors --flask full"
        let refused = try person.run(["-c", line])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("full"), "\(refused.diagnostics)")
        #expect(try text("m.run/record.json") == record)
        #expect(try person.run(["replay", "m.safetensors", "--brief"]).status == 0)
        // The model itself cannot be written: a folder has its name.
        try FileManager.default.removeItem(atPath: person.path("m.safetensors"))
        try FileManager.default.createDirectory(
            atPath: person.path("m.safetensors/x"), withIntermediateDirectories: true)
        #expect(try person.run(["-c", "load reviews.csv --as r; fit r; export m.safetensors"]).status == 1)
        #expect(try text("m.run/record.json") == record)
        #expect(!person.has("m.run/.record.json"))
    }

    @Test("another model of the same stem takes the run over, and it is said whose it was")
    func shared() throws {
        let other = try person.run(["-c", "load reviews.csv --as r; fit r --rows :5; export m.skops"])
        #expect(other.status == 0)
        #expect(other.diagnostics.contains("m.run was the run of m.safetensors, which has none now"))
        let again = try person.run(["-c", "load reviews.csv --as r; fit r --rows :6; export m.skops"])
        #expect(!again.diagnostics.contains("which has none now"), "\(again.diagnostics)")
    }

    @Test("figures of an earlier model are not taken for the last one's")
    func unknownFigure() throws {
        let line = """
            load reviews.csv --as r; vectorizer n_features=2**8; fit r; score r; classifier loss=hinge; fit r; score r; \
            export hinge.safetensors
            """
        #expect(try person.run(["-c", line]).status == 0)
        let runs = try person.run(["runs", "hinge.run", "--mode", "json"]).output
        #expect(runs.contains("\"accuracy\":") && !runs.contains("\"log_loss\":"), "\(runs)")
    }

    @Test("an option that only one of the runs has is one in which they differ")
    func lackingOption() throws {
        let line =
            "load reviews.csv --as r --shuffle --random-state 7; vectorizer n_features=2**8; fit r --rows :10; score r"
        #expect(try person.run(["-c", line + "; export n.safetensors"]).status == 0)
        let runs = try person.run(["runs", "--mode", "json"]).output
        #expect(runs.contains(#""differing_settings":["load --random-state","load --shuffle"]"#), "\(runs)")
    }

    @Test("a run that began from a model goes to MLflow with that model, and is replayed from there")
    func mlflowStart() throws {
        #expect(
            try person.run(["-c", "import m.safetensors; partial-fit reviews.csv --rows 10:; export --mlflow store"])
                .status == 0)
        let found = FileManager.default.enumerator(atPath: person.path("store"))?.compactMap { $0 as? String }
        let start = try #require(found?.first { $0.hasSuffix("artifacts/run/start.safetensors") })
        let folder = "store/" + start.dropLast("/start.safetensors".count)
        try FileManager.default.removeItem(atPath: person.path("m.safetensors"))
        let replayed = try person.run(["replay", folder, "--brief"])
        #expect(replayed.status == 0, "\(replayed)")
    }

    @Test("a database that the session made is none of its inputs, however its path is spelled")
    func spelledDatabase() throws {
        let line = """
            load reviews.csv --as r; vectorizer n_features=2**8; fit r --rows :10; feedback open ./own.sqlite --create; \
            feedback import r --rows 10:; update --db own.sqlite; export sp.safetensors
            """
        let made = try person.run(["-c", line])
        #expect(made.status == 0, "\(made)")
        #expect(try !text("sp.run/record.json").contains("own.sqlite\",\n      \"path\""))
        try FileManager.default.removeItem(atPath: person.path("own.sqlite"))
        let replayed = try person.run(["replay", "sp.run", "--brief"])
        #expect(replayed.status == 0, "\(replayed)")
    }

    @Test("accepted figures are those of the rows that the script has now")
    func acceptedRows() throws {
        let script = try text("m.run/script.refit")
        try person.write(script.replacing(":10", with: ":12"), to: "m.run/script.refit")
        let accepted = try person.run(["replay", "m.run", "--accept", "--brief"])
        #expect(accepted.status == 0, "\(accepted)")
        let again = try person.run(["replay", "m.run", "--brief"])
        #expect(again.status == 0, "\(again)")
    }

    @Test("feedback that others change is noticed, also where there is no folder for session logs")
    func withoutHome() throws {
        let line = "feedback open f.sqlite --create; feedback import reviews.csv --rows :10"
        #expect(try person.run(["-c", line]).status == 0)
        for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] { person.environment[name] = nil }
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("import m.safetensors")
        try terminal.waitForPrompt(2)
        terminal.enter("update --db f.sqlite")
        try terminal.waitForPrompt(3)
        let change = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1])
            connection.execute("UPDATE review_db SET review = 'other words' WHERE rowid = 1")
            connection.commit()
            print("done")
            """
        #expect(try Python.run(change, person.path("f.sqlite")) == "done")
        terminal.enter("export after.safetensors")
        try terminal.wait(for: "the run cannot be repeated: f.sqlite")
        terminal.enter("quit")
        _ = try terminal.waitForExit()
    }
}
