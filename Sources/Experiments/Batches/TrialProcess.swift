import Files
import Foundation
import Values

/// Runs timed trials, one process after another.
struct TrialProcess {
    /// The refit that is started.
    let program: String
    /// Where plans and results are written.
    let scratch: String

    /// Carries a trial out in a new process.
    ///
    /// Throws `interrupted`, after the process was ended, and `trial` with what it said where it failed.
    func run(_ trial: TimedTrial, monitor: (any WorkMonitor)?) throws(ExperimentError) -> TimedTrial.Result {
        let process = Process()
        let output = "\(scratch)/trial.out"
        do {
            var plan = trial
            plan.parent = Int(ProcessInfo.processInfo.processIdentifier)
            try Data(plan.json.text.utf8).write(to: URL(filePath: "\(scratch)/trial.json"))
            for name in [output, "\(scratch)/trial.err"] { try Data().write(to: URL(filePath: name)) }
            process.executableURL = URL(filePath: program)
            process.arguments = ["run", "-", "--trial", "\(scratch)/trial.json"]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
            process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(scratch)/trial.err"))
            try process.run()
        } catch {
            throw .trial(reason: error.localizedDescription)
        }
        while process.isRunning {
            if monitor?.isInterrupted == true {
                process.terminate()
                process.waitUntilExit()
                throw .interrupted
            }
            usleep(2_000)
        }
        guard process.terminationStatus == 0, let data = try? Data(contentsOf: URL(filePath: output)) else {
            let words = (try? String(contentsOfFile: "\(scratch)/trial.err", encoding: .utf8)) ?? ""
            throw .trial(reason: words.isEmpty ? "status \(process.terminationStatus)" : String(words.prefix(500)))
        }
        return try TimedTrial.Result(RecordValue(parsing: [UInt8](data), path: output))
    }
}
