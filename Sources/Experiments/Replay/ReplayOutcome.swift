import Values

/// What a replay of one run has come to.
package struct ReplayOutcome: Sendable {
    /// The run, as it was named.
    package var path: String
    /// The run's record; `nil` where it could not be read.
    package var record: RunRecord?
    /// The record of the replay; `nil` where it did not come to one.
    package var replayed: RunRecord?
    /// The figures of the replay's batches.
    package var batches: [BatchFigures] = []
    /// All figures side by side; none where nothing was run.
    package var figures: [FigureComparison] = []
    /// The inputs that were looked for.
    package var inputs: [FoundInput] = []
    /// Why the replay did not come to its end; `nil` where it did.
    package var failure: Failure?
    /// How long it took in seconds.
    package var seconds = 0.0

    /// Nothing known yet.
    package init(path: String) {
        self.path = path
    }

    /// Why a replay did not come to its end.
    package enum Failure: Hashable, Sendable {
        /// The record cannot be read.
        case record(code: String, message: String, remedy: String?)
        /// Inputs are missing, or have another digest.
        case inputs
        /// The model file that the run was named by is not the one that the run has left.
        case changedModel(path: String, digest: String, expected: String, run: String)
        /// The run cannot be repeated by anybody, as its record says.
        case unrepeatable(reason: String)
        /// An `expect` of the script does not hold.
        case unmet(message: String)
        /// An `expect` of the script cannot be judged, since its figure has no value.
        case undecided(message: String)
        /// A command of the script failed.
        case command(cell: Int, message: String)
        /// The script wanted a file that is no input of the run, or one with another digest.
        case foreignInput(cell: Int, message: String)
        /// The time limit ran out.
        case timeLimit(seconds: Double)
        /// The process ended by itself, as after a crash.
        case crashed(reason: String)
    }

    /// The gravest verdict of all figures, or that nothing can be said.
    package var verdict: Verdict {
        let found = figures.compactMap(\.verdict).max()
        switch failure {
        case nil: return found ?? .cannotJudge
        case .unmet: return .differs
        case .record, .inputs, .changedModel, .unrepeatable, .undecided, .foreignInput, .timeLimit, .crashed:
            return .cannotJudge
        case .command: return found == .differs ? .differs : .cannotJudge
        }
    }

    /// Whether something failed that is no matter of judgement: a record that cannot be read, a command, a crash.
    package var hasFailed: Bool {
        switch failure {
        case .record, .command, .crashed: true
        case nil, .inputs, .changedModel, .unrepeatable, .unmet, .undecided, .foreignInput, .timeLimit:
            false
        }
    }

    /// The failure in one sentence; `nil` without one.
    package var reason: String? {
        switch failure {
        case nil: figures.contains { $0.verdict != nil } ? nil : "the record holds nothing that could be compared"
        case .record(_, let message, let remedy): remedy.map { "\(message); \($0)" } ?? message
        case .inputs: missingInputs
        case .changedModel(let path, let digest, let expected, let run):
            "\(path) holds the model \(digest), and its run left \(expected): it has learned since; name the run itself, "
                + run
        case .unrepeatable(let reason): reason
        case .unmet(let message), .undecided(let message): message
        case .command(let cell, let message): "command \(cell) of script.refit failed: \(message)"
        case .foreignInput(let cell, let message): "command \(cell) of script.refit: \(message)"
        case .timeLimit(let seconds): "the time limit of \(seconds) s ran out"
        case .crashed(let reason): "the replaying process ended before its time: \(reason)"
        }
    }

    /// What explains different bits; `nil` where nothing is known to.
    package var explanation: String? {
        guard let record, let replayed, figures.contains(where: { $0.verdict == .differs }) else { return nil }
        let (before, now) = (record.volatile.environment, replayed.volatile.environment)
        guard before.libc != now.libc || before.refit != now.refit else { return nil }
        func changed(_ name: String, _ before: String?, _ now: String?) -> String? {
            before == now ? nil : "\(name) was \(before ?? "unknown") and is \(now ?? "unknown")"
        }
        let changes = [changed("libc", before.libc, now.libc), changed("refit", before.refit, now.refit)]
        return changes.compactMap { $0 }.joined(separator: ", ") + ": bits may differ for that reason alone"
    }

    private var missingInputs: String {
        inputs.filter { $0.location == nil }.map { found in
            if let remark = found.remark { return remark }
            let expected = found.input.sha256 ?? "unknown to the record"
            if found.input.isCheckedByReading, found.actual != nil {
                return "what lies where the input \(found.input.typed) lay is not what the run had (\(expected))"
            }
            guard let actual = found.actual else {
                return "the input \(found.input.typed) with the digest \(expected) was not found"
            }
            return "the input \(found.input.typed) has the digest \(actual), and the run had \(expected)"
        }.joined(separator: "; ")
    }
}
