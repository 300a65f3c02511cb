import Foundation
import Testing

/// A person with a model of 200 sample reviews and 200 more as feedback, who compares ways of feeding them back.
struct BatchComparing {
    let person: Person

    static let learning = """
        sample s.csv --documents 600
        load s.csv --as s
        vectorizer n_features=2**12
        classifier random_state=1
        fit s --rows :200 --batch-size 50
        export m.safetensors
        feedback open f.sqlite --create
        feedback import s --rows 200:400

        """

    init() throws {
        person = try Person()
        try person.write(Self.learning, to: "learn.refit")
        #expect(try person.run(["run", "learn.refit"]).status == 0)
    }

    /// Compares ways on the last 200 reviews.
    func compare(_ options: String..., mode: String = "json") throws -> Person.Finished {
        try person.run(
            [
                "compare", "batches", "--model", "m.safetensors", "--db", "f.sqlite", "--test", "s.csv", "--test-rows",
                "400:",
            ] + options + ["--mode", mode])
    }

    /// What a command has found out, in JSON.
    func result(_ finished: Person.Finished) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
        return try #require(object?["result"] as? [String: Any], "\(finished.output)\(finished.diagnostics)")
    }
}
