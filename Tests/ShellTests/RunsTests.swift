import Foundation
import Testing
import Values

/// `export`'s runs, `runs` and `compare runs`, with the built binary.
@Suite struct RunsTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write(
            """
            load reviews.csv --as r
            vectorizer n_features=2**10
            fit r --rows :10
            score r --rows 10:
            export models/a.safetensors
            classifier alpha=0.01
            fit r --rows :10
            score r --rows 10:
            run-name second
            note with a larger alpha
            export models/b.safetensors

            """, to: "script.refit")
        #expect(try person.run(["run", "script.refit"]).status == 0)
    }

    @Test("lists runs with the settings in which they differ first")
    func list() throws {
        let listed = try person.run(["runs"])
        let lines = listed.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3, "\(listed.output)")
        #expect(lines[0].hasPrefix("run      alpha  documents  accuracy"))
        #expect(lines[1].hasPrefix("second    0.01 ") && lines[1].hasSuffix("experiments/second"))
        #expect(lines[2].hasPrefix("a       0.0001 ") && lines[2].hasSuffix("models/a.run"))
        let json = try person.run(["runs", "models", "--mode", "json"])
        #expect(json.output.contains(#""differing_settings":[]"#))
        #expect(try person.run(["runs", "--mode", "csv"]).output.hasPrefix("run,alpha,documents,accuracy"))
        #expect(try person.run(["runs", "--mode", "latex"]).output.contains("\\toprule"))
    }

    @Test("shows options and inputs in which runs differ")
    func options() throws {
        try person.write("review,sentiment\na good film,1\na bad film,0\n", to: "other.csv")
        for (name, file, size) in [("c", "reviews.csv", 5), ("d", "other.csv", 2)] {
            let line = "load \(file) --as r; fit r --batch-size \(size); export runs/\(name).safetensors"
            #expect(try person.run(["-c", line]).status == 0)
        }
        let listed = try person.run(["runs", "runs", "--mode", "csv"])
        let header = "run,fit --batch-size,input 1,documents"
        #expect(listed.output.hasPrefix(header), "\(listed.output)")
    }

    @Test("says in what two runs differ, settings first")
    func compare() throws {
        let compared = try person.run(["compare", "runs", "models/a.safetensors", "experiments/second"])
        let lines = compared.output.split(separator: "\n")
        #expect(lines[1].hasPrefix("setting      classifier.alpha"), "\(compared.output)")
        #expect(compared.output.contains("the same: 36 settings"))
        let same = try person.run(["compare", "runs", "models/a.run", "models/a.run", "--mode", "json"])
        #expect(same.output.contains(#""verdict":"same","differences":[]"#))
    }

    @Test("records what a replay needs, and no text of documents that was not typed")
    func contents() throws {
        let record = try String(contentsOfFile: person.path("experiments/second/record.json"), encoding: .utf8)
        #expect(record.contains(#""notes": ["with a larger alpha"]"#))
        #expect(record.contains(#""path": "../../reviews.csv""#))
        #expect(record.contains("fit r --rows :10 --batch-size 1000 --epochs 1"))
        #expect(!record.contains("wonderful"))
        let script = try String(contentsOfFile: person.path("experiments/second/script.refit"), encoding: .utf8)
        #expect(script == (try String(contentsOfFile: person.path("script.refit"), encoding: .utf8)))
        let volatile = try #require(record.range(of: "\"volatile\""))
        for fact in ["\"libc\": \"glibc", "\"sqlite\"", "\"swift\"", "\"processor\"", "\"seconds\"", "\"dirty\""] {
            #expect(record[volatile.lowerBound...].contains(fact), "\(fact)")
            #expect(!record[..<volatile.lowerBound].contains(fact))
        }
    }

    @Test("leaves failed and meta commands out of the script")
    func cleanScript() throws {
        let lines = "load reviews.csv --as r\nhelp\nlaod x\nfit nothing\nfit r --rows :4\nexport c.safetensors\n"
        try person.write(lines, to: "messy.refit")
        #expect(try person.run(["run", "messy.refit", "--keep-going"]).status == 1)
        let script = try String(contentsOfFile: person.path("c.run/script.refit"), encoding: .utf8)
        #expect(script == "load reviews.csv --as r\nfit r --rows :4\nexport c.safetensors\n")
    }

    @Test("says so where the run cannot be written beside the model")
    func unwritable() throws {
        try person.write("in the way", to: "d.run")
        try person.write("load reviews.csv --as r\nfit r --rows :4\nexport d.safetensors\n", to: "d.refit")
        let finished = try person.run(["run", "d.refit"])
        #expect(finished.status == 1)
        #expect(finished.diagnostics.contains("d.run"), "\(finished.diagnostics)")
    }

    @Test(
        "an export touches nothing that is not refit's",
        arguments: ["record.json", "script.refit", "start.safetensors"])
    func foreignFolder(name: String) throws {
        try FileManager.default.createDirectory(atPath: person.path("models/c.run"), withIntermediateDirectories: true)
        try person.write("somebody's own", to: "models/c.run/\(name)")
        let refused = try person.run(["-c", "import models/a.safetensors; export models/c.safetensors"])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("models/c.run/\(name)"), "\(refused.diagnostics)")
        #expect(try String(contentsOfFile: person.path("models/c.run/\(name)"), encoding: .utf8) == "somebody's own")
        #expect(!person.has("models/c.safetensors"))
    }

    @Test("an export follows no link to write a run, and replaces a run of its own")
    func linkedFolder() throws {
        try FileManager.default.moveItem(atPath: person.path("models/a.run"), toPath: person.path("elsewhere"))
        try FileManager.default.createSymbolicLink(
            atPath: person.path("models/a.run"), withDestinationPath: "../elsewhere")
        let record = try String(contentsOfFile: person.path("elsewhere/record.json"), encoding: .utf8)
        let commands = "import experiments/../models/a.safetensors; export models/a.safetensors"
        let refused = try person.run(["-c", commands])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("it is a link"), "\(refused.diagnostics)")
        #expect(try String(contentsOfFile: person.path("elsewhere/record.json"), encoding: .utf8) == record)
        try FileManager.default.removeItem(atPath: person.path("models/a.run"))
        #expect(try person.run(["-c", commands]).status == 0)
        #expect(try person.run(["-c", commands]).status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: person.path("models/a.run")).sorted()
                == ["batches.csv", "record.json", "script.refit", "start.safetensors"])
    }

    @Test("an export that was cut off between its record and its end can be made again")
    func interruptedExport() throws {
        let folder = person.path("models/a.run")
        try FileManager.default.moveItem(atPath: "\(folder)/record.json", toPath: "\(folder)/.record.json")
        #expect(try person.run(["replay", "models/a.run"]).status == 1)
        #expect(try person.run(["-c", "import models/a.safetensors; export models/a.safetensors"]).status == 0)
        #expect(!person.has("models/a.run/.record.json"))
        #expect(person.has("models/a.run/record.json"))
    }

    @Test("writes records that can be read, whatever the labels of a class weight are")
    func equalDescriptions() throws {
        try person.write(
            "load reviews.csv --as r\nclassifier class_weight={0: 1.0, 1: 2.0, '1': 3.0}\n"
                + "vectorizer n_features=2**10\nfit r\nexport models/w.safetensors\n", to: "w.refit")
        #expect(try person.run(["run", "w.refit"]).status == 0)
        let replayed = try person.run(["replay", "models/w.run", "--brief"])
        #expect(replayed.status == 0, "\(replayed.output)\(replayed.diagnostics)")
    }

    @Test("takes no run for a model's whose record has another digest")
    func foreignModel() throws {
        let record = try String(contentsOfFile: person.path("experiments/second/record.json"), encoding: .utf8)
        let digest = try #require(record.firstMatch(of: /"model_digest": ?"([0-9a-f]{64})",\s*"path"/)?.1)
        for (name, model) in [("aaa", String(repeating: "0", count: 64)), ("bbb", String(digest))] {
            try FileManager.default.copyItem(
                atPath: person.path("experiments/second"), toPath: person.path("experiments/\(name)"))
            let other = record.replacing(digest, with: model).replacing("\"second\"", with: "\"\(name)\"")
            try person.write(other, to: "experiments/\(name)/record.json")
        }
        let found = try person.run(["report", "models/b.safetensors", "--to", "b.html"])
        #expect(found.status == 0, "\(found.diagnostics)")
        let page = try String(contentsOfFile: person.path("b.html"), encoding: .utf8)
        #expect(page.contains("<h1>bbb</h1>"))
        for name in ["bbb", "second"] {
            try FileManager.default.removeItem(atPath: person.path("experiments/\(name)"))
        }
        let none = try person.run(["report", "models/b.safetensors", "--to", "b.html"])
        #expect(none.status == 1 && none.diagnostics.contains("there is no run at models/b.safetensors"))
    }

    @Test(
        "says nothing that a terminal obeys of a record's names",
        arguments: ["text", "csv", "markdown", "latex", "json"])
    func hostileNames(mode: String) throws {
        let hostile = "x\u{1B}[31m\u{7}\u{9B}31m\u{202E}"
        try FileManager.default.moveItem(
            atPath: person.path("experiments/second"), toPath: person.path("experiments/\(hostile)"))
        for command in [
            ["runs"], ["compare", "runs", "experiments/\(hostile)", "models/a.run"],
            ["report", "experiments/\(hostile)"], ["replay", "experiments/\(hostile)"],
        ] {
            let finished = try person.run(command + ["--mode", mode])
            for text in [finished.output, finished.diagnostics] {
                let obeyed = text.unicodeScalars.filter { $0 != "\n" && $0.escape != nil }
                #expect(obeyed.isEmpty, "\(command.count) \(obeyed.map(\.value))")
            }
        }
    }
}
