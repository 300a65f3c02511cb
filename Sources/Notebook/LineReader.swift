/// What a person did at the prompt.
package enum LineSignal: Hashable, Sendable {
    /// One line, or the several lines of a pasted block, without the last newline.
    case lines(String)
    /// Ctrl-C: the line was dropped.
    case interrupted
    /// Ctrl-D, or the end of a script.
    case endOfInput
}

/// Where lines come from: a person at a terminal, or a script.
package protocol LineReader: AnyObject {
    /// Waits for the next line; `prompt` is shown to a person and ignored by a script.
    func readLine(prompt: String) -> LineSignal
}
