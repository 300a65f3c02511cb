import Files
import Values

/// Gathers what a session does, so that a record can be made of it at any time.
///
/// One command is open at a time. What it finds out counts once it has done what it should; a command that failed, or that
/// concerns the notebook only, leaves no trace.
package final class RunRecorder {
    /// The name that `run-name` gave; `nil` before.
    package var runName: String?
    /// What `note` said.
    package private(set) var notes: [String] = []
    /// The commands that have ended well.
    package private(set) var cells: [RunRecord.Cell] = []
    /// The run's folder whose tables are of this session's comparisons, the latest one; `nil` before the first.
    package var tablesFolder: String?
    /// The folders that this session has left runs in.
    package var runFolders: Set<String> = []
    /// What they read and wrote.
    package let files = FileUses()

    /// What they took, with those of their figures that are never the same twice.
    private(set) var volatileCells: [VolatileFacts.Cell] = []
    private var batchLogs: [BatchLog] = []
    private var open: (input: String, expanded: () -> String, seed: Int?)?
    private var openBatches = BatchLog()
    private var openedAt = ContinuousClock.now
    private let started = Timestamp.now
    /// The machine, as it was when this was first asked: before a run's own files make a checkout look changed.
    package private(set) lazy var environment = RunEnvironment.present()

    /// A recorder that has seen nothing.
    package init() {}

    /// The number that the open command, or the next one, has in the script.
    package var nextNumber: Int { cells.count + 1 }

    /// Begins a command; `expanded` is asked once it has ended well.
    package func begin(input: String, expanded: @escaping () -> String, seed: Int?) {
        open = (input, expanded, seed)
        openBatches = BatchLog()
        openedAt = .now
        files.begin(cell: nextNumber)
    }

    /// Takes the figures of the open command's next batch.
    package func add(batch figures: BatchFigures) {
        openBatches.add(figures)
    }

    /// Ends the open command well.
    package func end(figures: [RunRecord.Figure], volatile: [RunRecord.Figure], seconds: Double) {
        guard let cell = cell(figures) else { return }
        cells.append(cell)
        volatileCells.append(VolatileFacts.Cell(number: cell.number, seconds: seconds, figures: volatile))
        batchLogs.append(openBatches)
        open = nil
        files.end()
    }

    /// Forgets the open command; what it did to files has happened all the same.
    package func drop() {
        files.drop()
        open = nil
    }

    /// Takes down a note.
    package func add(note: String) {
        notes.append(note)
    }

    private func cell(_ figures: [RunRecord.Figure]) -> RunRecord.Cell? {
        open.map { open in
            RunRecord.Cell(
                number: nextNumber, input: open.input, expanded: open.expanded(), seed: open.seed, figures: figures)
        }
    }

}

extension RunRecorder {
    /// The record of all that has ended well, and of the open command with these figures.
    package func record(
        named name: String, openFigures: [RunRecord.Figure] = [], volatile: [RunRecord.Figure] = [],
        peakMemoryBytes: Int? = nil
    ) -> RunRecord {
        var record = RunRecord(name: name)
        record.notes = notes
        record.aliases = files.aliases
        record.cells = cells
        record.volatile.cells = volatileCells
        if let cell = cell(openFigures) {
            record.cells.append(cell)
            let seconds = (ContinuousClock.now - openedAt).seconds
            record.volatile.cells.append(
                VolatileFacts.Cell(number: cell.number, seconds: seconds, figures: volatile))
        }
        record.volatile.started = started
        record.volatile.ended = Timestamp.now
        record.volatile.environment = environment
        record.volatile.peakMemoryBytes = peakMemoryBytes
        return record
    }

    /// The figures of all batches, the open command's too.
    package var batches: [BatchFigures] {
        batchLogs.flatMap(\.figures) + (open == nil ? [] : openBatches.figures)
    }
}
