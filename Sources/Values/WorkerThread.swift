import CProcessors
import Glibc

/// A thread for one piece of work beside that of the thread that has it.
package enum WorkerThread {
    /// Has a thread of its own do the work; where the process may have no more threads, or no more addresses for one,
    /// does nothing and returns `false`.
    ///
    /// Dispatch would try again every second, and keep its caller waiting. Where it is `apart`, the thread keeps off the processor
    /// that the caller runs on, as long as there is another: for one who goes on with work of its own.
    package static func start(apart: Bool = false, _ work: @escaping @Sendable () -> Void) -> Bool {
        let box = unsafe Unmanaged.passRetained(Work(work))
        // Signals are the business of the thread that waits for a person's keys.
        var (all, before) = (sigset_t(), sigset_t())
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        if apart { unsafe _ = processors_avoid(processors_present(), &attributes) }
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, &attributes,
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

    /// The number of the processor that the calling thread runs on, as long as it does.
    static var processor: Int32 { processors_present() }

    /// Has the calling thread leave a processor, if it runs there, and keep off it; returns `false` where it must stay.
    @discardableResult
    static func avoid(_ processor: Int32) -> Bool {
        processor != processors_present() || processors_avoid(processor, nil)
    }

    private final class Work: Sendable {
        let perform: @Sendable () -> Void

        init(_ perform: @escaping @Sendable () -> Void) { self.perform = perform }
    }
}
