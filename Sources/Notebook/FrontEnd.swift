package import Values

/// Where the notebook's words go: a terminal, a pipe, or a test.
package protocol FrontEnd: AnyObject {
    /// The number of columns that text output should fit.
    var width: Int { get }
    /// Why the notebook must end now: a signal that arrived, or `nil`.
    var ending: ExitStatus? { get }
    /// Writes data to standard output.
    func write(_ text: String)
    /// Writes a line of diagnostics to standard error.
    func diagnose(_ line: String)
    /// Whether Ctrl-C was pressed since the last line was read.
    var isInterrupted: Bool { get }
    /// Watches over the command of that name, which begins now.
    func beginCommand(_ name: String) -> any WorkMonitor
    /// Takes the progress bar away.
    func endCommand()
}
