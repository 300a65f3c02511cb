import Notebook
import Values

/// A front end that keeps what is said, for tests that run cells without a terminal.
final class Quiet: FrontEnd, WorkMonitor {
    private(set) var output = ""
    private(set) var diagnostics = ""

    let width = 80
    let ending: Notebook.ExitStatus? = nil
    let isInterrupted = false
    func write(_ text: String) { output += text }
    func diagnose(_ line: String) { diagnostics += line + "\n" }
    func beginCommand(_ name: String) -> any WorkMonitor { self }
    func endCommand() {}
    func advance(to done: Int, of total: Int?, unit: String) {}

    /// A loop that stops at the first error, over a session of its own.
    func loop(_ session: Session = Session(), file: String? = nil) -> CommandLoop {
        CommandLoop(session: session, frontEnd: self, options: .init(stopsAtFirstError: true, file: file))
    }
}
