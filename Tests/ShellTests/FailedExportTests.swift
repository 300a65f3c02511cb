import Foundation
import Glibc
import Testing

/// What is there after an export that fails, waits or replaces the model that it began from, with the built binary.
@Suite struct FailedExportTests {
    private let person: Person

    init() throws {
        person = try Person()
        let line = "load reviews.csv --as r; vectorizer n_features=2**8; fit r --rows :10; export m.safetensors"
        #expect(try person.run(["-c", line]).status == 0)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: person.path(name), encoding: .utf8)
    }

    /// Puts a folder in the place of the model, which cannot be written then.
    private func block(_ name: String) throws {
        try FileManager.default.removeItem(atPath: person.path(name))
        try FileManager.default.createDirectory(atPath: person.path(name), withIntermediateDirectories: false)
    }

    @Test("a record that an earlier export could not replace stays withdrawn")
    func foreignRecord() throws {
        try FileManager.default.moveItem(
            atPath: person.path("m.run/record.json"), toPath: person.path("m.run/.record.json"))
        try block("m.safetensors")
        let failed = try person.run(["-c", "load reviews.csv --as r; fit r; export m.safetensors"])
        #expect(failed.status == 1, "\(failed)")
        #expect(!person.has("m.run/record.json"))
        #expect(person.has("m.run/.record.json"))
    }
}
