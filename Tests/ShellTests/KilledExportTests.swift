import Foundation
import Testing

/// Exports that are killed while a thread writes the model, digests are taken or the run is written.
@Suite struct KilledExportTests {
    private let person: Person

    /// A model in `old.safetensors`, and another one in `new.safetensors`.
    init() throws {
        person = try Person()
        let made = try person.run([
            "-c",
            """
            vectorizer n_features=2^19; fit reviews.csv; export old.safetensors; partial-fit reviews.csv; \
            export new.safetensors
            """,
        ])
        #expect(made.status == 0, "\(made.diagnostics)")
    }

    /// The digest of the model in a file, which `inspect` has checked.
    private func digest(_ name: String) throws -> String {
        let inspected = try person.run(["inspect", name, "--mode", "json"])
        #expect(inspected.status == 0, "\(inspected.output)")
        let cell = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any]
        return try #require((cell?["result"] as? [String: Any])?["model_digest"] as? String)
    }

    @Test("the file is the old one or the new one, never with another one's run, and can be exported again")
    func killed() throws {
        let (old, new) = (try digest("old.safetensors"), try digest("new.safetensors"))
        let target = "out.safetensors"
        for milliseconds in stride(from: 10, through: 190, by: 12) {
            let before = try person.run(["-c", "import old.safetensors; export \(target)"])
            #expect(before.status == 0, "\(before.diagnostics)")
            let killed = try person.run(["-c", "import new.safetensors; export \(target)"]) { process in
                usleep(UInt32(milliseconds) * 1000)
                kill(process.processIdentifier, SIGKILL)
            }
            #expect(killed.status == 0 || killed.status == SIGKILL, "\(killed.status)")
            let now = try digest(target)
            #expect(now == old || now == new)
            let record = person.path("out.run/record.json")
            if let bytes = FileManager.default.contents(atPath: record) {
                let members = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
                let model = members?["model"] as? [String: Any]
                #expect(model?["model_digest"] as? String == now)
            }
        }
        let after = try person.run(["-c", "import new.safetensors; export \(target)"])
        #expect(after.status == 0, "\(after.diagnostics)")
        #expect(try digest(target) == new)
    }

    @Test("an export that fails leaves the file, its run, and nothing beside them")
    func failed() throws {
        let before = try person.run(["-c", "import old.safetensors; export out.safetensors"])
        #expect(before.status == 0)
        let names = try FileManager.default.subpathsOfDirectory(atPath: person.folder).sorted()
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: person.path("new.safetensors"))))
        bytes[bytes.count - 80] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: person.path("damaged.safetensors")))
        let failed = try person.run(["-c", "import damaged.safetensors; export out.safetensors"])
        #expect(failed.status == 1)
        #expect(failed.diagnostics.contains("damaged.safetensors is damaged"), "\(failed.diagnostics)")
        let left = try FileManager.default.subpathsOfDirectory(atPath: person.folder).sorted()
        #expect(
            left.filter { !$0.hasPrefix("state") }
                == (names + ["damaged.safetensors"]).sorted().filter { !$0.hasPrefix("state") })
        #expect(try digest("out.safetensors") == digest("old.safetensors"))
    }
}
