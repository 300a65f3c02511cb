import Foundation
import Synchronization
import Values

/// Jobs that several threads share; what comes of them does not depend on how many there are.
enum SharedWork {
    /// Carries out `count` jobs in the order in which threads are free, and calls `take` on this thread with what each
    /// came to, in the order in which they end.
    ///
    /// A job asks now and then whether it should stop. Throws `interrupted` where the person stopped the work, and what the
    /// first of the jobs that failed has thrown: no new job is begun then.
    static func run<Outcome: Sendable>(
        _ count: Int, threads: Int, monitor: (any WorkMonitor)?,
        take: (Int, Outcome) -> Void,
        job: @escaping @Sendable (Int, _ isStopped: @escaping @Sendable () -> Bool) throws(ExperimentError) -> Outcome
    ) throws(ExperimentError) {
        let board = Board<Outcome>(count: count)
        let group = DispatchGroup()
        var hasThreads = false
        for _ in 0..<min(threads, count) {
            group.enter()
            let isBegun = WorkerThread.start {
                board.work(job)
                group.leave()
            }
            if isBegun { hasThreads = true } else { group.leave() }
        }
        // Where there can be no thread, nobody works but this one.
        while !hasThreads, board.workOnce(job) {
            for (index, outcome) in board.collect() { take(index, outcome) }
            if monitor?.isInterrupted == true { board.stop() }
        }
        var isDone = false
        while !isDone {
            isDone = group.wait(timeout: .now() + .milliseconds(20)) == .success
            for (index, outcome) in board.collect() { take(index, outcome) }
            if monitor?.isInterrupted == true { board.stop() }
        }
        try board.check()
    }

    /// What the threads share.
    private final class Board<Outcome: Sendable>: Sendable {
        private struct State {
            var next = 0
            var ended: [(Int, Outcome)] = []
            var failures: [Int: ExperimentError] = [:]
        }

        private let count: Int
        private let state = Mutex(State())
        private let isStopped = Atomic(false)

        init(count: Int) { self.count = count }

        func work(
            _ job: (Int, @escaping @Sendable () -> Bool) throws(ExperimentError) -> Outcome
        ) {
            while workOnce(job) {}
        }

        /// Does one job; `false` where there is none, or none is to be begun any more.
        func workOnce(
            _ job: (Int, @escaping @Sendable () -> Bool) throws(ExperimentError) -> Outcome
        ) -> Bool {
            guard let index = nextJob() else { return false }
            do throws(ExperimentError) {
                let outcome = try job(index) { self.isStopped.load(ordering: .relaxed) }
                state.withLock { $0.ended.append((index, outcome)) }
            } catch {
                state.withLock { $0.failures[index] = error }
            }
            return true
        }

        private func nextJob() -> Int? {
            state.withLock { state in
                guard state.next < count, state.failures.isEmpty, !isStopped.load(ordering: .relaxed) else {
                    return nil
                }
                state.next += 1
                return state.next - 1
            }
        }

        func collect() -> [(Int, Outcome)] {
            state.withLock { exchange(&$0.ended, with: []) }
        }

        func stop() { isStopped.store(true, ordering: .relaxed) }

        func check() throws(ExperimentError) {
            if isStopped.load(ordering: .relaxed) { throw .interrupted }
            let failures = state.withLock { $0.failures }
            if let first = failures.min(by: { $0.key < $1.key }) { throw first.value }
        }
    }
}
