import Foundation
import Testing

@Suite("Notebooks run by the built binary", .serialized, .timeLimit(.minutes(5)))
struct NotebookFileTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write(Self.script, to: "experiment.refit")
        let finished = try person.run(["run", "experiment.refit"])
        #expect(finished.status == 0, "\(finished.diagnostics)")
    }

    private static let script = """
        set rows=:10
        note What the first ten reviews teach.
        load reviews.csv --as r
        vectorizer n_features=2**10
        fit r --rows $rows --batch-size 5
        score r
        feedback open feedback.sqlite --create
        feedback add a film that I liked --label 1
        update
        export models/m.safetensors
        inspect models/m.safetensors
        help fit
        save n.md

        """

    private func text(_ name: String = "n.md") throws -> String {
        try String(contentsOfFile: person.path(name), encoding: .utf8)
    }

    private func change(_ old: String, to new: String, in name: String = "n.md") throws {
        let before = try text(name)
        #expect(before.contains(old), "\(name) holds no \(old)")
        try person.write(before.replacingOccurrences(of: old, with: new), to: name)
    }

    /// All files in the person's folder but what the test's own pipes write, with their contents.
    private func files() throws -> [String: Data] {
        let names = FileManager.default.enumerator(atPath: person.folder)?.compactMap { $0 as? String } ?? []
        return Dictionary(
            uniqueKeysWithValues: names.filter { !$0.hasPrefix("standard-") && !$0.hasPrefix("state") }.map { name in
                (name, FileManager.default.contents(atPath: person.path(name)) ?? Data())
            })
    }

    @Test("hold a session, and a check passes and leaves nothing behind")
    func check() throws {
        let notebook = try text()
        #expect(notebook.hasPrefix("# n\n\n```refit\nset rows=:10\n```\n"))
        #expect(notebook.contains("\nWhat the first ten reviews teach.\n"))
        #expect(!notebook.contains("help fit") && !notebook.contains("save n.md"))
        try FileManager.default.createDirectory(atPath: person.path("scratch"), withIntermediateDirectories: true)
        person.environment["TMPDIR"] = person.path("scratch")
        let before = try files()
        let logs = try FileManager.default.contentsOfDirectory(atPath: person.path("state/refit/sessions"))
        let checked = try person.run(["run", "n.md", "--check"])
        #expect(checked.status == 0)
        #expect(checked.output == "n.md: 10 outputs as the file holds them\n")
        #expect(try files() == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: person.path("state/refit/sessions")) == logs)

        // Also after an error.
        try change("score r\n", to: "score nothing\n")
        let failed = try person.run(["run", "n.md", "--check"])
        #expect(failed.status == 1)
        #expect(failed.diagnostics.contains("n.md:") && failed.diagnostics.contains("there is no dataset nothing"))
        #expect(failed.output.contains("not compared, since a command failed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: person.path("scratch")) == [])
    }

    @Test("name a figure that differs")
    func figure() throws {
        try change(#""batches":2,"#, to: #""batches":3,"#)
        let checked = try person.run(["run", "n.md", "--check"])
        #expect(checked.status == 3)
        #expect(checked.output.contains("fit r --rows $rows --batch-size 5: batches: expected 3, actual 2\n"))
        let line = try text().components(separatedBy: "\n").firstIndex { $0.contains(#""batches":3"#) } ?? -1
        #expect(checked.output.hasPrefix("n.md:\(line + 1): "), "\(checked.output)")
        let json = try person.run(["run", "n.md", "--check", "--mode", "json"])
        #expect(json.status == 3)
        #expect(json.output.contains(#""figure":"batches","expected":3,"actual":2,"verdict":"differs""#))
        #expect(json.output.hasSuffix("\"differences\":1,\"verdict\":\"differs\"}\n"))
    }

    @Test("compare real figures within tolerance and other sizes of files not at all")
    func tolerance() throws {
        let accuracy = try #require(text().firstMatch(of: /"log_loss":([0-9.]+)/)?.1)
        let near = try #require(Double(accuracy)) + 1e-11
        try change(#""log_loss":\#(accuracy)"#, to: #""log_loss":\#(near)"#)
        let size = try #require(text().firstMatch(of: /m.safetensors: ([0-9.]+ kB)/)?.1)
        try change(String(size), to: "123.4 MB")
        let checked = try person.run(["run", "n.md", "--check"])
        #expect(checked.status == 0)
        #expect(checked.output == "n.md: 10 outputs within tolerance\n")
        try change(#""log_loss":\#(near)"#, to: #""log_loss":\#(near + 1e-6)"#)
        #expect(try person.run(["run", "n.md", "--check"]).status == 3)
    }

    @Test("name a line of text that differs, with comments or without")
    func visibleText() throws {
        try change("row 1 added", to: "row 2 added")
        let checked = try person.run(["run", "n.md", "--check"])
        #expect(checked.status == 3)
        #expect(checked.output.contains("feedback add a film that I liked --label 1: text: expected \"row 2 added"))
        let bare = try text().split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("<!-- refit:") }.joined(separator: "\n")
        try person.write(bare, to: "bare.md")
        // Nothing says any more that the database had no rows.
        try FileManager.default.removeItem(atPath: person.path("feedback.sqlite"))
        let other = try person.run(["run", "bare.md", "--check"])
        #expect(other.status == 3)
        #expect(other.output.contains("bare.md: 1 difference in 10 outputs"))
    }

    @Test("differ when their data has changed, and are renewed")
    func write() throws {
        try change("number 3,1", to: "number 4,1", in: "reviews.csv")
        try change("What the first", to: "<b>What</b>  \n  the first")
        let checked = try person.run(["run", "n.md", "--check"])
        #expect(checked.status == 3)
        #expect(checked.output.contains("load reviews.csv --as r: sha256: expected "))
        try FileManager.default.removeItem(atPath: person.path("feedback.sqlite"))
        let before = try text().split(separator: "\n", omittingEmptySubsequences: false)
        let written = try person.run(["run", "n.md", "--write"])
        #expect(written.status == 0, "\(written.diagnostics)")
        let after = try text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(before.count == after.count)
        #expect(after.contains("<b>What</b>  ") && after.contains("  the first ten reviews teach."))
        #expect(try person.run(["run", "n.md", "--check"]).status == 0)
    }

    @Test("are left as they are where a command fails, and get outputs where they have none")
    func writeNew() throws {
        let failing = "```refit\nset a=1\nscore nothing\n```\n"
        try person.write(failing, to: "failing.md")
        #expect(try person.run(["run", "failing.md", "--write"]).status == 1)
        #expect(try text("failing.md") == failing)
        try person.write("Try this:\n\n```refit\nset a=1\n```\n", to: "new.md")
        let bare = try person.run(["run", "new.md", "--check"])
        #expect(bare.status == 4)
        #expect(bare.output.contains("holds no outputs"))
        #expect(try person.run(["run", "new.md", "--write"]).status == 0)
        #expect(try text("new.md") == "Try this:\n\n```refit\nset a=1\n```\n\n```text\na = 1\n```\n")
        #expect(try person.run(["run", "new.md", "--check"]).status == 0)
    }

    @Test("take parameters that they declare, and no others")
    func parameters() throws {
        let finished = try person.run(["run", "n.md", "--set", "rows=:5"])
        #expect(finished.status == 0)
        #expect(finished.output.contains("rows = :5\n") && finished.output.contains("learned 5 documents"))
        let script = try person.run(["run", "experiment.refit", "--set=rows=:5"])
        #expect(script.status == 0)
        #expect(try text().contains("```refit\nset rows=:5\n```"), "a saved session has the value that it ran with")
        #expect(try text("models/m.run/script.refit").hasPrefix("set rows=:5\n"))
        let record = try text("models/m.run/record.json").replacingOccurrences(of: "\": ", with: "\":")
        #expect(record.contains("\"expanded\":\"set rows=:5\""))
        #expect(try person.run(["replay", "models/m.run"]).status == 0)
        for (arguments, words) in [
            (["n.md", "--set", "row=1"], "it declares rows"), (["reviews.csv", "--set", "row=1"], "no set name=value"),
            (["n.md", "--set", "rows"], "name=value"), (["n.md", "--write", "--set", "rows=1"], "its set"),
            (["-", "--set", "rows=1"], "in a file"), (["experiment.refit", "--check"], "ends in .md"),
            (["n.md", "--check", "--write"], "one of them"), (["n.ipynb"], "Jupyter"),
        ] {
            let refused = try person.run(["run"] + arguments)
            #expect(refused.status == 2, "\(arguments)")
            #expect(refused.diagnostics.contains(words), "\(refused.diagnostics)")
            #expect(refused.output.isEmpty)
        }
    }

    @Test("read what lies beside them, wherever refit was started")
    func folders() throws {
        try FileManager.default.createDirectory(atPath: person.path("deep/down"), withIntermediateDirectories: true)
        for name in ["n.md", "reviews.csv"] {
            try FileManager.default.moveItem(atPath: person.path(name), toPath: person.path("deep/down/\(name)"))
        }
        #expect(try person.run(["run", "deep/down/n.md", "--check"]).status == 0)
        #expect(try person.run(["run", "deep/down/n.md", "--write"]).status == 0)
        #expect(person.has("deep/down/models/m.safetensors"))
    }

    @Test("are made of a killed session's log, without outputs")
    func log() throws {
        let logs = try FileManager.default.contentsOfDirectory(atPath: person.path("state/refit/sessions"))
        let log = try #require(logs.first)
        let saved = try person.run(["save", "rescued.md", "--log", "state/refit/sessions/\(log)"])
        #expect(saved.status == 0)
        #expect(saved.diagnostics.contains("refit run rescued.md --write adds them"))
        #expect(try text("rescued.md").contains("\n\nWhat the first ten reviews teach.\n\n```refit\nload reviews.csv"))
    }

    @Test("a check takes of a database that a command names the rows that were there when it was written")
    func namedDatabase() throws {
        #expect(
            try person.run(["-c", "feedback open k.sqlite --create; feedback import reviews.csv --rows :5"]).status == 0
        )
        try person.write(
            "```refit\nload reviews.csv --as r\nvectorizer n_features=2**8\nfit r\nupdate --db k.sqlite\n```\n",
            to: "k.md")
        #expect(try person.run(["run", "k.md", "--write"]).status == 0)
        #expect(try person.run(["-c", "feedback open k.sqlite; feedback add one more --label 1"]).status == 0)
        let checked = try person.run(["run", "k.md", "--check"])
        #expect(checked.status == 0, "\(checked)")
    }
}
