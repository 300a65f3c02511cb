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

    /// A record in which nothing has its default, and no two things the same value.
    private static func full() -> RunRecord {
        var record = example()
        record.notes = ["one", "two"]
        record.cells[0].seed = 7
        record.cells[0].figures.append(.init("model_digest", .text(String(repeating: "c", count: 64))))
        record.inputs[0].rows = [":9", "10:"]
        record.inputs[0].sizeBytes = 11
        var feedback = RunInput(kind: .feedback, typed: "f.sqlite", path: "../f.sqlite", sha256: nil)
        feedback.bounds = [.init(cell: 2, lastRow: nil), .init(cell: 3, lastRow: 12)]
        record.inputs.append(feedback)
        record.inputs.append(
            RunInput(
                kind: .model, typed: "a.pkl", path: "start.pkl", sha256: String(repeating: "d", count: 64),
                sizeBytes: 13))
        record.aliases = ["./r.csv": "r.csv"]
        record.settings.vectorizer = ["n_features": 14]
        record.settings.classifier = ["alpha": .real(0.15), "random_state": .null]
        record.tolerances.standard = 1e-16
        record.tolerances.named = ["log_loss": 1e-7]
        record.volatile.started = "2026-01-17T00:00:00Z"
        record.volatile.ended = "2026-01-18T00:00:00Z"
        record.volatile.peakMemoryBytes = 19
        record.volatile.cells = [.init(number: 1, seconds: 0.2, figures: [.init("size_bytes", 21)])]
        var machine = RunEnvironment.unknown
        (machine.host, machine.processor, machine.processors, machine.system) = ("h", "p", 22, "s")
        (machine.libc, machine.refit, machine.swift, machine.build) = ("l", "r", "w", "b")
        (machine.sqlite, machine.commit, machine.isDirty) = ("q", "c", true)
        record.volatile.environment = machine
        return record
    }

    @Test func `nothing of a record is lost or confused`() throws {
        let record = Self.full()
        #expect(try RunRecord(json: Array(record.json.lines.utf8), path: "record.json") == record)
    }

    @Test func `a record reads back as it was written`() throws {
        let record = Self.example()
        #expect(try RunRecord(json: Array(record.json.lines.utf8), path: "record.json") == record)
    }

    /// A record with something else in the place of a part of it.
    private static func bytes(replacing old: String, with new: String) throws -> [UInt8] {
        let text = full().json.lines
        let isThere = text.contains(old)
        try #require(isThere, "\(old) is not there")
        return Array(text.replacing(old, with: new).utf8)
    }

    /// Names that refit gives to nothing, and in whose place they stand; too long to be shown by a test.
    private static let names: [String: (old: String, new: String)] = {
        let marks = "\"a" + String(repeating: "\u{301}\u{323}", count: 250_000) + "\""
        return [
            "a figure of marks": ("\"accuracy\"", marks),
            "a long figure": ("\"accuracy\"", "\"\(String(repeating: "a", count: 401))\""),
            "a volatile figure": ("\"size_bytes\":21", "\"é\":1"),
            "a setting of marks": ("\"alpha\"", marks), "another setting": ("\"n_features\"", "\"n_feature\u{17F}\""),
            "a tolerance of marks": ("\"log_loss\":1e-07", "\(marks):1"), "a path of marks": ("\"./r.csv\"", marks),
        ]
    }()

    @Test(arguments: names.keys.sorted())
    func `what refit's own names are not is no name in a record`(name: String) throws {
        let (old, new) = try #require(Self.names[name])
        let bytes = try Self.bytes(replacing: old, with: new)
        let error = try #require(throws: ExperimentError.self) { try RunRecord(json: bytes, path: "record.json") }
        #expect(error.code == "damaged_record" && error.message.utf8.count < 1000)
    }

    @Test func `a record has no more figures, notes and commands than a session comes to`() throws {
        func refused(_ change: (inout RunRecord) -> Void) -> String? {
            var record = Self.example()
            change(&record)
            let bytes = Array(record.json.text.utf8)
            return #expect(throws: ExperimentError.self) { try RunRecord(json: bytes, path: "record.json") }?.message
        }
        func figures(_ count: Int) -> [RunRecord.Figure] { (0..<count).map { .init(String($0), 1) } }
        #expect(refused { $0.cells[0].figures = figures(4097) }?.contains("4096") == true)
        let many = { (record: inout RunRecord) in
            record.cells = (1...65).map {
                .init(number: $0, input: "", expanded: "", seed: nil, figures: figures(4096))
            }
        }
        #expect(refused(many)?.contains("\(RunRecord.mostFigures)") == true)
        #expect(refused { $0.notes = Array(repeating: "", count: 65_537) }?.contains("65536") == true)
    }
}
