import Foundation
import TestSupport
import Testing

/// A small run with documents and feedback, exported by the built binary, that tests replay.
struct ReplayScene {
    /// Whoever replays.
    let person: Person

    /// The run's commands.
    static let script = """
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

    /// Carries the run out.
    init() throws {
        person = try Person()
        try person.write(Self.script, to: "script.refit")
        #expect(try person.run(["run", "script.refit"]).status == 0)
    }

    /// Replays the run.
    func replay(_ options: String..., environment: [String: String] = [:]) throws -> Person.Finished {
        person.environment.merge(environment) { $1 }
        return try person.run(["replay", "models/m.run"] + options)
    }

    /// Replaces every `old` in a file; there must be one.
    func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: person.path(file), encoding: .utf8)
        try #require(text.contains(old), "\(file) lacks \(old)")
        try person.write(text.replacing(old, with: new), to: file)
    }

    /// The text of a run's record.
    func record(_ run: String) throws -> String {
        try String(contentsOfFile: person.path("\(run)/record.json"), encoding: .utf8)
    }

    /// Lets somebody else write to a database.
    func execute(_ sql: String, on database: String = "feedback.sqlite") throws {
        let script = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1])
            connection.execute(sys.argv[2])
            connection.commit()
            print("done")
            """
        #expect(try Python.run(script, person.path(database), sql) == "done")
    }
}

/// A person at the prompt who waits for each answer.
struct Conversation {
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
