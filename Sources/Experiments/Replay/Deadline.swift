import Values

/// A monitor that stops work when its time is up, too.
final class Deadline: WorkMonitor {
    /// How long the work may take in seconds; `nil` for ever.
    let seconds: Double?
    private let end: ContinuousClock.Instant?
    private let monitor: (any WorkMonitor)?

    /// Time runs from now; `monitor` is whoever watches the work besides.
    init(after seconds: Double?, monitor: (any WorkMonitor)?) {
        self.seconds = seconds
        self.monitor = monitor
        end = seconds.map { ContinuousClock.now + .seconds($0) }
    }

    /// Whether the time is up.
    var hasPassed: Bool { end.map { $0 <= .now } ?? false }

    /// Whether the person pressed Ctrl-C, however much time is left.
    var isStoppedByPerson: Bool { monitor?.isInterrupted == true }

    var isInterrupted: Bool { isStoppedByPerson || hasPassed }

    func advance(to done: Int, of total: Int?, unit: String) {
        monitor?.advance(to: done, of: total, unit: unit)
    }
}
