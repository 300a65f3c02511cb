package import ArgumentParser
import Files
import Values

/// `save`: writes the session as a script or a notebook.
package struct SaveCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write the session as a script or a notebook: .refit, .md or .ipynb.",
        discussion: """
            refit run takes the script and the Markdown notebook, which holds each command with its output: \
            refit run FILE.md --check runs it in a scratch folder and compares, --write renews the outputs. \
            Jupyter shows the .ipynb. Cells that failed, and those that concern the notebook only (such as help), are left out. Every session is \
            logged as it goes, in the folder sessions beside the shell's history: --log saves a session that was \
            killed, by the log's path or by its name in that folder; a log holds no outputs.
            """)
    package static let examples = [
        "save session.refit", "save session.md", "save rescued.refit --log 20261124T083000Z-4711.jsonl",
    ]
    package static let isMeta = true

    @Argument(
        help: "The file; its name ends in .refit, .md or .ipynb.",
        completion: .file(extensions: ["refit", "md", "ipynb"]))
    package var path: PathArgument

    @Option(
        help: "A session's log to take the cells from; otherwise this session's.",
        completion: .file(extensions: ["jsonl"]))
    package var log: PathArgument?

    package init() {}

    /// A log by its path, or by its name among those of all sessions.
    private static func log(_ typed: String, in session: Session) throws -> String {
        let path = try session.workspace.reading(typed)
        guard !typed.contains("/"), !Path.exists(path), let present = session.log?.path else { return path }
        let named = "\(Path.folder(of: present))/\(typed)"
        return Path.exists(named) ? named : path
    }

    package func run(in session: Session) throws -> CellOutput {
        guard let form = SavedForm(rawValue: Path.ending(of: path.typed)) else {
            throw NotebookError.refused(
                code: "unknown_ending", message: "\(path.typed) does not end in .refit, .md or .ipynb",
                remedy: "write save session.refit for a script, save session.md for a notebook")
        }
        let logged = try log.map { try LoggedSession(path: try Self.log($0.typed, in: session)) }
        let cells =
            logged.map { logged in
                logged.commands.enumerated().map { SavedCell(number: $0.offset + 1, logged: $0.element) }
            } ?? session.cells.filter { $0.succeeded && !$0.isMeta }.map(SavedCell.init)
        var notes = logged?.unfinished.map { ["left out, since it had not ended: \($0)"] } ?? []
        notes += try session.workspace.replace(
            path.typed, with: form.text(of: cells, title: Path.stem(of: path.typed)))
        if form == .md, Path.folder(of: Path.normalized(path.typed)) != "." {
            notes.append(
                "refit run \(path.typed) looks for relative paths in \(Path.folder(of: path.typed)), where the notebook lies"
            )
        }
        let bare = form == .refit ? 0 : cells.count { $0.output == nil && $0.prose == nil }
        if bare > 0 {
            let reason = logged == nil ? "the session has grown too long to keep them" : "logs hold none"
            let remedy = form == .md ? "; refit run \(path.typed) --write adds them" : ""
            notes.append("\(Numerals.counted(bare, "cell")) without output, since \(reason)\(remedy)")
        }
        return CellOutput(
            result: ["path": .text(path.typed), "cells": .integer(cells.count)],
            blocks: [.prose("\(Numerals.counted(cells.count, "cell")) written to \(path.typed)")], notes: notes)
    }
}
