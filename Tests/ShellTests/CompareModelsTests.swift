import Foundation
import Testing

/// `compare models`, with the built binary.
@Suite struct CompareModelsTests {
    private let person: Person

    init() throws {
        person = try Person()
        try person.write(
            """
            sample s.csv --documents 900
            load s.csv --as s
            vectorizer n_features=2**10
            fit s --rows :40
            export a.safetensors
            vectorizer n_features=2**12
            fit s --rows :600
            export b.safetensors

            """, to: "learn.refit")
        #expect(try person.run(["run", "learn.refit"]).status == 0)
    }

    private func result(_ words: [String]) throws -> [String: Any] {
        let finished = try person.run(words + ["--mode", "json"])
        let object = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
        return try #require(object?["result"] as? [String: Any], "\(finished)")
    }

    @Test("counts on which documents one alone is right, and agrees with score")
    func counts() throws {
        let test = ["--test", "s.csv", "--test-rows", "600:"]
        let found = try result(["compare", "models", "a.safetensors", "b.safetensors"] + test)
        let counts = try ["both_right", "only_a_right", "only_b_right", "neither_right"].map { key in
            try #require(found[key] as? Int)
        }
        #expect(counts.reduce(0, +) == 300)
        for (key, model) in [("accuracy_a", "a.safetensors"), ("accuracy_b", "b.safetensors")] {
            let scored = try result(["score", "s.csv", "--rows", "600:", "--model", model])
            #expect(found[key] as? Double == scored["accuracy"] as? Double)
        }
        #expect(try #require(found["accuracy_a"] as? Double) == Double(counts[0] + counts[1]) / 300)
        let text = try person.run(["compare", "models", "a.safetensors", "b.safetensors"] + test)
        #expect(text.output.contains("of these two files b.safetensors is right more often"), "\(text.output)")
    }

    @Test("a file is not told apart from itself, and labels that a model does not know are refused")
    func edges() throws {
        let same = try person.run(["compare", "models", "a.safetensors", "a.safetensors", "--test", "s.csv"])
        #expect(same.output.contains("right and wrong on the same of 900 documents"), "\(same)")
        try person.write("review,sentiment\na film,7\nanother,1\n", to: "other.csv")
        let refused = try person.run(["compare", "models", "a.safetensors", "b.safetensors", "--test", "other.csv"])
        #expect(refused.status == 1)
        #expect(refused.diagnostics.contains("7"), "\(refused.diagnostics)")
        let none = try person.run([
            "compare", "models", "a.safetensors", "b.safetensors", "--test", "s.csv", "--test-rows", "900:",
        ])
        #expect(none.status == 1, "\(none)")
    }

    @Test("models of other classes are not compared, and their classes are told apart")
    func otherClasses() throws {
        try person.write(
            "review,sentiment\na good film,\"good, old\"\na bad film,bad\na film,1\n", to: "texts.csv")
        let made = try person.run(["-c", "vectorizer n_features=1024; fit texts.csv; export texts.safetensors"])
        #expect(made.status == 0, "\(made)")
        let refused = try person.run([
            "compare", "models", "a.safetensors", "texts.safetensors", "--test", "s.csv",
        ])
        #expect(refused.status == 1)
        #expect(
            refused.diagnostics.contains("the two models have different classes: 0, 1; and '1', bad, 'good, old'"),
            "\(refused.diagnostics)")
        try person.write("review,sentiment\na film,2\na good film,1\na bad one,0\n", to: "three.csv")
        let three = try person.run(["-c", "vectorizer n_features=1024; fit three.csv; export three.safetensors"])
        #expect(three.status == 0, "\(three)")
        let compare = ["compare", "models", "a.safetensors", "three.safetensors", "--test"]
        let unknown = try person.run(compare + ["three.csv"])
        #expect(unknown.diagnostics.contains("different classes: 0, 1; and 0, 1, 2"), "\(unknown.diagnostics)")
        #expect(try person.run(compare + ["s.csv"]).status == 0)
    }

    @Test("documents that cannot be read are said to be so, and what to do")
    func changedDocuments() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load s.csv --as s")
        try terminal.waitForPrompt(2)
        try person.write("review,sentiment\na film,1\n", to: "s.csv")
        terminal.enter("compare models a.safetensors b.safetensors --test s")
        try terminal.wait(for: "error: s.csv has changed since refit began to read it")
        try terminal.wait(for: "load it again")
        terminal.enter("quit")
        _ = try terminal.waitForExit()
    }
}
