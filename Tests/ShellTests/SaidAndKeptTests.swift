import Foundation
import Testing

/// What refit says when something is replaced, lost or not as it seems, and what it keeps when the disk is full.
@Suite struct SaidAndKeptTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write(
            """
            load reviews.csv --as r
            vectorizer n_features=2**10
            fit r --rows :10
            export m.safetensors
            feedback open f.sqlite --create
            feedback import r --rows 10:15

            """, to: "begin.refit")
        #expect(try person.run(["run", "begin.refit"]).status == 0)
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: person.path(name)))
    }

    @Test("keeps the older backup where the new model cannot be written")
    func fullDisk() throws {
        let update = ["update", "--model", "m.safetensors", "--db", "f.sqlite"]
        #expect(try person.run(update).status == 0)
        let (model, backup) = (try bytes("m.safetensors"), try bytes("m.safetensors.bak"))
        #expect(model != backup)
        #expect(try person.run(["feedback", "add", "one more", "--label", "1", "--db", "f.sqlite"]).status == 0)
        let limited = try person.run(update, after: "ulimit -f 8")
        #expect(limited.status == 1, "\(limited.diagnostics)")
        #expect(limited.diagnostics.contains("File too large"), "\(limited.diagnostics)")
        #expect(try bytes("m.safetensors") == model && bytes("m.safetensors.bak") == backup)
        let names = try FileManager.default.contentsOfDirectory(atPath: person.folder)
        #expect(!names.contains { $0.hasPrefix(".m.safetensors") }, "\(names)")
    }

    @Test("says what was replaced, and that a model which no file holds is still one")
    func notes() throws {
        try person.write("precious\n", to: "n.safetensors")
        try person.write("prose\n", to: "n.md")
        try FileManager.default.createDirectory(atPath: person.path("sub"), withIntermediateDirectories: true)
        try person.write(
            """
            load reviews.csv --as r
            load f.sqlite --table review_db --as r
            load reviews.csv --as r
            vectorizer n_features=2**10
            fit r
            classifier alpha=1
            partial-fit r --rows :2
            score r --rows :5 --model m.safetensors
            export n.safetensors
            export n.safetensors
            save n.md
            save sub/n.md

            """, to: "notes.refit")
        let said = try person.run(["run", "notes.refit"])
        #expect(said.status == 0, "\(said.diagnostics)")
        for note in [
            "r was reviews.csv before", "the model goes on with its own settings",
            "m.safetensors is the present model now; the one before was not exported",
            "n.md was there and was replaced", "looks for relative paths in sub",
        ] {
            #expect(said.diagnostics.contains(note), "\(note) in \(said.diagnostics)")
        }
        #expect(said.diagnostics.components(separatedBy: "n.safetensors was there and was replaced").count == 2)
    }

    @Test("takes a script that begins with a byte order mark, and refuses what is not there by what it is")
    func scripts() throws {
        try person.write("\u{FEFF}load reviews.csv --as r\n", to: "bom.refit")
        #expect(try person.run(["run", "bom.refit"]).status == 0)
        #expect(try person.run(["run", "none.refit"]).diagnostics.contains("there is no such file"))
        #expect(try person.run(["run", "."]).diagnostics.contains("it is no file"))
        #expect(try person.run(["run", "--help"]).status == 0)
        #expect(try person.run(["-c", "quit", "-c", "quit"]).status == 2)
        #expect(try person.run(["runs", "nowhere"]).status == 1)
        let folder = try person.run(["load", "aclImdb"])
        #expect(folder.status == 1 && !folder.diagnostics.contains("ending"), "\(folder.diagnostics)")
    }

    @Test("says that a first line which looks like a document was taken for names")
    func noHeader() throws {
        try person.write("a fine film,1\na dull film,0\na long film,0\n", to: "bare.csv")
        let loaded = try person.run(["load", "bare.csv"])
        #expect(loaded.diagnostics.contains("the first line was taken for the names"), "\(loaded.diagnostics)")
    }

    @Test("checks a notebook without a look at files that lie neither in its folder nor here")
    func checkedNotebook() throws {
        let away = person.folder + "-away"
        try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: away) }
        try Data("SECRETCOLUMN,b,c\nx,1,2\n".utf8).write(to: URL(filePath: away + "/secret.csv"))
        try FileManager.default.createSymbolicLink(
            atPath: person.path("link.csv"), withDestinationPath: away + "/secret.csv")
        for path in [away + "/secret.csv", "link.csv"] {
            try person.write("```refit\nload \(path) --as s\n```\n\n```text\nsomething\n```\n", to: "n.md")
            let checked = try person.run(["run", "n.md", "--check"])
            #expect(checked.status == 4, "\(checked.output)\(checked.diagnostics)")
            #expect(!(checked.output + checked.diagnostics).contains("SECRETCOLUMN"))
        }
        try FileManager.default.createDirectory(atPath: person.path("sub"), withIntermediateDirectories: true)
        try person.write("```refit\nload ../reviews.csv --as s\n```\n", to: "sub/n.md")
        #expect(!(try person.run(["run", "sub/n.md", "--check"])).diagnostics.contains("not opened"))
    }
}
