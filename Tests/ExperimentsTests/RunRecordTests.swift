import Experiments
import Testing
import Values

@Suite struct RunRecordTests {
    static func example() -> RunRecord {
        var record = RunRecord(name: "movies")
        record.notes = ["the first try"]
        record.cells = [
            RunRecord.Cell(
                number: 1, input: "fit r", expanded: "fit r --rows :", seed: nil,
                figures: [.init("accuracy", .real(0.1 + 0.2)), .init("documents", 3), .init("log_loss", .null)])
        ]
        record.inputs = [
            RunInput(kind: .dataset, typed: "r.csv", path: "../r.csv", sha256: String(repeating: "a", count: 64))
        ]
        record.model = RunRecord.Model(
            path: "../movies.safetensors", modelDigest: String(repeating: "0", count: 64), t: 4)
        return record
    }

    @Test func `a record reads back as it was written`() throws {
        let record = Self.example()
        #expect(try RunRecord(json: Array(record.json.lines.utf8), path: "record.json") == record)
    }
}
