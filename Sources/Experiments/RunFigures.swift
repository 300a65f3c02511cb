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
        /// What it found out.
        package let figures: FigureValues

        fileprivate init(_ cell: RunRecord.Cell, volatile: [RunRecord.Figure]) {
            (number, input, expanded) = (cell.number, cell.input, cell.expanded)
            figures = FigureValues((cell.figures + volatile).lazy.map { ($0.key, $0.value) })
        }
    }

    /// Reads a run's folder.
    package init(of folder: RunFolder) throws(ExperimentError) {
        let record = try folder.readRecord()
        (name, inputs) = (record.name, record.inputs)
        let volatile = Dictionary(record.volatile.cells.map { ($0.number, $0.figures) }) { first, _ in first }
        commands = record.cells.map { Command($0, volatile: volatile[$0.number] ?? []) }
        batches = Dictionary(grouping: try folder.readBatches(of: record.cells.count), by: \.cell)
    }

    fileprivate init(cells: [RunRecord.Cell], volatile: [VolatileFacts.Cell], batches: [BatchFigures]) {
        (name, inputs) = ("session", [])
        commands = zip(cells, volatile).map { Command($0, volatile: $1.figures) }
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
