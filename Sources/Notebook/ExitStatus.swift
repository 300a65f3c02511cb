/// How refit ends; the numbers are an interface that scripts rely on.
package enum ExitStatus: Int32, Sendable {
    /// All done.
    case done = 0
    /// A command failed.
    case failed = 1
    /// Wrong usage of refit's own command line.
    case usage = 2
    /// Something judged does not hold, such as what a script expects.
    case differs = 3
    /// Something cannot be judged: what it is judged by is missing.
    case undecided = 4
    /// Ended by SIGHUP: the terminal went away.
    case hungUp = 129
    /// Ended by SIGQUIT.
    case quit = 131
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}

extension ExitStatus {
    /// The status of two things that went wrong, or did not: a failure says more than a difference, and a difference more
    /// than a doubt.
    package func worse(of other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.done, .undecided, .differs, .failed]
        let (own, others) = (order.firstIndex(of: self) ?? order.count, order.firstIndex(of: other) ?? order.count)
        return own >= others ? self : other
    }
}
