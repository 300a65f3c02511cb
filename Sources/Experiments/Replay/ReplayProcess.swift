import Files
import Foundation
import Values

/// A refit of its own that runs a record's script in a scratch folder.
///
/// The process is the border: whatever a script does, a crash and endless work included, ends with it.
final class ReplayProcess {
    let outcome: ReplayOutcome
    /// The script as it was read: whatever takes the file's place later is not run.
    private let script: String
    private let expected: [BatchFigures]
    private let work: ScratchFolder
    private var scratch: String { work.path }
    private let process = Process()
    private let started = ContinuousClock.now
    private let tolerances: Tolerances
    private let deadline: Deadline
    private var killed: ContinuousClock.Instant?
    private var isLate = false
    private var isTooLoud = false

    /// How long a process that was asked to end may take before it is killed.
    private static let grace = Duration.seconds(3)

    /// How many bytes a script's results may have; a script whose results nobody could read goes on for ever.
    private static let mostOutput = 256 << 20

    /// Starts the process; `outcome` is what is known of the replay so far, with every input found.
    init(
        _ outcome: ReplayOutcome, script: String, batches: [BatchFigures], program: String, tolerances: Tolerances,
        deadline: Deadline
    ) throws(ExperimentError) {
        self.outcome = outcome
        self.script = script
        expected = batches
        self.tolerances = tolerances
        self.deadline = deadline
        do throws(FileError) {
            work = try ScratchFolder("refit-replay")
        } catch {
            throw .file(error)
        }
        do {
            try start(program)
        } catch {
            work.remove()
            throw .replay(path: outcome.path, reason: (error as? FileError)?.message ?? error.localizedDescription)
        }
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        work.remove()
    }

    private func start(_ program: String) throws {
        try Path.makeFolders(above: "\(scratch)/here/x")
        var inputs: [RunInput.Key: ReplayPlan.Input] = [:]
        for found in outcome.inputs {
            guard let location = found.location, let sha256 = found.input.sha256 else { continue }
            inputs[found.input.key] = ReplayPlan.Input(
                location: location, sha256: sha256, bounds: found.input.bounds,
                isCheckedByReading: found.input.isCheckedByReading)
        }
        var plan = ReplayPlan(scratch: scratch, record: "\(scratch)/replayed", inputs: inputs)
        plan.parent = Int(ProcessInfo.processInfo.processIdentifier)
        plan.aliases = outcome.record?.aliases ?? [:]
        try Data(plan.json.text.utf8).write(to: URL(filePath: "\(scratch)/plan.json"))
        try Data(script.utf8).write(to: URL(filePath: "\(scratch)/script.refit"))
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "run", "\(scratch)/script.refit", "--mode", "json", "--plan", "\(scratch)/plan.json",
        ]
        process.currentDirectoryURL = URL(filePath: "\(scratch)/here")
        process.standardInput = FileHandle.nullDevice
        for name in ["output", "diagnostics"] { try Data().write(to: URL(filePath: "\(scratch)/\(name)")) }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "\(scratch)/output"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(scratch)/diagnostics"))
        try process.run()
    }

    /// Whether the process goes on; one whose time is up is ended.
    func isRunning() -> Bool {
        guard process.isRunning else { return false }
        if let killed {
            if ContinuousClock.now - killed > Self.grace { kill(process.processIdentifier, SIGKILL) }
        } else if deadline.hasPassed {
            isLate = true
            end()
        } else if let size = (try? FileIdentity(of: "\(scratch)/output"))?.sizeBytes, size > Self.mostOutput {
            isTooLoud = true
            end()
        }
        return true
    }

    /// Asks the process to end.
    func end() {
        killed = ContinuousClock.now
        process.terminate()
    }

    /// What the replay has come to, once the process has ended.
    func finish() -> ReplayOutcome {
        process.waitUntilExit()
        var outcome = outcome
        outcome.seconds = (ContinuousClock.now - started).seconds
        outcome.failure = failure(&outcome)
        let replay = RunFolder("\(scratch)/replayed")
        guard let record = outcome.record, let replayed = try? replay.readRecord(),
            let actual = try? replay.readBatches(of: replayed.cells.count)
        else {
            // Nothing was compared, so nothing is the same.
            outcome.failure = outcome.failure ?? .crashed(reason: "it left no record that can be read")
            return outcome
        }
        outcome.replayed = replayed
        if outcome.failure == nil { outcome.failure = unread(replayed, &outcome) }
        outcome.batches = actual
        var known = record
        var batches = expected
        if outcome.failure != nil {
            // What came behind the command that failed was not run, and is not said to differ.
            known.cells = Array(known.cells.prefix(replayed.cells.count))
            batches.removeAll { $0.cell > replayed.cells.count }
        }
        let comparison = RunComparison(known, batches, with: replayed, actual, tolerances: tolerances)
        outcome.figures =
            outcome.failure == nil ? comparison.figures : comparison.figures.filter { $0.cell != nil }
        return outcome
    }

    /// An input that only the replay could have checked and that its script has never read: nothing vouches for it.
    private func unread(_ replayed: RunRecord, _ outcome: inout ReplayOutcome) -> ReplayOutcome.Failure? {
        let read = Set(replayed.inputs.map(\.sha256))
        for (index, found) in outcome.inputs.enumerated()
        where found.input.isCheckedByReading && !read.contains(found.input.sha256) {
            outcome.inputs[index].location = nil
            outcome.inputs[index].remark = "the script never reads the input \(found.input.typed)"
        }
        return outcome.inputs.contains { $0.location == nil } ? .inputs : nil
    }

    private func failure(_ outcome: inout ReplayOutcome) -> ReplayOutcome.Failure? {
        if isLate { return .timeLimit(seconds: deadline.seconds ?? 0) }
        if isTooLoud {
            return .crashed(reason: "its results had more than \(Self.mostOutput >> 20) MiB, so it was ended")
        }
        if process.terminationReason == .uncaughtSignal {
            return .crashed(reason: "signal \(process.terminationStatus)")
        }
        guard process.terminationStatus != 0 else { return nil }
        guard let (cell, error) = lastError() else {
            let words = (try? String(contentsOfFile: "\(scratch)/diagnostics", encoding: .utf8)) ?? ""
            let first = words.split(separator: "\n").first { !$0.hasPrefix("note:") } ?? ""
            return .crashed(reason: "status \(process.terminationStatus) \(first.prefix(300))")
        }
        func text(_ value: JSONValue?) -> String? { if case .text(let text)? = value { text } else { nil } }
        let message = [text(error["message"]), text(error["remedy"])].compactMap { $0 }.joined(separator: "; ")
        switch text(error["code"]) {
        case "expectation_unmet": return .unmet(message: message)
        case "no_input": return .foreignInput(cell: cell, message: message)
        case "expectation_undecided": return .undecided(message: message)
        case "other_input":
            let evidence = error["evidence"]
            for (index, found) in outcome.inputs.enumerated()
            where found.input.typed == text(evidence?["path"])
                && found.input.kind.rawValue == text(evidence?["kind"])
            {
                outcome.inputs[index].actual = text(evidence?["actual"])
                outcome.inputs[index].location = nil
            }
            return .inputs
        default:
            // A query may choose what stands in an error, and whose database it is nobody has said.
            let isOpen = !outcome.inputs.contains(where: \.input.isCheckedByReading)
            let code = text(error["code"]) ?? "an error"
            return .command(
                cell: cell,
                message: isOpen
                    ? message
                    : "\(code); its words are not shown, since they may come from a database that the script reads")
        }
    }

    /// The error of the last cell that the process has written about, with its number.
    private func lastError() -> (cell: Int, error: JSONValue)? {
        guard let data = try? Data(contentsOf: URL(filePath: "\(scratch)/output")),
            let line = data.split(separator: UInt8(ascii: "\n")).last
        else { return nil }
        let origin = JSONReader<ExperimentError>.Origin(path: "output", field: "the last line", offset: 0)
        var reader = JSONReader<ExperimentError>([UInt8](line), origin: origin)
        guard let cell = try? reader.value(), case .integer(let number)? = cell["cell"], let error = cell["error"],
            error != .null
        else { return nil }
        return (number, error)
    }
}
