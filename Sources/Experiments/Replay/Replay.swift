import Files
import Foundation
import ModelFiles
package import Values

/// Repeats runs and says of every figure whether it came out the same.
///
/// 1. The record is read and its inputs are looked for by their digests (``InputSearch``).
/// 2. The script runs again in a process of its own, below a scratch folder (``ReplayPlan``), and leaves a record.
/// 3. Both records are compared figure by figure (``RunComparison``).
package struct Replay {
    /// The refit that runs the scripts.
    package var program: String
    /// Folders that inputs are looked for in.
    package var data: [String] = []
    /// How many scripts run at a time, from 1.
    package var jobs = 1
    /// How long one replay may take in seconds, the search for its inputs included; `nil` for ever.
    package var limit: Double?
    /// Tolerances beside those of the records; the smaller one counts.
    package var tightening = Tolerances.Tightening()

    /// A replay by that refit, one script after another.
    package init(program: String) {
        self.program = program
    }

    /// Replays the runs at some paths and gives an outcome for each, in their order.
    ///
    /// `say` is told which files will be read. Throws only `interrupted`: what is wrong with one run stands in its
    /// outcome. No file outside the scratch folders is written.
    package func run(
        _ paths: [String], monitor: (any WorkMonitor)?, say: @escaping (String) -> Void
    ) throws(ExperimentError) -> [ReplayOutcome] {
        let search = InputSearch(folders: data, say: say)
        var outcomes: [ReplayOutcome?] = Array(repeating: nil, count: paths.count)
        var running: [(index: Int, process: ReplayProcess)] = []
        var next = 0
        while next < paths.count || !running.isEmpty {
            while next < paths.count, running.count < jobs {
                switch try begin(paths[next], search, monitor) {
                case .ended(let outcome): outcomes[next] = outcome
                case .running(let process): running.append((next, process))
                }
                next += 1
            }
            running.removeAll { index, process in
                guard !process.isRunning() else { return false }
                outcomes[index] = process.finish()
                return true
            }
            monitor?.advance(to: outcomes.count { $0 != nil }, of: paths.count, unit: "runs")
            if monitor?.isInterrupted == true {
                running.forEach { $0.process.end() }
                throw .interrupted
            }
            if !running.isEmpty { usleep(5_000) }
        }
        return outcomes.compactMap { $0 }
    }

    private enum Begun {
        case ended(ReplayOutcome)
        case running(ReplayProcess)
    }

    private func begin(
        _ path: String, _ search: InputSearch, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> Begun {
        var outcome = ReplayOutcome(path: path)
        let deadline = Deadline(after: limit, monitor: monitor)
        do throws(ExperimentError) {
            let folder = try RunFolder.named(by: path)
            let record = try folder.readRecord()
            let script = try folder.readScript()
            let batches = try folder.readBatches(of: record.cells.count)
            outcome.record = record
            if let model = record.model, let digest = Self.digest(ofModel: path), digest != model.modelDigest {
                outcome.failure = .changedModel(
                    path: path, digest: digest, expected: model.modelDigest, run: folder.path)
                return .ended(outcome)
            }
            if let reason = record.unrepeatable {
                outcome.inputs = record.inputs.map(FoundInput.init)
                outcome.failure = .unrepeatable(reason: reason)
                return .ended(outcome)
            }
            for input in record.inputs {
                outcome.inputs.append(try search.find(input, of: folder, until: deadline))
            }
            guard outcome.inputs.allSatisfy({ $0.location != nil }) else {
                outcome.failure = .inputs
                return .ended(outcome)
            }
            return .running(
                try ReplayProcess(
                    outcome, script: script, batches: batches, program: program,
                    tolerances: record.tolerances.tightened(by: tightening),
                    deadline: deadline))
        } catch {
            if case .interrupted = error {
                guard let limit, !deadline.isStoppedByPerson else { throw error }
                outcome.failure = .timeLimit(seconds: limit)
            } else {
                outcome.failure = .record(code: error.code, message: error.message, remedy: error.remedy)
            }
            return .ended(outcome)
        }
    }
}

extension Replay {
    /// The digest of the model in a file that a run was named by; `nil` where the path is no model file that can be read.
    private static func digest(ofModel path: String) -> String? {
        guard ModelFormat(endingOf: path) != nil, Path.isRegularFile(path), let saved = try? ModelFile.read(path: path),
            let vectorizer = saved.vectorizer
        else { return nil }
        return ModelDigest.of(saved.classifier, vectorizer: vectorizer)
    }

    /// Makes the replay's figures those of the run; the script and the inputs stay.
    ///
    /// The outcome must have come to its end.
    package static func accept(_ outcome: ReplayOutcome) throws(ExperimentError) {
        guard outcome.failure == nil, let record = outcome.record, let replayed = outcome.replayed else {
            throw .replay(path: outcome.path, reason: "there are no figures to accept")
        }
        let folder = try RunFolder.named(by: outcome.path)
        let tables = folder.tables
        guard tables.isEmpty else {
            throw .replay(
                path: outcome.path,
                reason: "\(tables.joined(separator: " and ")) beside the record would stay as before; "
                    + "run its script anew")
        }
        var renewed = record
        renewed.cells = replayed.cells
        renewed.notes = replayed.notes
        renewed.settings = replayed.settings
        renewed.volatile = replayed.volatile
        if let model = replayed.model {
            renewed.model?.modelDigest = model.modelDigest
            renewed.model?.t = model.t
        }
        for (index, input) in renewed.inputs.enumerated() where input.kind == .dataset {
            let same = replayed.inputs.filter { $0.kind == .dataset && $0.sha256 == input.sha256 }
            guard let now = same.first(where: { $0.typed == input.typed }) ?? same.first else { continue }
            renewed.inputs[index].rows = now.rows
        }
        try folder.checkIsOwn()
        do {
            try folder.rewrite(renewed, batches: outcome.batches)
        } catch {
            throw .file(error)
        }
    }
}

extension RunRecord {
    /// Why nobody can repeat the run; `nil` where its inputs say no such thing.
    package var unrepeatable: String? {
        for input in inputs where input.sha256 == nil {
            return
                "the run cannot be repeated: \(input.typed) was gone, or what had been read of it had changed, when the "
                + "run was recorded"
        }
        var seen: [RunInput.Key: String] = [:]
        for input in inputs {
            let known = seen.updateValue(input.sha256 ?? "", forKey: input.key)
            guard known == nil || known == input.sha256, aliases[input.typed] == nil else {
                return "the run cannot be repeated: \(input.typed) had two contents while it lasted"
            }
        }
        return nil
    }
}
