package import ArgumentParser
import Experiments
import Files
import Foundation
import Values

/// `replay`: runs again, judged figure by figure.
package struct ReplayCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Repeat runs in a scratch folder and say of every figure whether it came out the same.",
        discussion: """
            A figure is identical, within tolerance, differs, or is volatile (times, memory), which is never compared. \
            Inputs are found by their digests: where they lay, here, or below --data. Nothing outside the scratch folder \
            is written, and no file is read that is no input of the run. A script ends with status 0 where all is the \
            same, 3 where something differs, 4 where it cannot be judged, 1 where a command or a record is broken.
            """)
    package static let examples = [
        "replay models/movies.run", "replay experiments/tutorial --data datasets/sample",
        "replay models/a.run models/b.run --jobs 2 --report junit:replays.xml",
    ]
    package static let isMeta = true

    @Argument(help: "A run's folder, its record.json, or the model beside it.", completion: .file())
    package var paths: [PathArgument]

    @Option(help: "A folder to look for inputs in; may be given several times.", completion: .directory)
    package var data: [PathArgument] = []

    @Option(help: "How many scripts run at a time; otherwise 1.")
    package var jobs: CountArgument?

    @Option(help: "How many seconds one script may take; otherwise as long as it does.")
    package var timeout: SecondsArgument?

    @Option(
        parsing: .upToNextOption,
        help: "Smaller tolerances than those of the record: FIGURE=VALUE, or a VALUE for all.")
    package var tolerance: [ToleranceArgument] = []

    @Option(help: "junit:FILE, markdown:FILE or github (annotations); may be given several times.")
    package var report: [ReportArgument] = []

    @Flag(help: "Show only what is not identical.")
    package var brief = false

    @Flag(help: "Make the figures that differ those of the record; refused where CI is set.")
    package var accept = false

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard let program = session.program, !session.workspace.isScratch else {
            throw NotebookError.refused(
                code: "no_replay", message: "a script that is replayed or checked replays no others", remedy: nil)
        }
        if accept, ProcessInfo.processInfo.environment["CI"].map({ !$0.isEmpty }) == true {
            throw NotebookError.refused(
                code: "accept_in_ci", message: "--accept renews records, and CI is set, so nothing was run",
                remedy: "renew the record where somebody reads the difference, and commit it")
        }
        var replay = Replay(program: program)
        replay.data = try data.map { folder in
            let path = try session.workspace.reading(folder.typed)
            guard Path.exists(path) else {
                throw NotebookError.refused(
                    code: "no_folder", message: "there is no folder \(folder.typed) to look for inputs in",
                    remedy: "check the path behind --data")
            }
            return path
        }
        replay.jobs = jobs?.value ?? 1
        replay.limit = timeout?.value
        replay.tightening = tolerance.tightening
        let outcomes = try replay.run(
            paths.map { try session.workspace.reading($0.typed) }, monitor: session.monitor
        ) { session.diagnose?("note: \($0)") }
        var output = ReplayRendering(outcomes: outcomes, isBrief: brief).output
        try write(outcomes, in: session, to: &output)
        if accept { try accept(outcomes, in: session, to: &output) }
        return output
    }

    private func write(
        _ outcomes: [ReplayOutcome], in session: Session, to output: inout CellOutput
    ) throws {
        for report in report {
            switch report {
            case .github:
                let lines = GitHubReport.lines(of: outcomes)
                if session.mode == .text, !lines.isEmpty {
                    output.blocks.append(.prose(lines.joined(separator: "\n")))
                } else {
                    // The other forms leave prose out, and the runner reads standard error, too.
                    lines.forEach { session.diagnose?($0) }
                }
            case .junit(let path): try write(JUnitReport.text(of: outcomes), to: path, in: session)
            case .markdown(let path):
                let full = ReplayRendering(outcomes: outcomes, isBrief: true).output
                try write("# Replays\n\n" + MarkdownRendering.render(full), to: path, in: session)
            }
        }
    }

    private func write(_ text: String, to path: String, in session: Session) throws {
        _ = try session.workspace.replace(path, with: text)
    }

    private func accept(
        _ outcomes: [ReplayOutcome], in session: Session, to output: inout CellOutput
    ) throws {
        for outcome in outcomes where outcome.verdict != .identical {
            guard outcome.failure == nil else {
                output.notes.append("\(outcome.path) was not renewed: it did not come to its end")
                continue
            }
            try Replay.accept(outcome)
            output.notes.append("\(outcome.path) was renewed: its figures are now those of this replay")
            if outcome.record?.model?.modelDigest != outcome.replayed?.model?.modelDigest {
                output.notes.append("the model file beside it is still the old one; its script writes it anew")
            }
            // What differed is the record from now on.
            output.status = outcomes.contains { $0.failure != nil } ? output.status : .done
        }
    }
}

/// Where a report goes: `junit:FILE`, `markdown:FILE` or `github`.
package enum ReportArgument: ExpressibleByArgument, Sendable {
    /// JUnit's XML in a file.
    case junit(String)
    /// Markdown in a file.
    case markdown(String)
    /// Annotations on standard output.
    case github

    package init?(argument: String) {
        let parts = TextArgument.unmarked(argument).split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("junit", 2): self = .junit(parts[1])
        case ("markdown", 2): self = .markdown(parts[1])
        case ("github", 1): self = .github
        default: return nil
        }
    }
}

/// A time in seconds, more than 0 and at most 10^9: `90`, `1.5`.
package struct SecondsArgument: ExpressibleByArgument, Sendable {
    /// The seconds.
    package var value: Double

    package init?(argument: String) {
        guard let seconds = Double(TextArgument.unmarked(argument)), seconds > 0, seconds <= 1e9 else { return nil }
        value = seconds
    }
}
