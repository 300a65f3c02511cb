import Experiments
import Values

/// What a check has found, fence by fence.
struct CheckReport {
    /// The notebook's file as it is called in messages.
    let name: String
    private var differences: [CheckDifference] = []
    private var compared = 0
    private var leftOut = 0
    private var verdict = Verdict.identical

    /// A report on nothing yet.
    init(name: String) {
        self.name = name
    }

    /// Takes up a fence that was compared.
    mutating func add(_ comparison: FenceComparison, _ fence: MarkdownNotebook.Fence) {
        compared += 1
        differences += comparison.differences
        verdict = max(verdict, comparison.verdict)
    }

    /// Takes up a fence that was not reached, since the notebook has ended before it.
    mutating func add(missing fence: MarkdownNotebook.Fence) {
        verdict = .differs
        let expected = fence.output?.lines.first ?? ""
        differences.append(
            CheckDifference(
                line: fence.firstLine, command: fence.commands.joined(separator: "; "), key: nil,
                expected: .text(expected), actual: nil))
    }

    /// Counts a fence that cannot be compared, since a command failed in it or before it.
    mutating func leaveOut() {
        leftOut += 1
    }

    /// What the outputs say; `other` is how the commands themselves have ended.
    func status(after other: ExitStatus) -> ExitStatus {
        if !differences.isEmpty { return .differs }
        return compared == 0 && other == .done ? .undecided : .done
    }

    /// The lines of the report.
    func text(in mode: OutputMode, status: ExitStatus) -> String {
        if mode == .json {
            let lines = differences.map { $0.json(file: name) } + [summary(status)]
            return lines.map { $0.text + "\n" }.joined()
        }
        let lines = differences.map { $0.sentence(file: name) } + [sentence]
        return lines.map { DisplayWidth.oneLine($0) + "\n" }.joined()
    }

    private func summary(_ status: ExitStatus) -> JSONValue {
        let isJudged = compared > 0 || !differences.isEmpty
        let word = isJudged && leftOut == 0 || verdict == .differs ? verdict : .cannotJudge
        return [
            "file": .text(name), "outputs": .integer(compared), "not_compared": .integer(leftOut),
            "differences": .integer(differences.count), "verdict": .text(word.rawValue),
        ]
    }

    private var sentence: String {
        let rest = leftOut > 0 ? "; \(Numerals.counted(leftOut, "output")) not compared, since a command failed" : ""
        guard differences.isEmpty else {
            let count = Numerals.counted(differences.count, "difference")
            return "\(name): \(count) in \(Numerals.counted(compared, "output"))\(rest)"
        }
        guard compared > 0 else {
            return leftOut > 0
                ? "\(name): nothing compared\(rest)"
                : "\(name): holds no outputs to compare with; refit run \(name) --write adds them"
        }
        let words = verdict == .withinTolerance ? "within tolerance" : "as the file holds them"
        return "\(name): \(Numerals.counted(compared, "output")) \(words)\(rest)"
    }
}
