import CProcessors
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
    /// Where whoever brings work `goesOn` with work of their own, the thread is woken on another processor, if there is one, and
    /// free to go where it likes from then on. Linux often wakes a thread on the processor of the one that wakes it, where it
    /// then waits for milliseconds.
    package init(besideOne goesOn: Bool = false) { shared = Shared(goesOn: goesOn) }

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
        private let goesOn: Bool

        init(goesOn: Bool) { self.goesOn = goesOn }

        private struct State {
            var waiting = Queue<@Sendable () -> Void>()
            /// Whether there is a thread, once that was tried.
            var hasThread: Bool?
            var isClosed = false
            /// The thread, once it runs; it lives until this is closed.
            var thread: Int32?
        }

        /// Takes work in, unless there can be no thread to do it.
        func append(_ work: @escaping @Sendable () -> Void) -> Bool {
            let (isTaken, thread) = state.withLock { state -> (Bool, Int32?) in
                let hasThread = state.hasThread ?? WorkerThread.start { self.run() }
                state.hasThread = hasThread
                guard hasThread else { return (false, nil) }
                done.enter()
                state.waiting.append(work)
                return (true, goesOn ? state.thread : nil)
            }
            guard isTaken else { return false }
            let isBarred = thread.map { processors_bar($0) } ?? false
            news.signal()
            if let thread, isBarred { processors_unbar(thread) }
            return true
        }

        /// Sends the thread home once nothing waits.
        func close() {
            state.withLock { $0.isClosed = true }
            news.signal()
        }

        private func run() {
            state.withLock { $0.thread = processors_thread() }
            while true {
                news.wait()
                let (work, isClosed) = state.withLock { ($0.waiting.popFirst(), $0.isClosed) }
                if let work {
                    work()
                    done.leave()
                } else if isClosed {
                    return
                }
            }
        }
    }
}
