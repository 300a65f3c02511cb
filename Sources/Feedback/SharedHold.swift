import Synchronization

/// One hold of the read lock by several connections of this process, which give it back at the same time.
///
/// Held by one after the other without a gap, it would keep writers out for good: for other processes, the locks of all
/// connections are one.
final class SharedHold: Sendable {
    private let began = Mutex<ContinuousClock.Instant?>(nil)
    /// How long it lasts, unless a single row takes longer.
    let limit: Duration

    /// Nobody has the lock yet.
    init(limit: Duration) { self.limit = limit }

    /// Whether it has lasted as long as it may.
    var isOver: Bool { began.withLock { $0.map { ContinuousClock.now - $0 >= limit } ?? false } }

    /// Says when the first of them had the lock, to one who has it now.
    func begin(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        began.withLock { began in
            let first = min(began ?? now, now)
            began = first
            return first
        }
    }
}
