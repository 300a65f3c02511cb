import Foundation
import Testing

/// A model file with a flipped bit or a number that is none: taken up at once, and found out by whatever uses it first.
@Suite struct DamagedModelTests {
    private let person: Person

    init() throws {
        person = try Person()
        let made = try person.run([
            "-c",
            """
            vectorizer n_features=2^15; fit reviews.csv; export good.safetensors; partial-fit reviews.csv; \
            export other.safetensors; feedback open f.sqlite --create; feedback add a good film --label 1
            """,
        ])
        #expect(made.status == 0, "\(made.diagnostics)")
        try damage("other.safetensors", as: "flipped.safetensors") { $0 ^= 1 }
        try damage("other.safetensors", as: "nan.safetensors") { $0 = Double.nan.bitPattern }
    }

    /// Changes the weight in the middle of a file's data.
    private func damage(_ name: String, as other: String, _ change: (inout UInt64) -> Void) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: person.path(name))))
        let place = bytes.count - 8 * 1000
        var number = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << ($1 * 8) }
        change(&number)
        for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (byte * 8)) }
        try Data(bytes).write(to: URL(fileURLWithPath: person.path(other)))
    }

    private func cells(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    private func digest(_ cell: [String: Any]) -> String? {
        (cell["result"] as? [String: Any])?["model_digest"] as? String
    }

    static let uses = [
        "predict a wonderful film", "explain a wonderful film", "score reviews.csv", "partial-fit reviews.csv",
        "update --db f.sqlite", "update --db f.sqlite --dry-run", "export out.safetensors", "export out.pkl",
        "export --mlflow mlruns", "export --flask application", "plot weights --to weights.svg",
        "compare batches --db f.sqlite --test reviews.csv --repeats 0",
    ]

    @Test(arguments: uses, ["flipped", "nan"])
    func `whatever uses it first says so, nothing is written, and undo brings back the one before`(
        use: String, kind: String
    ) throws {
        let script =
            "import good.safetensors\nimport \(kind).safetensors\n\(use)\n\(use)\nundo\npredict a wonderful film\n"
        try person.write(script, to: "script.refit")
        let before = try FileManager.default.subpathsOfDirectory(atPath: person.folder).sorted()
        let finished = try person.run(["run", "script.refit", "--keep-going", "--mode", "json"])
        #expect(finished.status == 1)
        let cells = try cells(finished.output)
        #expect(cells.count == 6)
        // It shows what the file states, which is the other's digest.
        #expect(cells[1]["status"] as? String == "ok")
        #expect(digest(cells[1]) != nil && digest(cells[1]) != digest(cells[0]))
        for cell in cells[2...3] {
            let error = try #require(cell["error"] as? [String: Any], "\(use): \(cell)")
            #expect(error["code"] as? String == "damaged_model_file", "\(error)")
            #expect((error["message"] as? String)?.contains("\(kind).safetensors is damaged") == true, "\(error)")
            #expect((error["remedy"] as? String)?.contains("undo") == true, "\(error)")
        }
        #expect(digest(cells[4]) == digest(cells[0]))
        #expect(cells[5]["status"] as? String == "ok")
        let after = try FileManager.default.subpathsOfDirectory(atPath: person.folder).sorted()
        #expect(after.filter { !$0.hasPrefix("state") } == before.filter { !$0.hasPrefix("state") })
    }

    @Test func `a command that fails ends with its error, whatever threads are still at work`() throws {
        // The digest of the file is still being taken.
        for _ in 0..<25 {
            let finished = try person.run(["update", "--db", "f.sqlite", "--model", "nan.safetensors"])
            #expect(finished.status == 1)
        }
    }

    @Test(arguments: ["flipped", "nan"]) func `with --model it is found out at once`(kind: String) throws {
        let file = "\(kind).safetensors"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: person.path(file)))
        #expect(try person.run(["-c", "feedback open empty.sqlite --create"]).status == 0)
        for arguments in [
            ["predict", "a film"], ["update", "--db", "f.sqlite"], ["update", "--db", "f.sqlite", "--dry-run"],
            ["update", "--db", "empty.sqlite"], ["update", "--db", "f.sqlite", "--progressive"],
            ["update", "--db", "f.sqlite", "--test", "reviews.csv"], ["partial-fit", "reviews.csv"],
            ["score", "reviews.csv"],
        ] {
            let finished = try person.run(arguments + ["--model", file])
            #expect(finished.status == 1, "\(arguments)")
            #expect(finished.diagnostics.contains("\(file) is damaged"), "\(finished.diagnostics)")
            #expect(finished.output.isEmpty, "\(finished.output)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: person.path(file))) == bytes)
        #expect(!person.has("\(file).bak"))
        let inspected = try person.run(["inspect", file])
        #expect(inspected.status == 3)
        let compared = try person.run(["compare", "models", "good.safetensors", file, "--test", "reviews.csv"])
        #expect(compared.status == 1)
        #expect(compared.diagnostics.contains("\(file) is damaged"))
    }

    @Test func `a file that is cut off is refused on the way in`() throws {
        let path = person.path("cut.safetensors")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: person.path("other.safetensors")))
        for count in [bytes.count - 1, bytes.count / 2, 100, 0] {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
            let finished = try person.run(["-c", "import cut.safetensors"])
            #expect(finished.status == 1)
            #expect(finished.diagnostics.contains("cut.safetensors is damaged"), "\(finished.diagnostics)")
        }
    }

    @Test func `a whole file is used as before, and its digest is the one it states`() throws {
        let finished = try person.run([
            "-c",
            "import other.safetensors; partial-fit reviews.csv; undo; export again.safetensors; export again.pkl",
            "--mode", "json",
        ])
        #expect(finished.status == 0, "\(finished.diagnostics)")
        let digests = try cells(finished.output).map(digest)
        #expect(Set([digests[0], digests[2], digests[3], digests[4]]).count == 1)
        #expect(digests[1] != digests[0])
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: person.path("again.safetensors")))
                == Data(contentsOf: URL(fileURLWithPath: person.path("other.safetensors"))))
    }
}
