import Foundation
import TestSupport
import Testing

/// What a replay reads: inputs are found by their digests, and are what they were when the run read them.
@Suite struct ReplayInputTests {
    private let scene: ReplayScene

    init() throws {
        scene = try ReplayScene()
    }

    @Test("finds one changed byte of the data, and the data under another name")
    func changedData() throws {
        try FileManager.default.createDirectory(atPath: scene.person.path("data"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: scene.person.path("reviews.csv"), toPath: scene.person.path("data/other.csv"))
        try scene.edit("reviews.csv", "film number 3,1", "film number 4,1")
        let changed = try scene.replay()
        #expect(changed.status == 4)
        #expect(changed.output.contains("the input reviews.csv has the digest"), "\(changed.output)")
        #expect(try scene.replay("--data", "data").status == 0)
        try FileManager.default.removeItem(atPath: scene.person.path("reviews.csv"))
        let missing = try scene.replay()
        #expect(missing.status == 4)
        #expect(missing.output.contains("was not found"))
    }

    @Test("begins from the model file that the run began from, also once that file is another")
    func startingModel() throws {
        try scene.person.write(
            "import models/m.safetensors\nload reviews.csv --as r\npartial-fit r --rows :4\nexport models/m.safetensors\n",
            to: "more.refit")
        #expect(try scene.person.run(["run", "more.refit"]).status == 0)
        #expect(scene.person.has("models/m.run/start.safetensors"))
        let finished = try scene.replay()
        #expect(finished.status == 0, "\(finished.output)")
        #expect(try scene.person.run(["run", "more.refit"]).status == 0)
        #expect(try scene.replay().status == 0)
    }

    @Test("says that a run cannot be repeated whose feedback was changed after it was learned")
    func changedFeedback() throws {
        let session = try Conversation(of: scene.person)
        try session.type("import models/m.safetensors", "[2]:")
        try session.type("feedback open feedback.sqlite", "[3]:")
        try scene.execute("INSERT INTO review_db VALUES ('came in', 1, '')")
        try session.type("update", "last row 6")
        try scene.execute("UPDATE review_db SET review = 'changed' WHERE rowid = 6")
        try session.type("export models/changed.safetensors", "the run cannot be repeated")
        try session.leave()
        let refused = try scene.person.run(["replay", "models/changed.run"])
        #expect(refused.status == 4)
        #expect(refused.output.contains("had changed"), "\(refused.output)")
    }

    @Test("notices rows that were renumbered, and a missing file of the run's own")
    func renumberedFeedback() throws {
        try scene.execute("DELETE FROM review_db WHERE rowid = 2")
        try scene.person.write(
            "load reviews.csv --as r\nvectorizer n_features=2**10\nfit r --rows :4\nfeedback open feedback.sqlite\nupdate\n"
                + "export models/n.safetensors\n", to: "n.refit")
        #expect(try scene.person.run(["run", "n.refit"]).status == 0)
        #expect(try scene.person.run(["replay", "models/n.run"]).status == 0)
        try FileManager.default.createDirectory(atPath: scene.person.path("d/deep"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: scene.person.path("feedback.sqlite"), toPath: scene.person.path("d/deep/other.sqlite"))
        #expect(try scene.person.run(["replay", "models/n.run"]).status == 4)
        #expect(try scene.person.run(["replay", "models/n.run", "--data", "d"]).status == 0)
        try FileManager.default.moveItem(
            atPath: scene.person.path("d/deep/other.sqlite"), toPath: scene.person.path("feedback.sqlite"))
        try scene.execute("UPDATE review_db SET rowid = rowid - 1 WHERE rowid > 2")
        let renumbered = try scene.person.run(["replay", "models/n.run"])
        #expect(renumbered.status == 4)
        #expect(renumbered.output.contains("renumbered"), "\(renumbered.output)")
        try FileManager.default.removeItem(atPath: scene.person.path("models/m.run/batches.csv"))
        #expect(try scene.replay().status == 1)
    }

    @Test("knows a file under each of its names")
    func spellings() throws {
        let absolute = scene.person.folder
        try FileManager.default.createSymbolicLink(
            atPath: scene.person.path("link.safetensors"), withDestinationPath: "models/x.safetensors")
        try scene.person.write(
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
        #expect(try scene.person.run(["run", "y.refit"]).status == 0)
        let finished = try scene.person.run(["replay", "models/y.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
    }

    @Test("gives a failed command's rows and others' their place")
    func bounds() throws {
        let session = try Conversation(of: scene.person)
        try session.type("import models/m.safetensors", "[2]:")
        try session.type("feedback open feedback.sqlite", "[3]:")
        try scene.execute("INSERT INTO review_db VALUES ('no label', NULL, '')")
        try session.type("update", "cannot be learned")
        try scene.execute("INSERT INTO review_db VALUES ('a fun film', 1, '')")
        try session.type("update --bad-rows skip", "last row 7")
        try session.type("export models/b.safetensors", "run models/b.run")
        try session.leave()
        let finished = try scene.person.run(["replay", "models/b.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
    }

    @Test("sees feedback come in between commands as the run saw it")
    func growingFeedback() throws {
        let session = try Conversation(of: scene.person)
        try session.type("feedback open feedback.sqlite", "[2]:")
        try session.type("import models/m.safetensors", "[3]:")
        try session.type("update", "nothing is new")
        #expect(
            try scene.person.run(["feedback", "add", "came in", "--label", "1", "--db", "feedback.sqlite"]).status == 0)
        try session.type("update", "last row 6")
        #expect(
            try scene.person.run(["feedback", "add", "came later", "--label", "0", "--db", "feedback.sqlite"]).status
                == 0)
        try session.type("feedback add mine --label 1", "row 8 added")
        try session.type("update", "applied 2 rows")
        try session.type("export models/grown.safetensors", "[8]:")
        try session.leave()
        let finished = try scene.person.run(["replay", "models/grown.run", "--brief"])
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
        #expect(
            try scene.person.run(["feedback", "add", "last", "--label", "0", "--db", "feedback.sqlite"]).status == 0)
        #expect(try scene.person.run(["replay", "models/grown.run"]).status == 0)
    }

    /// Runs a script whose export leaves `models/x.run`, and replays that.
    private func replayed(_ script: String, keepsGoing: Bool = false) throws -> Person.Finished {
        try scene.person.write(script + "export models/x.safetensors\n", to: "x.refit")
        let run = try scene.person.run(["run", "x.refit"] + (keepsGoing ? ["--keep-going"] : []))
        #expect(run.status == (keepsGoing ? 1 : 0), "\(run.diagnostics)")
        return try scene.person.run(["replay", "models/x.run", "--brief"])
    }

    private static let learning = "load reviews.csv --as r\nvectorizer n_features=2**10\nfit r --rows :8\n"

    @Test("knows what one file is as a dataset from what it is as feedback")
    func twoKinds() throws {
        let script =
            "load feedback.sqlite --table review_db --as f\nshow f --rows :2\nfeedback open feedback.sqlite\nupdate\n"
        let finished = try replayed(Self.learning + script)
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
        let record = try scene.record("models/x.run")
        #expect(record.contains("\"kind\": \"dataset\"") && record.contains("\"kind\": \"feedback\""))
        try scene.execute("UPDATE review_db SET review = 'another' WHERE rowid = 1")
        let changed = try scene.person.run(["replay", "models/x.run", "--brief"])
        #expect(changed.status == 4)
        #expect(changed.output.contains("the input feedback.sqlite has the digest"), "\(changed.output)")
    }

    @Test("reads a list of stop words by a link, and notices that it is another")
    func stopWords() throws {
        try scene.person.write("the\nof\n", to: "words.txt")
        try FileManager.default.createSymbolicLink(
            atPath: scene.person.path("list"), withDestinationPath: "words.txt")
        let script = "vectorizer n_features=2**10 stop_words=list\nload reviews.csv --as r\nfit r --rows :8\n"
        #expect(try replayed(script).status == 0)
        try scene.person.write("the\nor\n", to: "words.txt")
        let changed = try scene.person.run(["replay", "models/x.run"])
        #expect(changed.status == 4)
        #expect(changed.output.contains("the input list has the digest"), "\(changed.output)")
    }

    @Test("asks for nothing that only a failed command has read")
    func failedCommands() throws {
        try scene.person.write("text,label\none,1\n", to: "other.csv")
        let script =
            Self.learning + "score r --rows 900: --model models/m.safetensors\nload other.csv --text-column no\n"
        #expect(try replayed(script + "score r --rows 8:\n", keepsGoing: true).status == 0)
        let record = try scene.record("models/x.run")
        #expect(!record.contains("start.safetensors") && !record.contains("other.csv") && !record.contains("900:"))
        #expect(!scene.person.has("models/x.run/start.safetensors"))
    }

    @Test("begins from a backup, which has the form of what it was")
    func backup() throws {
        try FileManager.default.copyItem(
            atPath: scene.person.path("models/m.safetensors"), toPath: scene.person.path("m.safetensors.bak"))
        #expect(try replayed("import m.safetensors.bak\n").status == 0)
        #expect(scene.person.has("models/x.run/start.safetensors"))
    }

    @Test("is found by the model of a run with a name, too")
    func namedRun() throws {
        try scene.person.write(
            "run-name films\n" + ReplayScene.script.replacing("models/m", with: "films"), to: "n.refit")
        try FileManager.default.removeItem(atPath: scene.person.path("feedback.sqlite"))
        #expect(try scene.person.run(["run", "n.refit"]).status == 0)
        #expect(try scene.person.run(["replay", "films.safetensors"]).status == 0)
        let again = try scene.person.run(["run", "n.refit", "--keep-going"])
        #expect(again.diagnostics.contains("experiments/films holds a run already"), "\(again.diagnostics)")
    }

    @Test("does not search longer than it may")
    func timeLimit() throws {
        let late = try scene.replay("--timeout", "0.000001", "--mode", "json")
        #expect(late.status == 4)
        #expect(late.output.contains("the time limit"), "\(late.output)")
        #expect(!late.diagnostics.contains("reads "))
    }
}
