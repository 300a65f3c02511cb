import Foundation
import Testing

/// What the comparisons say of their options, and while they work, with the built binary.
@Suite struct ComparisonOptionsTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write(
            """
            sample s.csv --documents 600
            load s.csv --as s
            vectorizer n_features=2**12
            fit s --rows :200 --batch-size 50
            export m.safetensors
            feedback open f.sqlite --create
            feedback import s --rows 200:400

            """, to: "learn.refit")
        #expect(try person.run(["run", "learn.refit"]).status == 0)
    }

    private static let compare = [
        "compare", "batches", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "s.csv", "--test-rows", "400:",
    ]

    private func compare(_ options: String...) throws -> Person.Finished {
        try person.run(Self.compare + options)
    }

    @Test(
        "varies settings that are texts, truth values or nothing, and they have an effect",
        arguments: [
            ("penalty=l1,None", ["penalty='l1'", "penalty=None"]),
            ("shuffle=False,True", ["shuffle=False", "shuffle=True"]),
            ("learning_rate=constant,optimal", ["learning_rate='constant'", "learning_rate='optimal'"]),
            ("class_weight={0: 1, 1: 2},None", ["class_weight={0: 1.0, 1: 2.0}", "class_weight=None"]),
            ("loss=['log', 'hinge', 'log_loss']", ["loss='log_loss'", "loss='hinge'"]),
        ])
    func varied(text: String, names: [String]) throws {
        let finished = try compare(
            "--strategies", "fetchall", "--vary", text, "--seeds", "1", "--repeats", "0", "--mode", "json")
        #expect(finished.status == 0, "\(finished.output)\(finished.diagnostics)")
        let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
        let arms = try #require((object?["result"] as? [String: Any])?["strategies"] as? [[String: Any]])
        #expect(arms.map { $0["strategy"] as? String } == names.map { "fetchall, \($0)" })
        #expect(Set(arms.compactMap { ($0["model_digests"] as? [String])?.first }).count == names.count)
    }

    @Test(
        "refuses a value that cannot be and a setting without effect, with the reason",
        arguments: [
            ("penalty=l1,l3", "penalty must be one of 'l2', 'l1', 'elasticnet', not 'l3'"),
            ("alpha=-1,2", "alpha must be a number of at least 0, not -1"),
            ("alpah=1,2", "SGDClassifier has no setting alpah; did you mean alpha?"),
            ("n_features=2,4", "n_features is a setting of the vectorizer"),
            ("class_weight=balanced,None", "balance needs all labels"),
            ("random_state=1,2", "the seeds of the replicates take its place"),
            ("max_iter=5,6", "max_iter has no effect here: partial_fit makes one epoch"),
            ("tol=1e-3,None", "tol has no effect here"),
            ("early_stopping=False,True", "partial_fit never stops early"),
            ("l1_ratio=0.1,0.2", "only penalty='elasticnet' uses it"),
            ("epsilon=0.1,0.2", "loss='log_loss' does not use it"),
            ("alpha", "write alpha=0.0001,0.001 or penalty=l1,None"),
            ("alpha=1,", "write alpha=0.0001,0.001 or penalty=l1,None"),
        ])
    func refused(text: String, reason: String) throws {
        let finished = try compare("--vary", text, "--seeds", "1", "--repeats", "0")
        #expect(finished.status != 0)
        #expect(finished.diagnostics.contains(reason), "\(finished.diagnostics)")
    }

    @Test("a setting counts where one of the others brings it into play, and random_state where seeds are not drawn")
    func effectByOthers() throws {
        let usual = ["--strategies", "fetchall", "--seeds", "1", "--repeats", "0"]
        let epsilon = try person.run(
            Self.compare + usual + ["--vary", "loss=log_loss,huber", "--vary", "epsilon=0.1,0.2"])
        #expect(epsilon.status == 0, "\(epsilon.diagnostics)")
        let seeds = try person.run(Self.compare + usual + ["--vary", "random_state=1,2", "--replicate", "order"])
        #expect(seeds.status == 0, "\(seeds.diagnostics)")
        let twice = try person.run(Self.compare + usual + ["--vary", "alpha=1,2", "--vary", "alpha=3"])
        #expect(twice.status == 2 && twice.diagnostics.contains("--vary alpha stands twice"), "\(twice.diagnostics)")
    }

    @Test(
        "says what a value should have been",
        arguments: [
            (["--seeds", "5..1"], "the smaller end first"), (["--seeds", "1..1001"], "at most 1,000"),
            (["--seeds", "1,1"], "each once"), (["--margin", "5"], "from 0 to 1"), (["--margin=-0.1"], "from 0 to 1"),
            (["--repeats=-1"], "from 0 to 1000"), (["--repeats", "1001"], "from 0 to 1000"),
            (["--strategies", "fetchmany:0"], "fetchmany:1000"), (["--replicate", "rows"], "seed, order or draw"),
            (["--test-rows", "5"], "a Python slice"),
        ])
    func explained(options: [String], words: String) throws {
        let finished = try person.run(Self.compare + options)
        #expect(finished.status == 2)
        #expect(finished.diagnostics.contains("is invalid") && finished.diagnostics.contains(words), "\(finished)")
        let help = try person.run(["help", "compare", "batches"])
        #expect(help.output.contains("at most 1,000, each once"))
    }

    @Test("takes numbers of rows as they are written elsewhere")
    func spellings() throws {
        let finished = try compare(
            "--strategies", "fetchmany:2^4", "fetchmany:2**5", "fetchmany:1e2", "--seeds", "1", "--repeats", "0")
        for name in ["fetchmany:16 ", "fetchmany:32 ", "fetchmany:100 "] {
            #expect(finished.output.contains(name), "\(finished)")
        }
    }

    @Test("lists many ways shortly, with signs and points, and counts one of each as one")
    func words() throws {
        let sizes = (1...11).map { "fetchmany:\($0 * 7)" }
        let many = try person.run(
            Self.compare + ["--strategies", "fetchone"] + sizes + ["--seeds", "1", "--repeats", "0", "--margin", "0.9"])
        #expect(many.output.contains("does not matter which of them you take (within 90.0 points)"), "\(many.output)")
        let open = try person.run(
            Self.compare + ["--strategies", "fetchone"] + sizes + [
                "--seeds", "1..3", "--repeats", "0", "--margin", "0",
            ])
        #expect(open.output.contains(#/fetchmany:\d+, fetchmany:\d+ and \d+ others /#), "\(open.output)")
        let differences = open.output.matches(of: #/\n\w+:\d+ +([-+]?\d+\.\d\d) +[-+]/#).map(\.output.1)
        // Beside the model as it begins, and beside the first way.
        #expect(differences.count == 2 * 11)
        #expect(differences.allSatisfy { $0.hasPrefix("+") || $0.hasPrefix("-") || $0 == "0.00" }, "\(open.output)")
        #expect(differences.contains { $0.hasPrefix("+") || $0.hasPrefix("-") })
        let one = try compare("--strategies", "fetchall", "--seeds", "1", "--repeats", "1")
        #expect(one.diagnostics.contains("1 arm: 2 timed trials in processes of their own, 1 replicate\n"))
        let vectorizer = try person.run([
            "compare", "vectorizers", "s.csv", "--rows", ":300", "--n-features", "2^10", "--test", "s.csv",
            "--test-rows", "300:", "--resamples", "1",
        ])
        #expect(
            vectorizer.diagnostics.contains("1 vectorizer over 1 analysis of the texts, 1 split: 2 models"),
            "\(vectorizer.diagnostics)")
        let once = try compare("--strategies", "fetchone", "fetchall", "--seeds", "1", "--repeats", "1")
        #expect(once.status == 0 && !once.output.contains("in every round"), "\(once.output)")
    }

    @Test("writes notes on lines of their own, and says what an interruption keeps")
    func progress() throws {
        let words =
            Self.compare + ["--strategies"] + (1...12).map { "fetchmany:\($0)" }
            + ["--seeds", "1", "--repeats", "3"]
        let terminal = try person.open(words, columns: 120)
        // The bar of the warm-up stands when its note comes.
        try terminal.wait(for: "timed trials take about")
        try terminal.wait(for: "a bar after it") { $0.cursorLine.contains("timed trials") }
        terminal.signal(SIGINT)
        #expect(try terminal.waitForExit() == 130)
        let lines = terminal.screen.text.split(separator: "\n")
        #expect(lines.count { $0.contains("note:") } == 2)
        #expect(lines.allSatisfy { !$0.contains("note:") || $0.hasPrefix("note:") }, "\(terminal.screen.text)")
        #expect(terminal.screen.text.contains("error: interrupted; the trials that are done are kept"))
        #expect(terminal.screen.text.contains("the same command goes on where it stopped"))

        // Every line is a trial.
        let folder = person.path("state/refit/comparisons")
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let done = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).split(separator: "\n").count
        let again = try person.run(words)
        #expect(again.status == 0, "\(again.diagnostics)")
        #expect(again.diagnostics.contains("; \(done) are done from before"))
        #expect(!again.diagnostics.contains("take about"), "\(again.diagnostics)")
    }
}
