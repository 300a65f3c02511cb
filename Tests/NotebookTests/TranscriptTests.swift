import Foundation
import TestSupport
import Testing

/// Each file in `Transcripts/` is a session as it really looks; what refit says today must be what stands there.
///
/// `RECORD=1` writes the files anew and lets the tests fail, so that somebody reads the difference.
@Suite struct TranscriptTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Transcripts")
    private static let data = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets/sample")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test func `there are transcripts`() {
        #expect(Self.names.count >= 8)
    }

    @Test(arguments: names)
    func `a session looks as its transcript says`(name: String) throws {
        let file = Self.folder.appending(path: name)
        let expected = try String(contentsOf: file, encoding: .utf8)
        let scratch = try TemporaryFolder()
        let player = TranscriptPlayer(
            transcript: expected, data: Self.data.path(), scratch: scratch.path)
        player.play()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try player.screen.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(name) was recorded anew: read it, then run the tests again")
        }
        #expect(player.screen == expected)
    }
}
