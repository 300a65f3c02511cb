import Files
import Foundation
import Notebook
import Values

extension Refit {
    /// Runs a script or a notebook in a file.
    ///
    /// The relative paths in a notebook lead from the notebook's own folder, wherever refit was started, as in Jupyter:
    /// `run`, `--check` and `--write` read the same files.
    static func run(
        file path: String, _ invocation: Invocation, _ session: Session, _ frontEnd: any FrontEnd
    ) throws -> ExitStatus {
        let options = invocation.runOptions
        session.parameters.overrides = options.parameters
        let loop = CommandLoop(
            session: session, frontEnd: frontEnd,
            options: .init(
                stopsAtFirstError: !invocation.keepsGoing, echoes: invocation.echoes, file: path))
        guard RunOptions.isNotebook(path) else {
            let script = ScriptReader.unmarked(try ScriptReader.text(path: path))
            try options.check(declaredIn: script, of: path)
            return loop.run(ScriptReader(text: script))
        }
        let notebook = try MarkdownNotebook(path: path)
        try options.check(declaredIn: notebook.script, of: path)
        let file = Path.absolute(try Path.followingLinks(path))
        let folder = Path.folder(of: Path.absolute(path))
        if options.checks {
            return try NotebookCheck(
                notebook, in: folder, parameters: options.parameters, keepsGoing: invocation.keepsGoing,
                mode: invocation.mode
            ).run(frontEnd)
        }
        guard FileManager.default.changeCurrentDirectoryPath(folder) else {
            throw NotebookError.other("cannot enter the folder \(folder) of the notebook")
        }
        let (status, results) = loop.run(notebook)
        if options.writes {
            guard status == .done else {
                frontEnd.diagnose("note: \(path) was left as it is, since not all of its commands succeeded")
                return status
            }
            try write(notebook.renewed(with: results), over: file, of: notebook)
        }
        return status
    }

    /// Replaces a notebook's file, unless somebody has changed it while its commands ran.
    private static func write(_ text: String, over path: String, of notebook: MarkdownNotebook) throws {
        guard try ScriptReader.text(path: path) == notebook.text else {
            throw FileError.changedMeanwhile(path: notebook.name)
        }
        var file = try AtomicFile(replacing: path)
        try file.write(text)
        try file.commit()
    }
}
