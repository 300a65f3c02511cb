import Foundation
import GRDB
import Testing

/// What `compare batches` says of the feedback and of the model, and of what it says nothing.
@Suite struct CompareBatchesEvidenceTests {
    private let comparing: BatchComparing
    private var person: Person { comparing.person }

    init() throws { comparing = try BatchComparing() }

    @Test("asked for no strategies, compares the usual ones, and what it leaves can be shown")
    func usual() throws {
        #expect(try comparing.compare("--seeds", "1..2", "--repeats", "1").status == 0)
        for picture in ["differences", "strategies", "orders"] {
            let shown = try person.run(["plot", picture, "experiments/compare-batches"])
            #expect(shown.status == 0 && shown.output.contains("fetchmany:100"), "\(shown.diagnostics)")
        }
        #expect(try person.run(["report", "experiments/compare-batches"]).status == 0)
        let page = try String(contentsOfFile: person.path("experiments/compare-batches/report.html"), encoding: .utf8)
        #expect(page.contains("accuracy less that of the model as it begins") && page.contains("arrivals: 200 rows"))
        #expect(page.contains("this holds for the feedback in f.sqlite"))
    }

    @Test("says what the feedback makes of the model, and what memory learning took")
    func changes() throws {
        let made = try person.run([
            "-c", "load s.csv --as s; feedback open g.sqlite --create; feedback import s --rows 200:400 --order label",
        ])
        #expect(made.status == 0)
        let finished = try person.run([
            "compare", "batches", "--model", "m.safetensors", "--db", "g.sqlite", "--test", "s.csv", "--test-rows",
            "400:", "--strategies", "fetchone", "fetchall", "--seeds", "1..3", "--repeats", "1", "--mode", "json",
        ])
        let result = try comparing.result(finished)
        let changes = try #require(result["changes"] as? [[String: Any]])
        let arms = try #require(result["strategies"] as? [[String: Any]])
        let start = try #require(result["starting_accuracy"] as? Double)
        #expect(changes.map { $0["a"] as? String } == ["fetchone", "fetchall"])
        #expect(changes.allSatisfy { $0["b"] as? String == "the model as it begins" })
        for (change, arm) in zip(changes, arms) {
            let mean = try #require((arm["accuracy"] as? [String: Any])?["mean"] as? Double)
            #expect(abs(try #require(change["difference"] as? Double) - (mean - start)) < 1e-12)
            let (over, peak) = (arm["memory_over_model_bytes"] as? Int, arm["peak_memory_bytes"] as? Int)
            #expect(try #require(over) < (try #require(peak)))
        }
        // Rows of one label after the other, one by one, take the model down.
        #expect(changes[0]["words"] as? String == "differs, and matters")
        #expect((result["verdict"] as? String)?.contains("the feedback makes the model worse by fetchone (-") == true)
    }

    @Test("says which rows it leaves out, and that feedback is among the test documents")
    func leftOut() throws {
        let store = try DatabaseQueue(path: person.path("f.sqlite"))
        try store.write { database in
            try database.execute(
                sql: "INSERT INTO review_db VALUES ('a film', 7, ''), (NULL, 1, ''), ('another film', 1, '')")
        }
        let finished = try comparing.compare("--strategies", "fetchall", "--seeds", "1", "--repeats", "0")
        #expect(finished.status == 0)
        #expect(finished.diagnostics.contains("2 rows cannot be learned and were left out: 201, 202"))
        let result = try comparing.result(finished)
        #expect(result["rows_refused"] as? Int == 2 && result["refused_rows"] as? [Int] == [201, 202])
        // Of the sample's short reviews some come several times.
        #expect(result["rows_in_test"] as? Int == 7)
        let leaky = try person.run([
            "compare", "batches", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "s.csv", "--test-rows",
            "390:", "--strategies", "fetchall", "--seeds", "1", "--repeats", "0",
        ])
        #expect(leaky.diagnostics.contains("16 rows of the feedback have the text of a test document"), "\(leaky)")
        try store.write { database in try database.execute(sql: "UPDATE review_db SET sentiment = 7") }
        let none = try comparing.compare("--strategies", "fetchall", "--seeds", "1", "--repeats", "0", mode: "text")
        #expect(none.status == 1)
        #expect(none.diagnostics.contains("has 203 rows that the model has not learned, and can learn none of them"))
    }

    @Test("reports nothing of a database that changes meanwhile")
    func changedMeanwhile() throws {
        let session = try person.open([
            "compare", "batches", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "s.csv", "--test-rows",
            "400:", "--strategies", "fetchone", "fetchall", "--seeds", "1..2", "--repeats", "15",
        ])
        try session.wait(for: "timed trials take about")
        let store = try DatabaseQueue(path: person.path("f.sqlite"))
        try store.write { database in try database.execute(sql: "UPDATE review_db SET sentiment = 1 - sentiment") }
        try session.wait(for: "changed or deleted while they")
        #expect(try session.waitForExit() == 1)
        #expect(!person.has("experiments/compare-batches/record.json"))
    }

    @Test("keeps the tables of all comparisons of a session, also after an export")
    func tables() throws {
        let words = "compare batches --strategies fetchall --test s --test-rows 400: --repeats 0 --seeds"
        try person.write(
            "load s.csv --as s\nrun-name both\nimport m.safetensors\nexport first.safetensors\nfeedback open f.sqlite\n"
                + "\(words) 1..2\n\(words) 3..5\nexport both.safetensors\n", to: "both.refit")
        let both = try person.run(["run", "both.refit"])
        #expect(both.status == 0 && !both.diagnostics.contains("was replaced"), "\(both.diagnostics)")
        func trials() throws -> [Substring] {
            try String(contentsOfFile: person.path("experiments/both/trials.csv"), encoding: .utf8).split(
                separator: "\n")
        }
        #expect(try trials().count == 1 + 2 + 3)
        #expect(try trials().map { $0.prefix { $0 != "," } } == ["command", "6", "6", "7", "7", "7"])
        // Another session's run takes its place, tables too, and says so.
        let again = try person.run([
            "-c",
            "load s.csv --as s; run-name both; import m.safetensors; feedback open f.sqlite; \(words) 9",
        ])
        #expect(again.diagnostics.contains("the run that was in experiments/both was replaced"), "\(again.diagnostics)")
        #expect(try trials().count == 1 + 1)
    }

    @Test("refuses more ways than anyone could read, and a setting that is named twice")
    func ways() throws {
        let twice = try comparing.compare(
            "--strategies", "fetchall", "--vary", "alpha=1,2", "--vary", "alpha=3", mode: "text")
        #expect(twice.status == 2 && (twice.output + twice.diagnostics).contains("alpha stands twice"), "\(twice)")
        let many = (1...201).map(String.init).joined(separator: ",")
        let refused = try comparing.compare("--strategies", "fetchall", "--vary", "alpha=\(many)", mode: "text")
        #expect(refused.status == 2 && (refused.output + refused.diagnostics).contains("200 ways are the most"))
    }
}
