import Glibc

/// The lines of a script, or of a program that writes into a pipe.
package final class ScriptReader: LineReader {
    private var nextLine: () -> String?

    /// The lines of a text.
    package init(text: String) {
        var lines = text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).map(String.init)
        // A line feed at the end of the text ends its last line and begins no further one.
        if lines.last?.isEmpty == true { lines.removeLast() }
        var rest = lines[...]
        nextLine = { rest.popFirst() }
    }

    /// Standard input, one line as soon as it is there.
    package static var standardInput: ScriptReader {
        let reader = ScriptReader(text: "")
        reader.nextLine = { Swift.readLine(strippingNewline: true) }
        return reader
    }

    package func readLine(prompt: String) -> LineSignal {
        nextLine().map(LineSignal.lines) ?? .endOfInput
    }
}
