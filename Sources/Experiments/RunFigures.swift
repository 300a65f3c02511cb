package import Values

/// What a run has found out, command by command, for pictures of it.
///
/// Unlike a record's figures those of a command hold what is never the same twice, too: a picture shows times and memory.
package struct RunFigures: Sendable {
    /// What the run is called.
    package let name: String
    /// What was read; nothing for a session.
    package let inputs: [RunInput]
    /// The commands in the order of the script.
    package let commands: [Command]
    private let batches: [Int: [BatchFigures]]

    /// One command with what it found out.
    package struct Command: Sendable {
        /// Its place in the script, from 1.
        package let number: Int
        /// The command as it was typed.
        package let input: String
        /// The command with every option.
        package let expanded: String
        /// Whether the comparison that it is may be read: the argument parser takes milliseconds a command, and time that
        /// grows with the square of its words, and a record may hold very many.
        package let isReadable: Bool
        /// What it found out.
        package let figures: FigureValues

        fileprivate init(_ cell: RunRecord.Cell, volatile: [RunRecord.Figure], _ budget: inout Int) {
            (number, input, expanded) = (cell.number, cell.input, cell.expanded)
            if cell.expanded.hasPrefix("compare ") {
                budget -= max(RunFigures.leastWords, cell.expanded.utf8.count { $0 == UInt8(ascii: " ") })
            }
            isReadable = budget >= 0
            figures = FigureValues((cell.figures + volatile).lazy.map { ($0.key, $0.value) })
        }
    }

    /// How many words of comparisons are read of one run.
    private static let mostWords = 20_000
    /// What the shortest comparison counts for among them.
    private static let leastWords = 100

    /// Reads a run's folder.
    package init(of folder: RunFolder) throws(ExperimentError) {
        try self.init(of: folder, with: try folder.readRecord())
    }

    /// Reads the rest of a run's folder, whose record this is.
    package init(of folder: RunFolder, with record: RunRecord) throws(ExperimentError) {
        (name, inputs) = (record.name, record.inputs)
        let volatile = Dictionary(record.volatile.cells.map { ($0.number, $0.figures) }) { first, _ in first }
        var budget = Self.mostWords
        commands = record.cells.map { Command($0, volatile: volatile[$0.number] ?? [], &budget) }
        batches = Dictionary(grouping: try folder.readBatches(of: record.cells.count), by: \.cell)
    }

    fileprivate init(cells: [RunRecord.Cell], volatile: [VolatileFacts.Cell], batches: [BatchFigures]) {
        (name, inputs) = ("session", [])
        var budget = Self.mostWords
        commands = zip(cells, volatile).map { Command($0, volatile: $1.figures, &budget) }
        self.batches = Dictionary(grouping: batches, by: \.cell)
    }
}

extension RunFigures {
    /// The figures of a command's batches, in order.
    package func batches(of command: Command) -> [BatchFigures] { batches[command.number] ?? [] }
}

extension RunRecorder {
    /// What the commands that have ended well have found out so far.
    package var figures: RunFigures { RunFigures(cells: cells, volatile: volatileCells, batches: batches) }
}
