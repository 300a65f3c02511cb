import Foundation

/// Long output, a screen at a time.
package enum Pager {
    /// What shows the pages when `PAGER` names nothing: colours kept, short output left on the screen.
    package static let standard = "less -FRX"

    /// Prints the text, through `$PAGER` when it is taller than the terminal that standard output is.
    ///
    /// `PAGER` is a shell command and may have options; set but empty, or `cat`, means no pager. A pager that cannot be
    /// started shows nothing: the text is then printed. Ctrl-C belongs to the pager while it runs.
    package static func page(
        _ text: String, environment: @autoclosure () -> [String: String] = ProcessInfo.processInfo.environment
    ) {
        guard Terminal.isInteractive, let command = command(environment: environment()) else {
            return StandardStream.output.write(text)
        }
        guard isTaller(text, than: Terminal.size()) else { return StandardStream.output.write(text) }
        if !Interrupts.whileLent({ run(command, with: text) }) { StandardStream.output.write(text) }
    }

    /// The pager to run, or `nil` for none.
    package static func command(environment: [String: String]) -> String? {
        if Terminal.isDumb(environment: environment) { return nil }
        let command = (environment["PAGER"] ?? standard).trimmingCharacters(in: .whitespaces)
        return command.isEmpty || command == "cat" ? nil : command
    }

    /// Whether the text, with one row left for the prompt, does not fit on a screen of that size.
    ///
    /// - Complexity: O(*n*), where *n* is the length of the text.
    package static func isTaller(_ text: String, than size: (columns: Int, rows: Int)) -> Bool {
        var rows = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            rows += max(1, (visibleCount(line) + size.columns - 1) / size.columns)
            if rows > size.rows { return true }
        }
        return false
    }

    /// The characters of a line that take room: those outside escape sequences for colour, which end in `m`.
    private static func visibleCount(_ line: Substring) -> Int {
        var count = 0
        var isEscape = false
        for character in line {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { count += 1 }
            if character == "m" { isEscape = false }
        }
        return count
    }

    /// Runs the pager to its end and returns whether it could be started.
    private static func run(_ command: String, with text: String) -> Bool {
        fflush(nil)
        guard let pipe = unsafe popen(command, "w") else { return false }
        // A pager left early closes the pipe; that is no reason to end. Set after the pager has inherited the default.
        let before = signal(SIGPIPE, SIG_IGN)
        unsafe fputs(text, pipe)
        let status = unsafe pclose(pipe)
        signal(SIGPIPE, before)
        // The shell's statuses for a command that it cannot find or run.
        let exitStatus = (status >> 8) & 0xFF
        return exitStatus != 126 && exitStatus != 127
    }
}
