import Experiments
package import Files
import Values

/// Runs a notebook in a scratch folder and compares what comes out with what its file holds.
///
/// Nothing but the scratch folder is written to, and that goes when the check ends, whatever happens. Inputs are read from
/// the notebook's own folder.
package struct NotebookCheck {
    /// The notebook.
    package var notebook: MarkdownNotebook
    /// The folder that the notebook lies in, from the root.
    package var folder: String
    /// The values of parameters that go before the file's own.
    package var parameters: [String: String]
    /// Whether to go on after a command that failed.
    package var keepsGoing: Bool
    /// The form of the report: `json` gives an object a line, all others give sentences.
    package var mode: OutputMode

    /// Describes a check.
    package init(
        _ notebook: MarkdownNotebook, in folder: String, parameters: [String: String] = [:], keepsGoing: Bool = false,
        mode: OutputMode = .text
    ) {
        self.notebook = notebook
        self.folder = folder
        self.parameters = parameters
        self.keepsGoing = keepsGoing
        self.mode = mode
    }

    /// Checks, and writes a line for each difference and one at the end.
    ///
    /// - Returns: ``ExitStatus/done`` where all is as the file holds it, ``ExitStatus/differs`` where something is not,
    ///   ``ExitStatus/undecided`` where the file holds nothing to compare with, and what the first command that failed
    ///   ends a script with.
    /// - Throws: What making the scratch folder throws.
    package func run(_ frontEnd: any FrontEnd) throws(FileError) -> ExitStatus {
        let work = try ScratchFolder("refit-check")
        defer { work.remove() }
        let scratch = work.path
        let session = Session(workspace: Workspace(.init(folder: scratch, base: .folder(folder))))
        session.parameters.overrides = parameters
        let loop = CommandLoop(
            session: session, frontEnd: CheckFrontEnd(frontEnd, scratch: scratch),
            options: .init(stopsAtFirstError: !keepsGoing, file: notebook.name))
        let (status, results) = loop.run(notebook) { fence in
            for (path, lastRow) in fence.openedDatabases(with: session.parameters)
            where session.workspace.lastRows[path] == nil {
                session.workspace.lastRows[path] = lastRow
            }
        }
        var report = CheckReport(name: notebook.name)
        for (index, fence) in notebook.fences.enumerated() where fence.holdsOutput {
            let cells = index < results.count ? results[index] : []
            if cells.allSatisfy(\.succeeded), index < results.count {
                report.add(FenceComparison(fence, cells), fence)
            } else if index < results.count || status != .done {
                report.leaveOut()
            } else {
                report.add(missing: fence)
            }
        }
        frontEnd.write(report.text(in: mode, status: status))
        return status.worse(of: report.status(after: status))
    }
}

extension MarkdownNotebook.Fence {
    /// The feedback database that a command meets before any command has added to it.
    private func opened(by words: [String]) -> String? {
        if words.starts(with: ["feedback", "open"]) { return words.dropFirst(2).first { $0 != "--create" } }
        guard words.first == "update" || words.starts(with: ["feedback", "status"]) else { return nil }
        return words.firstIndex(of: "--db").flatMap { words.dropFirst($0 + 1).first }
    }

    /// The feedback databases that the fence's commands open, each with the last row that it had when the output was
    /// written down; a database without rows has one before all others.
    fileprivate func openedDatabases(with parameters: SessionParameters) -> [(path: String, lastRow: Int64)] {
        guard let held = figures?.comment.commands,
            case .commands(let commands) = CellText(commands.joined(separator: "\n")), commands.count == held.count
        else { return [] }
        return zip(commands, held).compactMap { command, figures in
            let words = ((try? command.filled(from: parameters)) ?? command).words.map(\.text)
            guard let path = opened(by: words), let lastRow = figures.first(where: { $0.key == "last_row" })?.value
            else { return nil }
            guard case .integer(let row) = lastRow else { return (path, .min) }
            return (path, Int64(row))
        }
    }
}

/// The words of a check's commands: no results, and no path of the scratch folder.
private final class CheckFrontEnd: FrontEnd {
    private let outer: any FrontEnd
    private let places: [(scratch: String, shown: String)]

    init(_ outer: any FrontEnd, scratch: String) {
        self.outer = outer
        places = [("\(scratch)/here/", ""), ("\(scratch)/above-1/", "../"), ("\(scratch)/root/", "/")]
    }

    var width: Int { Cell.Output.columns }
    var ending: ExitStatus? { outer.ending }
    var isInterrupted: Bool { outer.isInterrupted }
    func write(_ text: String) {}
    func diagnose(_ line: String) {
        outer.diagnose(places.reduce(line) { $0.replacing($1.scratch, with: $1.shown) })
    }
    func beginCommand(_ name: String) -> any WorkMonitor { outer.beginCommand(name) }
    func endCommand() { outer.endCommand() }
}
