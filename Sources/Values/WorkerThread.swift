import Glibc

/// A thread for one piece of work beside that of the thread that has it.
package enum WorkerThread {
    /// Has a thread of its own do the work; where the process may have no more threads, or no more addresses for one,
    /// does nothing and returns `false`.
    ///
    /// Dispatch would try again every second, and keep its caller waiting.
    package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
        let box = unsafe Unmanaged.passRetained(Work(work))
        // Signals are the business of the thread that waits for a person's keys.
        var (all, before) = (sigset_t(), sigset_t())
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { box in
                if let box = unsafe box { unsafe Unmanaged<Work>.fromOpaque(box).takeRetainedValue().perform() }
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            unsafe box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Work: Sendable {
        let perform: @Sendable () -> Void

        init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }
    }
}
