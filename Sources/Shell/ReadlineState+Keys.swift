import CReadline
import CSignals
import Foundation

/// Reads one key for readline, as its `rl_getc_function`, and turns signals into what a person expects of them.
///
/// Readline's own handling of SIGINT leaves a history search running, so refit handles it here: a search or question
/// gets Ctrl-G, which ends it; then, where readline waits for a command, the line is dropped and `readline` returns.
let readKey: @convention(c) (UnsafeMutablePointer<FILE>?) -> Int32 = { stream in
    guard let stream = unsafe stream else { return EOF }
    let input = unsafe refit_rl_input_descriptor(stream)
    while true {
        if signals_is_interrupted() != 0 || signals_termination() != 0 { return ReadlineState.keyThatDrops() }
        if signals_take_suspension() != 0 { ReadlineState.suspend() }
        if signals_take_continuation() != 0 { ReadlineState.takeTerminal() }
        guard signals_wait_for_input(input) == 1 else {
            // Readline's own SIGWINCH handler left a note: the new size is taken over here.
            rl_check_signals()
            continue
        }
        var byte: UInt8 = 0
        switch unsafe read(input, &byte, 1) {
        case 1: return Int32(byte)
        case -1 where errno == EINTR || errno == EAGAIN: continue
        default: return EOF
        }
    }
}

extension ReadlineState {
    /// The answer to readline when the line is to be dropped.
    ///
    /// Inside a search or question it is Ctrl-G once, then the end of input, because some of readline's loops (a paste
    /// whose end never comes) take every key and would never end.
    fileprivate static func keyThatDrops() -> Int32 {
        guard refit_rl_awaits_command() != 0 else {
            let controlG: Int32 = 7
            let key = unsafe drop == .none ? controlG : EOF
            unsafe drop = .aborting
            return key
        }
        unsafe drop = .dropped
        refit_rl_show_dropped_line(SIGINT)
        return READERR
    }

    /// Gives the terminal back as it was, stops, as Ctrl-Z asks, and takes the terminal again.
    ///
    /// Without a shell that could continue the process the system does not stop it at all; it then just goes on.
    fileprivate static func suspend() {
        rl_deprep_terminal()
        signals_suspend()
        _ = signals_take_continuation()
        takeTerminal()
    }

    /// Takes the terminal after a stop: the program that had it in between may have left it in any mode and size.
    fileprivate static func takeTerminal() {
        rl_deprep_terminal()
        rl_prep_terminal(1)
        rl_reset_screen_size()
        refit_rl_draw_again()
    }
}
