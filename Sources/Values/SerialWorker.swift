import Dispatch
import Synchronization

/// Pieces of work that a thread of its own does one after the other, in the order in which they come.
///
/// The thread begins with the first piece. Where it cannot be made, whoever brings a piece does it: a `DispatchQueue` would
/// wait for a thread for ever.
package final class SerialWorker: Sendable {
    private let shared: Shared

    /// No work yet, and no thread.
    ///
    /// Where the thread is `apart`, it keeps off the processor of whoever brings work and goes on with work of its own: Linux
    /// often wakes a thread on the processor of the one that wakes it, where it then waits for milliseconds.
    package init(apart: Bool = false) { shared = Shared(isApart: apart) }

    deinit { shared.close() }

    /// Has the thread do some work once it has done what came before.
    package func submit(_ work: @escaping @Sendable () -> Void) {
        if !shared.append(work) { work() }
    }

    /// Waits until all work is done.
    package func finish() { shared.done.wait() }

    /// What the thread holds, so that it does not keep the worker itself.
    private final class Shared: Sendable {
        let done = DispatchGroup()
        private let news = DispatchSemaphore(value: 0)
        private let state = Mutex(State())
        private let isApart: Bool

        init(isApart: Bool) { self.isApart = isApart }

        private struct State {
            var waiting = Queue<@Sendable () -> Void>()
            /// Whether there is a thread, once that was tried.
            var hasThread: Bool?
            var isClosed = false
            /// The processor that the last work came from.
            var origin: Int32 = -1
        }

        /// Takes work in, unless there can be no thread to do it.
        func append(_ work: @escaping @Sendable () -> Void) -> Bool {
            let isTaken = state.withLock { state in
                let hasThread = state.hasThread ?? WorkerThread.start(apart: isApart) { self.run() }
                state.hasThread = hasThread
                guard hasThread else { return false }
                done.enter()
                state.origin = WorkerThread.processor
                state.waiting.append(work)
                return true
            }
            if isTaken { news.signal() }
            return isTaken
        }

        /// Sends the thread home once nothing waits.
        func close() {
            state.withLock { $0.isClosed = true }
            news.signal()
        }

        private func run() {
            while true {
                news.wait()
                let (work, isClosed, origin) = state.withLock { ($0.waiting.popFirst(), $0.isClosed, $0.origin) }
                if let work {
                    if isApart { WorkerThread.avoid(origin) }
                    work()
                    done.leave()
                } else if isClosed {
                    return
                }
            }
        }
    }
}
