import Foundation

/// What the process's standard streams are connected to.
package enum Terminal {
    /// Whether a person types into the process and sees what it prints.
    package static var isInteractive: Bool {
        isTerminal(STDIN_FILENO) && isTerminal(STDOUT_FILENO)
    }

    /// Whether the file behind `descriptor` is a terminal.
    package static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// Whether the terminal understands no escape sequences: `TERM` is `dumb`, empty or unset.
    package static func isDumb(environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        let kind = environment["TERM"] ?? ""
        return kind.isEmpty || kind == "dumb"
    }

    /// The size of the terminal behind `descriptor` in characters, asked anew each time, because windows are resized.
    ///
    /// Without a terminal, or when it does not know: `COLUMNS` and `LINES`, else 80 × 24.
    package static func size(
        of descriptor: Int32 = STDOUT_FILENO,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> (columns: Int, rows: Int) {
        var window = winsize()
        let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0
        func choose(_ known: UInt16, _ name: String, _ fallback: Int) -> Int {
            if isKnown, known > 0 { return Int(known) }
            return environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? fallback
        }
        return (choose(window.ws_col, "COLUMNS", 80), choose(window.ws_row, "LINES", 24))
    }
}
