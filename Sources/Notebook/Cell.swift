/// One command of the notebook, once it has run.
package struct Cell: Sendable {
    /// Its number, from 1.
    package var number: Int
    /// The command as it was typed.
    package var source: String
    /// Whether it did what it should.
    package var succeeded: Bool
    /// Whether it concerns the notebook and not the experiment.
    package var isMeta: Bool
}

/// How refit ends; the numbers are an interface that scripts rely on.
package enum ExitStatus: Int32, Sendable {
    /// All done.
    case done = 0
    /// A command failed.
    case failed = 1
    /// Wrong usage of refit's own command line.
    case usage = 2
    /// Ended by SIGHUP: the terminal went away.
    case hungUp = 129
    /// Ended by SIGQUIT.
    case quit = 131
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}
