import Foundation
import Testing

/// The runs in `experiments/` that read nothing but the sample data.
@Suite struct CommittedRunTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    @Test("come out the same to the last bit, in either build, alone and side by side", arguments: [1, 2, 8])
    func same(jobs: Int) throws {
        let person = try Person()
        let run = "\(Self.repository)experiments/tutorial"
        let record = try String(contentsOfFile: "\(run)/record.json", encoding: .utf8)
        // A replay by a debug build is then one by the other kind of build, too.
        #expect(record.contains(#""build": "release""#))
        let runs = Array(repeating: run, count: min(jobs, 4))
        let finished = try person.run(
            ["replay"] + runs + [
                "--data", "\(Self.repository)datasets/sample", "--jobs", "\(jobs)", "--brief", "--mode", "json",
            ])
        #expect(finished.status == 0, "\(finished.output.suffix(2000))\(finished.diagnostics)")
        #expect(finished.output.contains(#"{"verdict":"identical""#))
        #expect(!finished.output.contains("\"verdict\":\"within_tolerance\""))
    }
}
