import Values
package import ArgumentParser

/// `cells`: lists what has run.
package struct CellsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "cells", abstract: "List the cells of this session.")
    package static let examples = ["cells"]
    package static let isMeta = true

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let cells = session.cells.map { cell -> JSONValue in
            [
                "cell": .integer(cell.number), "input": .text(cell.source),
                "status": cell.succeeded ? "ok" : "error",
            ]
        }
        let rows = session.cells.map { cell in
            [TableCell.number(cell.number), .text(cell.succeeded ? "" : "failed"), .text(cell.source)]
        }
        guard !rows.isEmpty else {
            return CellOutput(result: ["cells": []], blocks: [.prose("no cells have run yet")])
        }
        return CellOutput(
            result: ["cells": .array(cells)],
            blocks: [.table(Table(columns: ["cell", "", "input"], rows: rows))])
    }
}

/// `rerun`: runs cells again.
package struct RerunCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Run cells of this session again, as new cells.")
    package static let examples = ["rerun 3", "rerun 3-7"]
    package static let isMeta = true

    @Argument(help: "A cell, or the first and the last: 3-7.")
    package var range: String

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let bounds = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds.last ?? nil, first <= last,
            first >= 1, last <= session.cells.count
        else {
            throw NotebookError.refused(
                code: "no_cell", message: "there are no cells \(range)",
                remedy: session.cells.isEmpty
                    ? "nothing has run yet" : "write a number or two from 1 to \(session.cells.count), such as 3-7")
        }
        let asked = session.cells[(first - 1)..<last]
        let chosen = asked.filter { $0.succeeded && !$0.isMeta }
        let left = asked.filter { !$0.succeeded || $0.isMeta }.map { String($0.number) }.joined(separator: ", ")
        guard !chosen.isEmpty else {
            throw NotebookError.refused(
                code: "no_cell", message: "the cells \(range) failed or concern the notebook only",
                remedy: "cells lists them")
        }
        session.pendingCells = chosen.map(\.source)
        return CellOutput(
            result: ["cells": .array(chosen.map { .integer($0.number) })],
            notes: left.isEmpty ? [] : ["left out, since they failed or concern the notebook only: \(left)"])
    }
}
