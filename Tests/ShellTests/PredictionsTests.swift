import Foundation
import Testing

/// `predict --dataset`, with the built binary, against `predict` of each text by itself.
@Suite struct PredictionsTests {
    private let person: Person

    init() throws {
        person = try Person()
        let line = """
            sample s.csv --documents 2300; load s.csv --as s; vectorizer n_features=2**12; fit s --rows :1000; \
            export m.safetensors
            """
        #expect(try person.run(["-c", line]).status == 0)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: person.path(name), encoding: .utf8)
    }

    /// The results of `predict` for the texts of some of a dataset's rows, one command each, as `--mode json` has them.
    private func oneByOne(
        _ rows: Range<Int>, of dataset: String = "s.csv", by model: String = "m.safetensors"
    ) throws -> [Substring] {
        let shown = try person.run(
            ["show", dataset, "--rows", "\(rows.lowerBound):\(rows.upperBound)", "--mode", "json"])
        let cell = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
        let documents = try #require((cell?["result"] as? [String: Any])?["rows"] as? [[String: Any]])
        let commands = try documents.map { document in
            let text = try #require(document["text"] as? String)
            return "predict \"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"\n"
        }
        let finished = try person.run(
            ["run", "-", "--mode", "json"], input: "import \(model)\n" + commands.joined())
        #expect(finished.status == 0, "\(finished.diagnostics)")
        return finished.output.matches(of: /"result":({"label".*}),"error":null/).map(\.output.1)
    }

    @Test("says of each document what predict says of its text, to the last digit")
    func sameAsOneByOne() throws {
        let line = "load s.csv; predict --model m.safetensors --dataset s --rows 900:2300 --to p.jsonl"
        let finished = try person.run(["-c", line, "--mode", "json"])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.output.contains("\"documents\":1400"))
        let found = try text("p.jsonl").split(separator: "\n")
        let expected = try oneByOne(900..<2300)
        #expect(found.count == 1400 && expected.count == 1400)
        for (offset, (line, result)) in zip(found, expected).enumerated() {
            #expect(line == "{\"row\":\(900 + offset)," + result.dropFirst())
        }
        #expect(Set(found.compactMap { $0.firstMatch(of: /"label":(\d)/)?.output.1 }) == ["0", "1"])
    }

    @Test("writes every label and what a loss leaves out as predict does", arguments: ["log_loss", "hinge"])
    func sameForManyClasses(loss: String) throws {
        let labels = ["\"\"quoted\"\"", "größer\u{2028}", "c"]
        let rows = (0..<40).map { "film \(["good", "bad", "odd"][$0 % 3]) \($0),\"\(labels[$0 % 3])\"\n" }
        try person.write("review,sentiment\n" + rows.joined(), to: "three.csv")
        let line = """
            load three.csv; vectorizer n_features=256; classifier loss=\(loss); fit three --epochs 9; export t.safetensors; \
            predict --dataset three --to t.jsonl
            """
        let finished = try person.run(["-c", line])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        let found = try text("t.jsonl").split(separator: "\n")
        let expected = try oneByOne(0..<40, of: "three.csv", by: "t.safetensors")
        #expect(found.count == 40 && expected.count == 40)
        for (row, (line, result)) in zip(found, expected).enumerated() {
            #expect(line == "{\"row\":\(row)," + result.dropFirst())
        }
        #expect(
            found[0].contains(loss == "hinge" ? "\"probability\":null,\"probabilities\":[]" : "\"probabilities\":[{"))
    }

    @Test("a model whose weights were damaged predicts nothing, neither of many documents nor of none")
    func damaged() throws {
        var bytes = try Data(contentsOf: URL(filePath: person.path("m.safetensors")))
        bytes[bytes.count - 1_000] ^= 1
        try bytes.write(to: URL(filePath: person.path("d.safetensors")))
        try person.write("somebody's own", to: "p.csv")
        for command in ["predict --model d.safetensors --to p.csv --dataset", "score --model d.safetensors"] {
            for rows in [":", "5:5"] {
                let refused = try person.run(
                    command.split(separator: " ").map(String.init) + ["s.csv", "--rows", rows])
                #expect(
                    refused.status == 1 && refused.diagnostics.contains("d.safetensors is damaged"),
                    "\(refused.diagnostics)")
            }
        }
        #expect(try text("p.csv") == "somebody's own")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: person.folder).allSatisfy { !$0.hasPrefix(".p.csv") })
    }

    @Test("writes columns for three labels, in quotes where they need them, and empty without probabilities")
    func columns() throws {
        let rows = (0..<30).map { "film \(["good", "bad", "odd"][$0 % 3]) \($0),\"\(["a,b", "b", "c"][$0 % 3])\"\n" }
        try person.write("review,sentiment\n" + rows.joined(), to: "three.csv")
        let fit = "load three.csv; vectorizer n_features=256; fit three --epochs 9"
        let line =
            "\(fit); predict --dataset three --to p.csv; classifier loss=hinge; fit three; predict --dataset three --to h.tsv"
        let finished = try person.run(["-c", line])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        let csv = try text("p.csv").split(separator: "\n")
        #expect(
            csv[0] == "row,label,probability,\"probability_a,b\",probability_b,probability_c,"
                + "\"decision_function_a,b\",decision_function_b,decision_function_c")
        #expect(csv.count == 31 && csv[1].hasPrefix("0,\"a,b\",0.") && csv[2].hasPrefix("1,b,0."))
        let tsv = try text("h.tsv").split(separator: "\n")
        #expect(tsv[0] == "row\tlabel\tdecision_function_a,b\tdecision_function_b\tdecision_function_c")
        #expect(tsv.count == 31 && tsv[1].split(separator: "\t").count == 5)
    }

    @Test("is the same for a CSV file, JSON Lines and a database, and for any number of threads")
    func sources() throws {
        let make = "load s.csv; feedback open f.sqlite --create; feedback import s; write s j.jsonl"
        #expect(try person.run(["-c", make]).status == 0)
        let outputs = try [("s.csv", "1"), ("s.csv", "8"), ("j.jsonl", "2"), ("f.sqlite", "2")].map { file, threads in
            person.environment["REFIT_THREADS"] = threads
            let finished = try person.run(
                ["predict", "--model", "m.safetensors", "--dataset", file, "--to", "p.csv"])
            #expect(finished.status == 0, "\(finished.diagnostics)")
            return try text("p.csv")
        }
        #expect(outputs[0].split(separator: "\n").count == 2301)
        #expect(Set(outputs).count == 1)
    }

    @Test("replaces only plain files, and leaves what was there where it fails")
    func replaces() throws {
        let predict = ["predict", "--model", "m.safetensors", "--dataset", "s.csv", "--to"]
        try FileManager.default.createDirectory(atPath: person.path("d.csv"), withIntermediateDirectories: false)
        let made = unsafe mkfifo(person.path("pipe.csv"), 0o600)
        #expect(made == 0)
        for name in ["d.csv", "pipe.csv"] {
            let refused = try person.run(predict + [name])
            #expect(refused.status == 1 && refused.diagnostics.contains("no regular file"), "\(refused.diagnostics)")
        }
        try person.write("somebody's own", to: "p.csv")
        try person.write("review,sentiment\nfine,1\n\"never closed,0\n", to: "broken.csv")
        let broken = try person.run(predict.map { $0 == "s.csv" ? "broken.csv" : $0 } + ["p.csv"])
        #expect(broken.status == 1)
        #expect(try text("p.csv") == "somebody's own")
        let replaced = try person.run(predict + ["p.csv"])
        #expect(replaced.status == 0 && replaced.diagnostics.contains("was there and was replaced"))
        #expect(try text("p.csv").hasPrefix("row,label,"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: person.folder).allSatisfy { !$0.hasPrefix(".p.csv") })
    }

    @Test("Ctrl-C stops it and leaves the file as it was")
    func interrupted() throws {
        try person.write("somebody's own", to: "p.csv")
        #expect(try person.run(["sample", "many.csv", "--documents", "400000"]).status == 0)
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load many.csv; import m.safetensors")
        try terminal.waitForPrompt(3)
        terminal.enter("predict --dataset many --to p.csv")
        try terminal.wait(for: "left")
        terminal.send(Key.controlC)
        try terminal.wait(for: "stopped after")
        try terminal.waitForPrompt(4)
        #expect(try text("p.csv") == "somebody's own")
    }

    @Test("a run with predictions is replayed")
    func replayed() throws {
        let line = "load s.csv; fit s --rows :500; predict --dataset s --rows 500: --to p.csv; export r.safetensors"
        #expect(try person.run(["-c", line]).status == 0)
        let before = try text("p.csv")
        try FileManager.default.removeItem(atPath: person.path("p.csv"))
        let replay = try person.run(["replay", "r.run"])
        #expect(replay.status == 0, "\(replay.output) \(replay.diagnostics)")
        #expect(!person.has("p.csv") && before.split(separator: "\n").count == 1801)
    }
}
