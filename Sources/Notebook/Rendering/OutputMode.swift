import Values

/// The forms in which a cell's result is written.
package enum OutputMode: String, CaseIterable, Sendable {
    /// Sentences and aligned tables, for people.
    case text
    /// One JSON object a cell and line.
    case json
    /// Comma-separated values (RFC 4180), figures as `name,value`.
    case csv
    /// Markdown's pipe tables.
    case markdown
    /// LaTeX's `booktabs` tables.
    case latex

    /// The result in this form, ending in a line feed unless it is empty; `json` is written by the cell, which knows
    /// its number and its time.
    package func render(_ output: CellOutput, width: Int) -> String {
        switch self {
        case .text: TextRendering.render(output, width: width)
        case .json: output.result.text + "\n"
        case .csv: CSVRendering.render(output)
        case .markdown: MarkdownRendering.render(output)
        case .latex: LaTeXRendering.render(output)
        }
    }
}
