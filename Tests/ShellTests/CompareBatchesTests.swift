import Foundation
import Testing

/// `compare batches`, with the built binary, its trials in processes of their own and real databases.
@Suite struct CompareBatchesTests {
    private let comparing: BatchComparing
    private var person: Person { comparing.person }

    init() throws { comparing = try BatchComparing() }

    @Test("times arms in processes of their own, and compares them all with the first")
    func whole() throws {
        let finished = try comparing.compare(
            "--strategies", "fetchone", "fetchmany:50", "fetchmany:500", "fetchall", "--seeds", "1..3", "--repeats", "2"
        )
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.diagnostics.contains("3 arms: 9 timed trials"), "\(finished.diagnostics)")
        let result = try comparing.result(finished)
        let arms = try #require(result["strategies"] as? [[String: Any]])
        #expect(arms.map { $0["strategy"] as? String } == ["fetchone", "fetchmany:50", "fetchmany:500 = fetchall"])
        #expect(arms.map { $0["partial_fit_calls"] as? Int } == [200, 4, 1])
        for arm in arms {
            let seconds = try #require(arm["duration_seconds"] as? [String: Double])
            #expect(try #require(seconds["min"]) > 0 && seconds["min"]! <= seconds["median"]!)
            #expect(try #require(arm["peak_memory_bytes"] as? Int) > 1 << 20)
            #expect((arm["accuracy"] as? [String: Any])?["values"] as? [Double] != nil)
        }
        let comparisons = try #require(result["comparisons"] as? [[String: Any]])
        #expect(comparisons.count == 2 && comparisons.allSatisfy { $0["b"] as? String == "fetchone" })
        let trials = try String(contentsOfFile: person.path("experiments/compare-batches/trials.csv"), encoding: .utf8)
        #expect(trials.split(separator: "\n").count == 1 + 3 * 3)
        let documents = try String(
            contentsOfFile: person.path("experiments/compare-batches/documents.csv"), encoding: .utf8)
        #expect(documents.split(separator: "\n").count == 1 + 3 * 3 * 200)
    }

    @Test("refuses before any trial a folder that is somebody else's")
    func foreignFolder() throws {
        try FileManager.default.createDirectory(
            atPath: person.path("experiments/compare-batches"), withIntermediateDirectories: true)
        try person.write("somebody's own", to: "experiments/compare-batches/script.refit")
        let refused = try comparing.compare("--strategies", "fetchone", "fetchall", "--seeds", "1..2", "--repeats", "0")
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("experiments/compare-batches/script.refit"))
        #expect(!refused.diagnostics.contains("arms:"), "\(refused.diagnostics)")
    }

    @Test("makes the models that update makes, and leaves model and database as they were")
    func sameAsUpdate() throws {
        let before = try (
            Data(contentsOf: URL(filePath: person.path("m.safetensors"))),
            Data(contentsOf: URL(filePath: person.path("f.sqlite")))
        )
        let arms = try #require(
            try comparing.result(
                comparing.compare("--strategies", "fetchmany:30", "fetchall", "--seeds", "1", "--repeats", "0"))[
                    "strategies"]
                as? [[String: Any]])
        #expect(try Data(contentsOf: URL(filePath: person.path("m.safetensors"))) == before.0)
        #expect(try Data(contentsOf: URL(filePath: person.path("f.sqlite"))) == before.1)
        for (arm, options) in zip(arms, [["--batch-size", "30"], ["--fetch", "fetchall"]]) {
            let copy = person.path("copy.safetensors")
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: person.path("m.safetensors"), toPath: copy)
            let updated = try person.run(
                ["update", "--model", "copy.safetensors", "--db", "f.sqlite", "--mode", "json"] + options)
            let digest = try #require(try comparing.result(updated)["model_digest"] as? String)
            #expect(arm["model_digests"] as? [String] == [digest])
        }
    }

    @Test("leaves a run that replays to the last bit, without a clock")
    func replayed() throws {
        let script = BatchComparing.learning.replacing("export m.safetensors\n", with: "")
        try person.write(
            script.replacing("f.sqlite", with: "g.sqlite")
                + "run-name strategies\ncompare batches --strategies fetchone fetchall --test s --test-rows 400: --seeds 1..2 "
                + "--replicate order,draw,seed --repeats 1 --vary alpha=0.0001,0.01 --control replay --base s --base-rows :150\n",
            to: "c.refit")
        let run = try person.run(["run", "c.refit"])
        #expect(run.status == 0, "\(run.diagnostics)")
        let replay = try person.run(["replay", "experiments/strategies", "--brief"])
        #expect(replay.status == 0, "\(replay.output)\(replay.diagnostics)")
        #expect(replay.output.contains("identical"))
    }

    @Test("goes on where it was interrupted")
    func interrupted() throws {
        let words = [
            "compare", "batches", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "s.csv", "--test-rows",
            "400:",
            "--strategies", "fetchone", "fetchall", "--seeds", "1..2", "--repeats", "15",
        ]
        let session = try person.open(words)
        try session.wait(for: "timed trials take about")
        session.signal(SIGINT)
        #expect(try session.waitForExit() == 130)
        // The same documents in another order are another comparison.
        let begun = try person.run([
            "-c",
            "load s.csv --as t --shuffle --random-state 2; compare batches --model m.safetensors --db f.sqlite --test t "
                + "--test-rows 400: --strategies fetchone fetchall --seeds 1..2 --repeats 15",
        ])
        #expect(!begun.diagnostics.contains("from before"), "\(begun.diagnostics)")
        let again = try person.run(Array(words.dropLast()) + ["15"])
        #expect(again.status == 0, "\(again.diagnostics)")
        #expect(again.diagnostics.contains("are done from before"), "\(again.diagnostics)")
        let afterwards = try person.run(Array(words.dropLast(2)) + ["--repeats", "0"])
        #expect(!afterwards.diagnostics.contains("from before"))
    }

    @Test("calls the same learner the same, and settings that a learned model cannot take by their name")
    func words() throws {
        try person.write(
            "load s.csv --as s\nvectorizer n_features=2**12\nclassifier shuffle=False\nfit s --rows :200\nexport m.safetensors\n",
            to: "plain.refit")
        #expect(try person.run(["run", "plain.refit"]).status == 0)
        let plain = try comparing.result(
            comparing.compare("--strategies", "fetchone", "fetchall", "--replicate", "order", "--repeats", "0"))
        let comparison = try #require((plain["comparisons"] as? [[String: Any]])?.first)
        #expect(comparison["words"] as? String == "same learner")
        let arms = try #require(plain["strategies"] as? [[String: Any]])
        #expect(try #require(arms[1]["largest_weight_difference"] as? Double) < 1e-12)
        let average = try comparing.compare("--vary", "average=True", "--repeats", "0")
        #expect(average.status == 1)
        #expect(average.output.contains("averaging_changed"), "\(average.output)")
        let unknown = try comparing.compare("--vary", "alpa=1", mode: "text")
        #expect(unknown.status == 2)
        #expect(unknown.diagnostics.contains("--vary") || unknown.output.contains("--vary"), "\(unknown.diagnostics)")
    }

    @Test("holds each way against as many of the model's own rows again")
    func control() throws {
        let finished = try comparing.compare(
            "--strategies", "fetchmany:50", "fetchall", "--seeds", "1..3", "--repeats", "1", "--control", "replay",
            "--base", "s.csv", "--base-rows", ":200")
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.diagnostics.contains("4 arms: 4 timed trials"), "\(finished.diagnostics)")
        let result = try comparing.result(finished)
        let arms = try #require(result["strategies"] as? [[String: Any]])
        #expect(
            arms.map { $0["strategy"] as? String } == [
                "fetchmany:50", "fetchall", "replay by fetchmany:50", "replay by fetchall",
            ])
        #expect(arms.map { $0["learns"] as? String } == ["feedback", "feedback", "replay", "replay"])
        #expect(arms[2]["duration_seconds"] is NSNull && arms[1]["duration_seconds"] is [String: Double])
        let pairs = try #require(result["comparisons"] as? [[String: Any]]).map { [$0["a"], $0["b"]] as? [String] }
        #expect(
            pairs == [
                ["fetchall", "fetchmany:50"], ["fetchmany:50", "replay by fetchmany:50"],
                ["fetchall", "replay by fetchall"],
            ])
        let score = try person.run(["score", "s.csv", "--rows", "400:", "--model", "m.safetensors", "--mode", "json"])
        #expect(score.output.contains("\"accuracy\":\(try #require(result["starting_accuracy"] as? Double)),"))
        // As many rows as there are: all of them once, in their order, is what partial-fit learns.
        let learned = try person.run([
            "partial-fit", "s.csv", "--rows", ":200", "--batch-size", "200", "--model", "m.safetensors", "--mode",
            "json",
        ])
        #expect(
            learned.output.contains(try #require((arms[3]["model_digests"] as? [String])?.first)), "\(learned.output)")
    }

    @Test("sets the labels of the feedback against those that the model has learned")
    func shares() throws {
        let made = try person.run([
            "-c",
            "load s.csv --as s; import m.safetensors; feedback open g.sqlite --create; "
                + "feedback import s --rows 200:400 --label-share 0=0.8 --count 100; "
                + "compare batches --strategies fetchall --seeds 1 --repeats 0 --test s --test-rows 400:; update; "
                + "export more.safetensors; compare batches --strategies fetchall --seeds 1 --repeats 0 --test s "
                + "--test-rows 400: --db f.sqlite",
        ])
        #expect(made.status == 0, "\(made.diagnostics)")
        // Without a model to compare with, and with one that had learned 200 rows, and then those 100, too.
        #expect(made.output.contains("label  rows   share  1/10"), "\(made.output)")
        let tables = made.output.split(separator: "\n").filter { $0.hasPrefix("label  rows   share  training  1/10") }
        #expect(tables.count == 2)
        #expect(made.output.contains("\n    1    20  20.0 %    58.5 %  "), "\(made.output)")
        let note = "note: the labels come in other shares than in training: label 0 is 80.0 % of the feedback and was "
        #expect(made.diagnostics.contains(note + "41.5 % of the training; feedback moves the model"), "\(made)")
        // 117 + 20 of 300 have the label 1 now.
        #expect(made.output.contains(" %    45.7 %  "), "\(made.output)")
        #expect(made.diagnostics.components(separatedBy: note).count == 2)

        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../ModelFilesTests/Golden/two-classes.safetensors").standardizedFileURL.path
        let known = try comparing.result(
            comparing.compare("--strategies", "fetchall", "--seeds", "1", "--repeats", "0"))
        let unknown = try person.run([
            "compare", "batches", "--model", golden, "--db", "g.sqlite", "--test", "s.csv", "--strategies", "fetchall",
            "--seeds", "1", "--repeats", "0", "--mode", "json",
        ])
        for (result, expected) in try [(known, [0.415, 0.585]), (comparing.result(unknown), [nil, nil])]
            as [(_, [Double?])]
        {
            let arrivals = try #require(result["arrivals"] as? [String: Any])
            let labels = try #require(arrivals["labels"] as? [[String: Any]])
            let rows = try #require(arrivals["rows"] as? Int)
            #expect(labels.map { $0["label"] as? Int } == [0, 1])
            #expect(labels.map { $0["training_share"] as? Double } == expected)
            #expect(expected[0] != nil || labels.allSatisfy { $0["training_share"] is NSNull })
            for label in labels {
                #expect(try #require(label["share"] as? Double) == Double(label["rows"] as? Int ?? -1) / Double(rows))
            }
        }
        #expect(!unknown.diagnostics.contains("other shares"), "\(unknown.diagnostics)")
        let text = try person.run([
            "compare", "batches", "--model", golden, "--db", "g.sqlite", "--test", "s.csv", "--strategies", "fetchall",
            "--seeds", "1", "--repeats", "0",
        ])
        #expect(text.output.contains("\n    1    20  20.0 %         –  "), "\(text.output)")
    }

    @Test("says what a control lacks, and in words what it comes to")
    func controlMistakes() throws {
        let words = try comparing.compare(
            "--strategies", "fetchall", "--control", "replay", "--base", "s.csv", "--base-rows", ":200", "--repeats",
            "0", mode: "text")
        #expect(words.output.contains("accuracy of the model as it begins 0."))
        #expect(words.output.contains("accuracy less that of as many rows that the model had learned, again"))
        #expect(words.output.contains("as many rows learned again"), "\(words.output)")
        #expect(!words.diagnostics.contains("favours the control"))
        let overlapping = try comparing.compare(
            "--strategies", "fetchall", "--seeds", "1", "--control", "replay", "--base", "s.csv", "--base-rows", ":450",
            "--repeats", "0", mode: "text")
        #expect(overlapping.diagnostics.contains("50 rows of --base-rows are among the test documents"))
        let missing = try comparing.compare("--control", "replay", "--repeats", "0", mode: "text")
        #expect(missing.status == 2 && (missing.diagnostics + missing.output).contains("--base NAME"))
        let useless = try comparing.compare("--base", "s.csv", "--repeats", "0", mode: "text")
        #expect(useless.status == 2 && (useless.diagnostics + useless.output).contains("--control replay"))
        let none = try comparing.compare(
            "--control", "replay", "--base", "s.csv", "--base-rows", "900:", "--repeats", "0", mode: "text")
        #expect(none.status == 1 && none.diagnostics.contains("no rows to be learned again"), "\(none.diagnostics)")
    }
}
