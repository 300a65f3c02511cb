import Feedback
import Files
import Training
import Values

extension BatchComparison {
    /// Times every arm: a warm-up each, then all in turn, a different one first in each round.
    func time(
        _ models: [TextClassifier], of store: FeedbackStore, _ log: TrialLog, _ monitor: (any WorkMonitor)?,
        _ say: (String) -> Void, _ result: inout BatchComparisonResult
    ) throws(ExperimentError) {
        guard let program, repeats > 0 else { return }
        let work: ScratchFolder
        do throws(FileError) {
            work = try ScratchFolder("refit-compare")
        } catch {
            throw .file(error)
        }
        defer { work.remove() }
        let process = TrialProcess(program: program, scratch: work.path)
        let rows = result.profile.rows
        let files = models.indices.map { "\(work.path)/base-\($0).safetensors" }
        for (model, file) in zip(models, files).prefix(result.feedbackArms.count) {
            do throws(TrainingError) {
                try model.save(to: file, writtenBy: "refit")
            } catch {
                throw .training(error)
            }
        }
        func run(_ arm: Int, round: Int) throws(ExperimentError) -> TimedTrial.Result {
            let name = "timed \(arm) \(round)"
            if let known = log[name] { return try TimedTrial.Result(known) }
            let strategy = result.arms[arm].strategy
            let trial = TimedTrial(
                model: files[arm], database: store.path, lastRow: store.bound, fetch: strategy.fetch,
                batchSize: strategy.batchSize ?? Batching.feedback)
            let result = try process.run(trial, monitor: monitor)
            guard result.rows == rows else { throw .changedMeanwhile(path: store.path) }
            log.add(name, result.json)
            return result
        }
        let timedArms = result.feedbackArms
        let total = timedArms.count * (repeats + 1)
        var (done, warmedUp, warmUp) = (0, 0, 0.0)
        let left = timedArms.map { arm in (1...repeats).count { log["timed \(arm) \($0)"] == nil } }.reduce(0, +)
        for round in 0...repeats {
            for offset in timedArms {
                let arm = (offset + round) % timedArms.count
                let start = ContinuousClock.now
                let isWarmUp = round == 0 && log["timed \(arm) 0"] == nil
                let timed = try run(arm, round: round)
                if isWarmUp { (warmedUp, warmUp) = (warmedUp + 1, warmUp + (ContinuousClock.now - start).seconds) }
                if round > 0 { result.timed[arm].append(timed) }
                done += 1
                monitor?.advance(to: done, of: total, unit: "timed trials")
            }
            if round == 0, left > 0, warmedUp > 0 {
                let seconds = warmUp / Double(warmedUp) * Double(left)
                say("the timed trials take about \(Int(seconds.rounded(.up))) s")
            }
        }
    }

    /// Where the finished trials of this very comparison are kept: by everything that decides what comes out, such as
    /// the digest of the database's `contents`, and the watermarks, which say what of them is pending.
    func logPath(_ store: FeedbackStore, _ contents: String, _ arms: [BatchArm], _ test: TestDocuments) -> String? {
        guard let logFolder else { return nil }
        let parts =
            [
                control?.digest ?? "", base.modelDigest, contents, store.path, test.digest, String(repeats),
                program ?? "", Version.current,
            ]
            + base.watermarks.map { "\($0)" } + arms.map(\.name) + sources.map(\.rawValue).sorted()
            + seeds.map { String($0) }
        return TrialLog.path(in: logFolder, of: parts)
    }
}
