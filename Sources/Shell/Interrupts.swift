import CSignals
import Glibc

/// The signals by which a person or a system asks refit to stop.
///
/// A command reads `isInterrupted` at its batch borders and leaves the model as it was. The handlers only set flags;
/// see `CSignals`. Whoever presses Ctrl-C three times within two seconds while a command runs ends the process with
/// status 130; a second SIGTERM, SIGHUP or SIGQUIT ends it too. Work that has not come to a batch border five seconds after
/// it was asked to end is ended. SIGPIPE keeps its default: who writes into a closed pipe ends
/// quietly, as Unix tools do.
package enum Interrupts {
    /// Handles SIGINT, SIGTERM, SIGHUP and SIGQUIT from now on; one that the parent process ignores (`nohup`) stays ignored.
    package static func install() {
        signals_install()
    }

    /// Says that a person types the commands, who ends a command by Ctrl-C and not the process.
    package static func converse() {
        signals_converse()
    }

    /// Has this process end when the one with that number, which started it, does, also when that is killed.
    package static func end(with parent: Int) {
        signals_end_with_parent(Int32(truncatingIfNeeded: parent))
    }

    /// Whether the present command should stop: Ctrl-C, or a request to end the process.
    package static var isInterrupted: Bool {
        signals_is_interrupted() != 0 || isTerminated
    }

    /// Forgets the Ctrl-C so far and returns whether there was one.
    @discardableResult
    package static func takeInterrupt() -> Bool {
        signals_take_interrupt() != 0
    }

    /// Whether the process was asked to end by SIGTERM, SIGHUP or SIGQUIT; this is never forgotten.
    package static var isTerminated: Bool {
        signals_termination() != 0
    }

    /// The exit status that tells the signal: 143 for SIGTERM, 130 for SIGINT and so on; `nil` without any.
    package static var exitStatus: Int32? {
        let termination = signals_termination()
        if termination != 0 { return 128 + termination }
        return signals_is_interrupted() != 0 ? 128 + SIGINT : nil
    }

    /// Runs something while another program has the terminal, whose business Ctrl-C then is.
    static func whileLent<Result>(_ body: () -> Result) -> Result {
        during(signals_phase_lent, body)
    }

    /// Runs the line editor, which asks for the signals itself.
    static func whilePrompting<Result>(_ body: () -> Result) -> Result {
        during(signals_phase_prompting) {
            signals_watch_job_control(1)
            defer { signals_watch_job_control(0) }
            return body()
        }
    }

    private static func during<Result>(_ phase: signals_phase, _ body: () -> Result) -> Result {
        let before = signals_set_phase(Int32(phase.rawValue))
        defer { _ = signals_set_phase(before) }
        return body()
    }
}
