import Values
package import ArgumentParser
import Files

/// `save`: writes the session as a script.
package struct SaveCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write the session as a script that refit run takes.",
        discussion: "Cells that failed, and those that concern the notebook only (such as help), are left out.")
    package static let examples = ["save session.refit"]
    package static let isMeta = true

    @Argument(help: "The script; its name ends in .refit.", completion: .file(extensions: ["refit"]))
    package var path: PathArgument

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard Path.ending(of: path.path) == "refit" else {
            throw NotebookError.refused(
                code: "unknown_ending", message: "\(path.path) does not end in .refit",
                remedy: "scripts are what this version saves; write save session.refit")
        }
        let kept = session.cells.filter { $0.succeeded && !$0.isMeta }
        var file = try AtomicFile(replacing: path.path)
        for cell in kept { try file.write(cell.source + "\n") }
        try file.commit()
        return CellOutput(
            result: ["path": .text(path.path), "cells": .integer(kept.count)],
            blocks: [.prose("\(Numerals.counted(kept.count, "cell")) written to \(path.path)")])
    }
}
