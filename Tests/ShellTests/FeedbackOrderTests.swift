import Foundation
import Testing

/// Feedback made to order, in runs of the built binary.
@Suite struct FeedbackOrderTests {
    private static let script = """
        sample s.csv --documents 600
        load s.csv --as s --shuffle --random-state 3
        vectorizer n_features=2**10
        fit s --rows :200
        feedback open f.sqlite --create
        feedback import s --rows 200:500 --order random --flip 0.1 --contradict 0.1 --random-state 5
        feedback import s --rows 200:500 --order drift:0.2,0.9 --count 100 --repeat 2
        feedback import s --rows 200:500 --order runs:7 --label-share 1=0.7 --only wrong
        update --fetch fetchone
        export m.safetensors

        """

    @Test("replays to the last bit, by a record that holds every option with its value")
    func replayed() throws {
        let person = try Person()
        try person.write(Self.script, to: "s.refit")
        let run = try person.run(["run", "s.refit"])
        #expect(run.status == 0, "\(run.output)\(run.diagnostics)")
        let record = try String(contentsOfFile: person.path("m.run/record.json"), encoding: .utf8)
        #expect(
            record.contains(
                "feedback import s --rows 200:500 --order drift:0.2,0.9 --count 100 --repeat 2 --flip 0 --contradict 0 "
                    + "--random-state 0"), "\(record)")
        #expect(record.contains("\"rows_contradicting\": 30"))
        #expect(record.contains("\"arrivals.longest_run\""))
        let replay = try person.run(["replay", "m.run", "--brief"])
        #expect(replay.status == 0 && replay.output.contains("identical"), "\(replay.output)\(replay.diagnostics)")
    }

    @Test("takes the model of a file for --only, and adds what is left of the rows it knows")
    func only() throws {
        let person = try Person()
        try person.write(Self.script, to: "s.refit")
        #expect(try person.run(["run", "s.refit"]).status == 0)
        func added(_ only: String) throws -> (Int, Int) {
            let finished = try person.run([
                "feedback", "import", "s.csv", "--only", only, "--model", "m.safetensors", "--db", "f.sqlite", "--mode",
                "json",
            ])
            let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
            let result = try #require(object?["result"] as? [String: Any], "\(finished.output)\(finished.diagnostics)")
            return (try #require(result["rows_added"] as? Int), try #require(result["rows_chosen"] as? Int))
        }
        let (wrong, right) = try (added("wrong"), added("right"))
        #expect(wrong.0 == wrong.1 && right.0 == right.1)
        #expect(wrong.0 + right.0 == 600 && wrong.0 > 0 && right.0 > wrong.0)
        let score = try person.run(["score", "s.csv", "--model", "m.safetensors", "--mode", "json"])
        #expect(score.output.contains("\"accuracy\":\(Double(right.0) / 600)"), "\(score.output)")
    }
}
