import Values
package import ArgumentParser
import Files

/// `save`: writes the session as a script.
package struct SaveCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write the session as a script that refit run takes.",
        discussion: """
            Cells that failed, and those that concern the notebook only (such as help), are left out. Every session is \
            logged as it goes, in the folder sessions beside the shell's history: --log makes a script of a \
            session that was killed.
            """)
    package static let examples = ["save session.refit", "save rescued.refit --log 20261124T083000Z-4711.jsonl"]
    package static let isMeta = true

    @Argument(help: "The script; its name ends in .refit.", completion: .file(extensions: ["refit"]))
    package var path: PathArgument

    @Option(
        help: "A session's log to take the cells from; otherwise this session's.",
        completion: .file(extensions: ["jsonl"]))
    package var log: PathArgument?

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard Path.ending(of: path.typed) == "refit" else {
            throw NotebookError.refused(
                code: "unknown_ending", message: "\(path.typed) does not end in .refit",
                remedy: "scripts are what this version saves; write save session.refit")
        }
        let logged = try log.map { try LoggedSession(path: try session.workspace.reading($0.typed)) }
        let commands = logged?.commands ?? session.cells.filter { $0.succeeded && !$0.isMeta }.map(\.source)
        var file = try AtomicFile(replacing: session.workspace.writing(path.typed))
        for command in commands { try file.write(command + "\n") }
        try file.commit()
        return CellOutput(
            result: ["path": .text(path.typed), "cells": .integer(commands.count)],
            blocks: [.prose("\(Numerals.counted(commands.count, "cell")) written to \(path.typed)")],
            notes: logged?.unfinished.map { ["left out, since it had not ended: \($0)"] } ?? [])
    }
}
