import Values

/// Replays as annotations for GitHub's workflows: lines on standard output that the runner turns into remarks.
package enum GitHubReport {
    /// The most annotations of one run; the service shows ten of a step.
    private static let most = 10

    /// One line for each figure that differs and for each run that cannot be judged; nothing where all is well.
    package static func lines(of outcomes: [ReplayOutcome]) -> [String] {
        outcomes.flatMap { outcome -> [String] in
            let folder = try? RunFolder.named(by: outcome.path)
            let file = folder?.record ?? outcome.path
            let differing = outcome.figures.filter { $0.verdict == .differs }
            var lines = differing.prefix(most).map { figure in
                command("error", file: file, title: "\(outcome.path) differs", message: figure.sentence)
            }
            if differing.count > most {
                lines.append(
                    command(
                        "error", file: file, title: "\(outcome.path) differs",
                        message: "\(differing.count - most) more figures differ"))
            }
            if let reason = outcome.reason {
                let level = outcome.verdict == .differs || outcome.hasFailed ? "error" : "warning"
                lines.append(
                    command(level, file: file, title: "\(outcome.path) \(outcome.verdict.words)", message: reason))
            }
            return lines
        }
    }

    private static func command(_ level: String, file: String, title: String, message: String) -> String {
        "::\(level) file=\(property(file)),title=\(property(title))::\(data(message))"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
