import Foundation
import Notebook
import Testing
import Values

/// What scripts are told by the exit status.
@Suite struct ExitStatusTests {
    private static let data = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets/sample/reviews.csv").path()

    private static func status(_ script: String, keepsGoing: Bool = false) -> Notebook.ExitStatus {
        let loop = CommandLoop(
            session: Session(), frontEnd: Silence(), options: .init(stopsAtFirstError: !keepsGoing))
        return loop.run(ScriptReader(text: script))
    }

    private static let scored =
        "load \(data) --as r\nclassifier loss=hinge\nfit r --rows :500\nscore r --rows 500:600\n"

    @Test(arguments: [
        ("expect documents == 100", Notebook.ExitStatus.done), ("expect documents == 99", .differs),
        ("expect accuracy >= 0", .done), ("expect accuracy > 1", .differs), ("expect log_loss < 1", .undecided),
        ("expect nothing == 1", .failed), ("expect accuracy ~ 1", .failed),
        ("expect model_digest == 0123456789", .differs),
    ])
    func `an expectation holds, differs or cannot be judged`(line: String, expected: Notebook.ExitStatus) {
        #expect(Self.status(Self.scored + line) == expected)
    }

    @Test func `a script stops at what is not as expected`() {
        #expect(Self.status(Self.scored + "expect documents == 1\nthere-is-no-such-command") == .differs)
    }

    @Test func `of several errors the gravest counts`() {
        let lines = "expect log_loss < 1\nexpect documents == 1\n"
        #expect(Self.status(Self.scored + lines, keepsGoing: true) == .differs)
        #expect(Self.status(Self.scored + lines + "laod", keepsGoing: true) == .failed)
        #expect(Self.status(Self.scored + "laod\n" + lines, keepsGoing: true) == .failed)
        #expect(Self.status(Self.scored + "expect log_loss < 1", keepsGoing: true) == .undecided)
    }

    @Test func `an expectation looks at the latest figure of a name`() {
        let again = "score r --rows 500:520\nexpect documents == 20\n"
        #expect(Self.status(Self.scored + "expect documents == 100\n" + again) == .done)
    }
}

/// Figures in results of commands.
@Suite struct FigureTests {
    @Test func `numbers, truth values, digests and labels are figures, other texts are not`() {
        let result: JSONValue = [
            "accuracy": .real(0.5), "text": "a review", "model_digest": "ab", "log_loss": nil,
            "classes": [["label": "good", "f1": .real(1)], ["label": "bad", "f1": .real(0)]], "dry_run": false,
        ]
        let keys = result.figures().map(\.key)
        #expect(
            keys == [
                "accuracy", "model_digest", "log_loss", "classes[0].label", "classes[0].f1", "classes[1].label",
                "classes[1].f1", "dry_run",
            ])
    }

    @Test func `a result of many rows gives a bounded number of figures`() {
        let rows = JSONValue.array((0..<10_000).map { .integer($0) })
        #expect(rows.figures().count == JSONValue.mostFigures)
    }
}

private final class Silence: FrontEnd, WorkMonitor {
    let width = 80
    let ending: Notebook.ExitStatus? = nil
    let isInterrupted = false
    func write(_ text: String) {}
    func diagnose(_ line: String) {}
    func beginCommand(_ name: String) -> any WorkMonitor { self }
    func endCommand() {}
    func advance(to done: Int, of total: Int?, unit: String) {}
}
