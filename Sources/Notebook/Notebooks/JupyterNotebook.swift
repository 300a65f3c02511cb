import Values

/// Jupyter's notebook format, nbformat 4.5; it is written and never read.
///
/// Source: the JSON schema `nbformat.v4.5.schema.json`. Jupyter shows such a notebook with its outputs; it has no kernel
/// that could run it.
enum JupyterNotebook {
    /// The file's text: keys in ascending order as Jupyter writes them.
    static func text(of cells: [SavedCell], title: String) -> String {
        let notebook: JSONValue = [
            "cells": .array([markdown("# \(DisplayWidth.oneLine(title))", id: "title")] + cells.map(cell)),
            "metadata": [
                "kernelspec": ["display_name": "refit", "language": "refit", "name": "refit"],
                "language_info": [
                    "file_extension": ".refit", "mimetype": "text/plain", "name": "refit",
                    "version": .text(Version.current),
                ],
            ],
            "nbformat": 4, "nbformat_minor": 5,
        ]
        return notebook.lines
    }

    private static func cell(_ cell: SavedCell) -> JSONValue {
        // A cell's number is its own in the session, and so is its id in the file.
        let id = "cell-\(cell.number)"
        if let prose = cell.prose { return markdown(prose, id: id) }
        let output = cell.output
        let outputs: [JSONValue] =
            output.map { output in
                output.text.isEmpty
                    ? [] : [["name": "stdout", "output_type": "stream", "text": lines(of: output.text)]]
            } ?? []
        let figures = output?.figures ?? []
        return [
            "cell_type": "code", "execution_count": .integer(cell.number), "id": .text(id),
            "metadata": figures.isEmpty ? [:] : ["refit": ["figures": .object(figures)]],
            "outputs": .array(outputs), "source": lines(of: cell.command),
        ]
    }

    private static func markdown(_ text: String, id: String) -> JSONValue {
        ["cell_type": "markdown", "id": .text(id), "metadata": [:], "source": lines(of: text)]
    }

    /// The lines of a text, each with its line feed, as the format's multi-line strings.
    private static func lines(of text: String) -> JSONValue {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
        guard let last = lines.last else { return [] }
        let end = String(last.dropLast())
        return .array((lines.dropLast().map { String($0) } + (end.isEmpty ? [] : [end])).map { .text($0) })
    }
}
