import Foundation
import Testing

/// `compare vectorizers`, with the built binary: the models of `fit`, splits, interruption and runs.
@Suite struct CompareVectorizersTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write("sample s.csv --documents 600", to: "sample.refit")
        #expect(try person.run(["run", "sample.refit"]).status == 0)
    }

    private static let rows = ["--rows", ":400", "--test", "s.csv", "--test-rows", "400:"]

    private func compare(_ options: String..., mode: String = "json") throws -> Person.Finished {
        try person.run(["compare", "vectorizers", "s.csv"] + Self.rows + options + ["--mode", mode])
    }

    private func result(_ finished: Person.Finished) throws -> [String: Any] {
        let line = finished.output.split(separator: "\n").last ?? ""
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(object?["result"] as? [String: Any], "\(finished.output)\(finished.diagnostics)")
    }

    private func cells(_ finished: Person.Finished) throws -> [[String: Any]] {
        try #require(try result(finished)["cells"] as? [[String: Any]])
    }

    /// What `fit` and `score` come to with a vectorizer, on the same rows.
    private func fitted(_ vectorizer: String, _ classifier: String, options: String) throws -> (String, Double, Double)
    {
        let script = """
            load s.csv --as s
            vectorizer \(vectorizer)
            classifier \(classifier)
            fit s --rows :400 \(options)
            score s --rows 400:
            """
        try person.write(script, to: "fit.refit")
        let lines = try person.run(["run", "fit.refit", "--mode", "json"]).output.split(separator: "\n")
        let results = try lines.suffix(2).map { line in
            try #require(
                (try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["result"] as? [String: Any]
            )
        }
        return (
            try #require(results[0]["model_digest"] as? String), try #require(results[1]["accuracy"] as? Double),
            try #require(results[1]["log_loss"] as? Double)
        )
    }

    @Test("makes for every combination the model that fit makes with it, and the scores of score")
    func sameAsFit() throws {
        let script = """
            load s.csv --as s
            vectorizer alternate_sign=False
            classifier random_state=3 average=True
            compare vectorizers s --rows :400 --n-features 2^4 2^18 --ngram-range 1,1 1,2 --stop-words none english \
            --tokenizer default porter --norm l1 none --batch-size 150 --test s --test-rows 400: --resamples 0
            """
        try person.write(script, to: "grid.refit")
        let cells = try cells(try person.run(["run", "grid.refit", "--mode", "json"]))
        #expect(cells.count == 32)
        #expect(Set(cells.map { $0["model_digest"] as? String }).count == 32)
        for cell in cells {
            let settings = try #require(cell["settings"] as? [String: Any])
            let range = try #require(settings["ngram_range"] as? [Int])
            let words = ["stop_words", "tokenizer", "norm"].map { "\($0)=\(settings[$0] as? String ?? "None")" }
            let vectorizer =
                "alternate_sign=False n_features=\(try #require(settings["n_features"] as? Int)) "
                + "ngram_range=\(range[0]),\(range[1]) \(words.joined(separator: " "))"
            let fitted = try fitted(vectorizer, "random_state=3 average=True", options: "--batch-size 150")
            #expect(cell["model_digest"] as? String == fitted.0, "\(vectorizer)")
            #expect(cell["accuracy"] as? Double == fitted.1)
            #expect(cell["log_loss"] as? Double == fitted.2)
            #expect(cell["accuracy_low"] is NSNull && cell["p_value"] is NSNull)
        }
    }

    @Test("names the best and the smallest that is as good, by splits at random")
    func splits() throws {
        let finished = try compare(
            "--n-features", "1", "2^12", "2^16", "2^12", "--resamples", "4", "--batch-size", "100")
        #expect(finished.status == 0, "\(finished.diagnostics)")
        #expect(finished.diagnostics.contains("3 vectorizers over 1 analysis of the texts, 4 splits: 15 models"))
        let result = try result(finished)
        let cells = try cells(finished)
        #expect(cells.map { ($0["settings"] as? [String: Any])?["n_features"] as? Int } == [1, 4096, 65536])
        // All grams share the only column, which tells nothing.
        #expect(cells[0]["features_seen"] as? Int == 1 && cells[0]["collision_rate"] as? Double == 1)
        #expect(try #require(cells[0]["p_value"] as? Double) < 0.05)
        let smallest = try #require(result["smallest_as_good"] as? Int)
        #expect(try #require(result["best"] as? Int) >= 1 && smallest == 1)
        for cell in cells {
            let (low, high) = (cell["accuracy_low"] as? Double, cell["accuracy_high"] as? Double)
            let mean = try #require(cell["accuracy_mean"] as? Double)
            #expect(try #require(low) <= mean && mean <= #require(high))
        }
        let shared = try #require((cells[0]["heaviest_collisions"] as? [[String: Any]])?.first)
        #expect(shared["column"] as? Int == 0 && (shared["words"] as? [String])?.count == 5)
        #expect(shared["label"] is NSNull)
        let table = try String(
            contentsOfFile: person.path("experiments/compare-vectorizers/cells.csv"), encoding: .utf8
        ).split(separator: "\n")
        #expect(table.count == 1 + 3 * 5)
        for (index, cell) in cells.enumerated() {
            // Ten columns before the accuracy, of which the pair (1, 1) takes two.
            let ofSplits = table.dropFirst(2 + 5 * index).prefix(4).compactMap { line -> Double? in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return Double(fields[9])
            }
            let mean: Double = ofSplits.reduce(0, +) / 4
            let expected = try #require(cell["accuracy_mean"] as? Double)
            #expect(ofSplits.count == 4 && abs(mean - expected) < 1e-12)
        }
    }

    @Test("calls as good what is settled to lose no more than the margin, and not what few splits cannot tell")
    func margin() throws {
        let sizes = ["--n-features", "2^3", "2^12", "--resamples", "2"]
        func smallest(_ options: [String]) throws -> Int? {
            let finished = try person.run(
                ["compare", "vectorizers", "s.csv"] + Self.rows + sizes + options + ["--mode", "json"])
            return try result(finished)["smallest_as_good"] as? Int
        }
        let cells = try cells(compare("--n-features", "2^3", "2^12", "--resamples", "2"))
        #expect(try #require(cells[0]["difference_to_best"] as? Double) < -0.05)
        #expect(try smallest([]) == 1)
        #expect(try smallest(["--margin", "1"]) == 0)
    }

    @Test("says whose weight it is, with three classes")
    func labelled() throws {
        let classes = ["neg", "pos", "so so"]
        let rows = (0..<120).map { "word\($0 % 3) word\($0 % 7) word\($0 % 11),\(classes[$0 % 3])\n" }.joined()
        try person.write("review,sentiment\n" + rows, to: "three.csv")
        let words = [
            "compare", "vectorizers", "three.csv", "--rows", ":90", "--n-features", "8", "--test", "three.csv",
            "--test-rows", "90:", "--resamples", "0",
        ]
        let found = try person.run(words + ["--mode", "json"]).output
        // As they are written: a reader of JSON may round numbers otherwise.
        let shared = found.matches(of: /("column":\d+,"weight":[^,]*),"label":("[^"]*"),/).map {
            "{\($0.output.1),\"class\":\($0.output.2)}"
        }
        // The same model, fitted: the weight is that class's, and no other class's is farther from 0.
        let made = try person.run([
            "-c", "vectorizer n_features=8; fit three.csv --rows :90; export three.safetensors",
        ])
        #expect(made.status == 0, "\(made)")
        let inspected = try person.run(["inspect", "three.safetensors", "--mode", "json"])
        #expect(
            shared.count > 1 && shared.allSatisfy { inspected.output.contains($0) }, "\(shared) \(inspected.output)")
        let text = try person.run(words)
        #expect(text.output.contains(/column +weight +label +words\n/), "\(text.output)")
        #expect(text.output.contains(/\n +\d+ +-?\d+\.\d{4} +(neg|pos|so so) +/), "\(text.output)")
        let two = try compare("--n-features", "8", "--resamples", "0", mode: "text")
        #expect(two.output.contains(/column +weight +words\n/), "\(two.output)")
    }

    @Test("says in words that one split, or none, tells no uncertainty")
    func unknown() throws {
        for resamples in ["0", "1"] {
            let words = try compare("--n-features", "16", "2^12", "--resamples", resamples, mode: "text")
            #expect(words.status == 0, "\(words.diagnostics)")
            #expect(words.output.contains("fewer than 2 splits cannot tell"), "\(words.output)")
            #expect(!words.output.contains("smallest as good"))
        }
        #expect(try result(compare("--resamples", "0"))["smallest_as_good"] is NSNull)
    }

    @Test("leaves a run that replays to the last bit, without a clock")
    func replayed() throws {
        try person.write(
            "load s.csv --as s\nrun-name sizes\nclassifier random_state=1\n"
                + "compare vectorizers s --rows :400 --n-features 2^8 2^12 --test s --test-rows 400: --resamples 3\n",
            to: "c.refit")
        #expect(try person.run(["run", "c.refit"]).status == 0)
        #expect(person.has("experiments/sizes/cells.csv"))
        let replay = try person.run(["replay", "experiments/sizes", "--brief"])
        #expect(replay.status == 0, "\(replay.output)\(replay.diagnostics)")
        #expect(replay.output.contains("identical"))
        let record = try String(contentsOfFile: person.path("experiments/sizes/record.json"), encoding: .utf8)
        try person.write(
            record.replacing(/"cells\[1\]\.accuracy": 0\.[0-9]+/, with: "\"cells[1].accuracy\": 0.5"),
            to: "experiments/sizes/record.json")
        let differs = try person.run(["replay", "experiments/sizes", "--brief"])
        #expect(differs.status == 3 && differs.output.contains("cells[1].accuracy"), "\(differs.output)")
    }

    @Test("goes on where it was interrupted, and forgets finished models once the run is written")
    func interrupted() throws {
        let words =
            ["compare", "vectorizers", "s.csv"] + Self.rows
            + ["--n-features", "2^8", "2^12", "--batch-size", "1", "--resamples"]
        let session = try person.open(words + ["300"])
        try waitForModels(3)
        session.signal(SIGINT)
        #expect(try session.waitForExit() == 130)
        #expect(!person.has("experiments/compare-vectorizers/record.json"))
        let other = try person.run(words + ["2", "--mode", "json"])
        #expect(other.status == 0 && !other.diagnostics.contains("from before"), "\(other.diagnostics)")
        let again = try person.run(words + ["300", "--mode", "json"])
        #expect(again.status == 0 && again.diagnostics.contains("are done from before"), "\(again.diagnostics)")
        let (before, after) = (try cells(other), try cells(again))
        #expect(before.map { $0["model_digest"] as? String } == after.map { $0["model_digest"] as? String })
        #expect(try finishedModels().isEmpty)
    }

    /// The lines of all logs of finished models.
    private func finishedModels() throws -> [Substring] {
        let folder = person.path("state/refit/comparisons")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.flatMap {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).split(separator: "\n")
        }
    }

    private func waitForModels(_ count: Int) throws {
        let deadline = ContinuousClock.now + PseudoTerminal.patience
        while try finishedModels().count < count {
            guard ContinuousClock.now < deadline else { throw PseudoTerminal.Missing(what: "models", screen: "") }
            usleep(5_000)
        }
    }

    @Test("refuses before any work a folder that is somebody else's")
    func foreignFolder() throws {
        try FileManager.default.createDirectory(
            atPath: person.path("experiments/compare-vectorizers"), withIntermediateDirectories: true)
        try person.write("somebody's own", to: "experiments/compare-vectorizers/cells.csv")
        let refused = try compare("--n-features", "2^8")
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("experiments/compare-vectorizers/cells.csv"), "\(refused.diagnostics)")
        #expect(!refused.diagnostics.contains("vectorizers over"), "\(refused.diagnostics)")
        let kept = try String(
            contentsOfFile: person.path("experiments/compare-vectorizers/cells.csv"), encoding: .utf8)
        #expect(kept == "somebody's own")
    }

    @Test("says what cannot be compared, before any work")
    func mistakes() throws {
        func refused(_ words: String..., status: Int32 = 1) throws -> String {
            let finished = try person.run(["compare", "vectorizers", "s.csv"] + words + ["--mode", "json"])
            #expect(finished.status == status, "\(finished.output)\(finished.diagnostics)")
            #expect(!finished.diagnostics.contains("vectorizers over"), "\(finished.diagnostics)")
            return finished.output + finished.diagnostics
        }
        let test = ["--test", "s.csv", "--test-rows", "400:"]
        #expect(try refused("--test", "s.csv", "--rows", ":500", "--test-rows", "400:").contains("shared_rows"))
        #expect(try refused("--test", "s.csv", "--rows", "600:", "--test-rows", "400:").contains("no_documents"))
        #expect(try refused("--test", "s.csv", "--rows", ":400", "--test-rows", "599:").contains("no_test_documents"))
        for (option, value) in [
            ("--n-features", "0"), ("--n-features", "many"), ("--ngram-range", "2,1"), ("--ngram-range", "1"),
            ("--norm", "l3"), ("--tokenizer", "nltk"),
        ] {
            let said = try refused("--rows", ":400", option, value, test[0], test[1], test[2], test[3])
            #expect(said.contains("\"error\":{"), "\(option) \(value): \(said)")
        }
        #expect(try refused("--rows", ":400", status: 2).contains("--test"))
        #expect(
            try refused("--resamples", "1001", test[0], test[1], test[2], test[3], status: 2).contains("0 to 1000"))
        try person.write("review,sentiment\na film,7\nanother film,0\nand one,1\n", to: "other.csv")
        let unknown = try person.run(
            ["compare", "vectorizers", "s.csv", "--test", "other.csv", "--resamples", "0", "--mode", "json"])
        #expect(unknown.status == 1 && unknown.output.contains("unknown_label"), "\(unknown.output)")
    }

    @Test("shows words of documents without what a terminal would obey")
    func hostileWords() throws {
        let texts = (0..<20).map { "\"evil\u{1B}[2Jword\($0) common\($0 % 3)\",\($0 % 2)\n" }.joined()
        try person.write("review,sentiment\n" + texts, to: "evil.csv")
        let script = """
            load evil.csv --as e
            vectorizer token_pattern='[^ ]+'
            compare vectorizers e --rows :16 --n-features 2 --test e --test-rows 16: --resamples 0
            """
        try person.write(script, to: "evil.refit")
        let shown = try person.run(["run", "evil.refit"])
        #expect(shown.status == 0 && shown.output.contains("evil"), "\(shown.output)\(shown.diagnostics)")
        #expect(!shown.output.contains("\u{1B}"))
    }
}
