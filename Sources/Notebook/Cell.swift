import Experiments
package import Values

/// One command of the notebook, once it has run.
package struct Cell: Sendable {
    /// Its number, from 1.
    package var number: Int
    /// The command as it was typed.
    package var source: String
    /// The command as scripts hold it: as it was typed, but for a `set` whose value refit's command line gave.
    package var saved: String
    /// Whether it did what it should.
    package var succeeded: Bool
    /// Whether it concerns the notebook and not the experiment.
    package var isMeta: Bool
    /// What `note` said; `nil` for all other commands.
    package var prose: String?
    /// What it had to say; `nil` where it failed, and where ``Session/keptOutput`` leaves no room for it.
    package var output: Output?

    /// What a cell had to say, as notebooks hold it.
    package struct Output: Sendable {
        /// The text in 100 columns, whatever the session's mode; ends in a line feed unless it is empty.
        package var text: String
        /// The figures, without the volatile ones.
        package var figures: [JSONValue.Member]
        /// The names of figures that are never the same twice.
        package var volatileFigures: Set<String>
        /// The parts of the text that show such figures.
        package var volatileWords: [String]

        /// The columns that the text of notebooks fits, whatever terminal they were written at.
        static let columns = 100
        /// The most bytes of text that one cell keeps.
        static let mostBytes = 256 << 10

        /// Renders what a command has to say; what is longer than ``mostBytes`` is cut at a line's end, and says so.
        init(_ output: CellOutput, by command: any NotebookCommand) {
            text = Self.cut(TextRendering.render(output, width: Self.columns))
            let isMeta = type(of: command).isMeta
            figures =
                isMeta
                ? []
                : RecordedFigures(of: output.result, by: command).compared
                    .map { JSONValue.Member(key: $0.key, value: $0.value) }
            volatileFigures = type(of: command).volatileFigures
            volatileWords = output.volatileWords
        }

        private static func cut(_ text: String) -> String {
            guard text.utf8.count > mostBytes else { return text }
            let bytes = Array(text.utf8.prefix(mostBytes))
            let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            return String(decoding: bytes[..<end], as: UTF8.self)
                + "… cut here: \(Numerals.bytes(text.utf8.count - end)) more\n"
        }

        /// About how much memory it takes.
        var bytes: Int { text.utf8.count + figures.reduce(0) { $0 + $1.key.utf8.count + 64 } }
    }
}

extension Session {
    /// The most bytes that the outputs of all cells together take; the oldest go first.
    static let keptOutput = 32 << 20

    /// Adds a cell that has run.
    func remember(_ cell: Cell) {
        cells.append(cell)
        outputBytes += cell.output?.bytes ?? 0
        while outputBytes > Self.keptOutput, let oldest = cells.firstIndex(where: { $0.output != nil }) {
            outputBytes -= cells[oldest].output?.bytes ?? 0
            cells[oldest].output = nil
        }
    }
}
