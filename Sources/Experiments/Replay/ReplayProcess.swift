import Files
import Foundation
import Values

/// A refit of its own that runs a record's script in a scratch folder.
///
/// The process is the border: whatever a script does, a crash and endless work included, ends with it.
final class ReplayProcess {
    let outcome: ReplayOutcome
    private let folder: RunFolder
    private let scratch: String
    private let process = Process()
    private let started = ContinuousClock.now
    private let tolerances: Tolerances
    private let limit: Double?
    private var killed: ContinuousClock.Instant?
    private var isLate = false

    /// How long a process that was asked to end may take before it is killed.
    private static let grace = Duration.seconds(3)

    /// Starts the process; `outcome` is what is known of the replay so far, with every input found.
    init(
        _ outcome: ReplayOutcome, of folder: RunFolder, program: String, tolerances: Tolerances, limit: Double?
    ) throws(ExperimentError) {
        self.outcome = outcome
        self.folder = folder
        self.tolerances = tolerances
        self.limit = limit
        do throws(FileError) {
            scratch = try ScratchFolder.make("refit-replay")
        } catch {
            throw .file(error)
        }
        do {
            try start(program)
        } catch {
            ScratchFolder.remove(scratch)
            throw .replay(path: outcome.path, reason: (error as? FileError)?.message ?? error.localizedDescription)
        }
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        ScratchFolder.remove(scratch)
    }

    private func start(_ program: String) throws {
        try Path.makeFolders(above: "\(scratch)/here/x")
        var inputs: [String: ReplayPlan.Input] = [:]
        for found in outcome.inputs {
            guard let location = found.location, inputs[found.input.typed] == nil else { continue }
            inputs[found.input.typed] = ReplayPlan.Input(
                location: location, sha256: found.input.isCheckedByReading ? found.input.sha256 : nil,
                bounds: found.input.kind == .feedback ? found.input.bounds : nil)
        }
        var plan = ReplayPlan(scratch: scratch, record: "\(scratch)/replayed", inputs: inputs)
        plan.parent = Int(ProcessInfo.processInfo.processIdentifier)
        plan.aliases = outcome.record?.aliases ?? [:]
        try Data(plan.json.text.utf8).write(to: URL(filePath: "\(scratch)/plan.json"))
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "run", Path.absolute(folder.script), "--mode", "json", "--plan", "\(scratch)/plan.json",
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
        let now = ContinuousClock.now
        if let killed {
            if now - killed > Self.grace { kill(process.processIdentifier, SIGKILL) }
        } else if let limit, now - started > .seconds(limit) {
            isLate = true
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
            let expected = try? folder.readBatches(), let actual = try? replay.readBatches()
        else {
            // Nothing was compared, so nothing is the same.
            outcome.failure = outcome.failure ?? .crashed(reason: "it left no record that can be read")
            return outcome
        }
        outcome.replayed = replayed
        outcome.batches = actual
        var known = record
        // What came behind the command that failed was not run, and is not said to differ.
        if outcome.failure != nil { known.cells = Array(known.cells.prefix(replayed.cells.count)) }
        let comparison = RunComparison(known, expected, with: replayed, actual, tolerances: tolerances)
        outcome.figures =
            outcome.failure == nil ? comparison.figures : comparison.figures.filter { $0.cell != nil }
        return outcome
    }

    private func failure(_ outcome: inout ReplayOutcome) -> ReplayOutcome.Failure? {
        if isLate { return .timeLimit(seconds: limit ?? 0) }
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
        case "other_input":
            let (path, actual) = (text(error["evidence"]?["path"]), text(error["evidence"]?["actual"]))
            for index in outcome.inputs.indices
            where outcome.inputs[index].input.typed == path && outcome.inputs[index].input.isCheckedByReading {
                outcome.inputs[index].actual = actual
                outcome.inputs[index].location = nil
            }
            return .inputs
        default: return .command(cell: cell, message: message)
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
