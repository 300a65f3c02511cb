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
        private let values: [String: JSONValue]

        fileprivate init(_ cell: RunRecord.Cell, volatile: [RunRecord.Figure]) {
            (number, input, expanded) = (cell.number, cell.input, cell.expanded)
            values = Dictionary((cell.figures + volatile).map { ($0.key, $0.value) }) { first, _ in first }
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

extension RunFigures.Command {
    /// The value of a figure; `nil` where there is none.
    package subscript(key: String) -> JSONValue? { values[key] }

    /// A figure that is a finite number.
    package func number(_ key: String) -> Double? {
        switch values[key] {
        case .integer(let whole): Double(whole)
        case .real(let real) where real.isFinite: real
        default: nil
        }
    }

    /// A figure that is a whole number.
    package func count(_ key: String) -> Int? {
        guard case .integer(let whole)? = values[key] else { return nil }
        return whole
    }

    /// How many elements of a list have this member: those from `list[0].member` on without a gap, at most `most`.
    package func elements(of list: String, member: String, most: Int = 1000) -> Int {
        (0..<most).first { values["\(list)[\($0)].\(member)"] == nil } ?? most
    }
}

extension RunRecorder {
    /// What the commands that have ended well have found out so far.
    package var figures: RunFigures { RunFigures(cells: cells, volatile: volatileCells, batches: batches) }
}
