import Values

/// A cell as saved files hold it.
package struct SavedCell: Sendable {
    /// Its number in the session.
    package var number: Int
    /// The command.
    package var command: String
    /// What `note` said; `nil` for all other commands.
    package var prose: String?
    /// What it had to say; `nil` where that was not kept.
    package var output: Cell.Output?

    /// A cell of a session.
    init(_ cell: Cell) {
        number = cell.number
        command = cell.saved
        prose = cell.prose
        output = cell.output
    }

    /// A command of a log, which keeps no outputs.
    init(number: Int, logged command: String) {
        self.number = number
        self.command = command
        guard case .commands(let commands) = CellText(command), let words = commands.first?.words,
            words.first?.text == "note"
        else { return }
        prose = words.dropFirst().map(\.text).joined(separator: " ")
    }
}

/// The forms in which a session is saved, by the file's ending.
enum SavedForm: String, CaseIterable {
    /// A script.
    case refit
    /// Markdown with commands and outputs.
    case md
    /// A Jupyter notebook.
    case ipynb

    /// The file's text; `title` stands above a notebook.
    func text(of cells: [SavedCell], title: String) -> String {
        switch self {
        case .refit: cells.map { $0.command + "\n" }.joined()
        case .md: MarkdownNotebook.text(of: cells, title: title)
        case .ipynb: JupyterNotebook.text(of: cells, title: title)
        }
    }
}

extension MarkdownNotebook {
    /// A notebook of these cells: notes as prose, each command between fences with its output and its figures behind it.
    static func text(of cells: [SavedCell], title: String) -> String {
        let parts = cells.map { cell -> String in
            if let prose = cell.prose { return paragraph(prose) + "\n" }
            var part = MarkdownFence.around(cell.command, language: "refit")
            guard let output = cell.output else { return part }
            if !output.text.isEmpty { part += "\n" + MarkdownFence.around(output.text, language: "text") }
            let comment = FigureComment(commands: [output.figures])
            if !comment.isEmpty { part += comment.line + "\n" }
            return part
        }
        return (["# \(DisplayWidth.oneLine(title))\n"] + parts).joined(separator: "\n")
    }

    /// A note as a paragraph, in which no line opens a fence or a comment.
    private static func paragraph(_ prose: String) -> String {
        prose.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let text = DisplayWidth.oneLine(line)
            let start = text.drop(while: \.isWhitespace)
            return ["```", "~~~", "<!--"].contains { start.hasPrefix($0) } ? "\\" + start : text
        }.joined(separator: "\n")
    }
}
