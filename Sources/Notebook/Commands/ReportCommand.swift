package import ArgumentParser
import Experiments
import Files
import Values

/// `report`: a run as one HTML page.
package struct ReportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a run, or this session, as one HTML page: verdict, tables, pictures, settings, digests.",
        discussion: """
            The page stands alone and loads nothing. That of a run is report.html in its folder, or the file that --to \
            names; an export or comparison that replaces the run takes it away. A path that ends in .html is where the \
            page of this session goes.
            """)
    package static let examples = [
        "report experiments/feedback", "report models/movies.run --to movies.html", "report session.html",
    ]
    package static let isMeta = true

    @Argument(
        help: "A run's folder, its record.json or the model beside it; or the .html file for this session's page.",
        completion: .file())
    package var path: PathArgument

    @Option(help: "The .html file to write, for a run.", completion: .file(extensions: ["html"]))
    package var to: PathArgument?

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        if Path.ending(of: path.typed) == "html", to == nil {
            return try write(try sessionPage(in: session), to: path.typed, in: session)
        }
        let folder = try RunFolder.named(by: session.workspace.reading(path.typed))
        let record = try folder.readRecord()
        let page = RunPage(
            record: record, figures: try RunFigures(of: folder, with: record),
            path: Path.name(of: path.typed) == "record.json" ? Path.folder(of: path.typed) : path.typed)
        if let to {
            guard Path.ending(of: to.typed) == "html" else {
                throw NotebookError.refused(
                    code: "unknown_ending", message: "\(to.typed) does not end in .html",
                    remedy: "the page is HTML: --to page.html")
            }
            return try write(page, to: to.typed, in: session)
        }
        try folder.checkPageIsOwn()
        return try write(page, to: folder.page, in: session)
    }

    private func sessionPage(in session: Session) throws -> RunPage {
        let recorder = session.recorder
        guard !recorder.cells.isEmpty else {
            throw NotebookError.refused(
                code: "nothing_to_report", message: "this session has done nothing yet",
                remedy: "name a run: report experiments/NAME")
        }
        let folder = RunFolder(Path.folder(of: session.workspace.writing(path.typed)))
        return RunPage(record: try session.record(in: folder), figures: recorder.figures, path: nil)
    }

    private func write(_ page: RunPage, to typed: String, in session: Session) throws -> CellOutput {
        let notes = try session.workspace.replace(typed, with: page.text)
        return CellOutput(
            result: ["path": .text(typed)], blocks: [.prose("page written to \(typed)")], notes: notes)
    }
}
