/// The lines of a script.
package final class ScriptReader: LineReader {
    private var rest: ArraySlice<String>

    /// The lines of a text.
    package init(text: String) {
        var lines = text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).map(String.init)
        // A line feed at the end of the text ends its last line and begins no further one.
        if lines.last?.isEmpty == true { lines.removeLast() }
        rest = lines[...]
    }

    package func readLine(prompt: String) -> LineSignal {
        rest.popFirst().map(LineSignal.lines) ?? .endOfInput
    }
}
