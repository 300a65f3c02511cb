import Plots
import Values

/// Results as comma-separated values (RFC 4180), numbers in full precision.
package enum CSVRendering {
    /// Tables with their header; where a person is shown figures, those of the result as lines `key,value`, by the keys of
    /// `--mode json`; prose is left out.
    package static func render(_ output: CellOutput) -> String {
        let firstFigures = output.blocks.firstIndex { if case .figures = $0 { true } else { false } }
        return output.blocks.enumerated().map { index, block in
            switch block {
            case .prose: ""
            case .figures: index == firstFigures ? figures(of: output.result) : ""
            case .table(let table): render(table)
            case .chart(let chart): render(Table(marksOf: chart))
            }
        }.joined()
    }

    private static func render(_ table: Table) -> String {
        DelimitedLine.text(of: table.columns.map(DisplayWidth.oneLine))
            + table.rows.map { row in DelimitedLine.text(of: row.map { field($0.value) }) }.joined()
    }

    /// The members that are no arrays and no objects: those are shown as tables.
    private static func figures(of result: JSONValue) -> String {
        guard case .object(let members) = result else { return "" }
        return members.map { member in
            switch member.value {
            case .array, .object: ""
            default: DelimitedLine.text(of: [DisplayWidth.oneLine(member.key), field(member.value)])
            }
        }.joined()
    }

    private static func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        // A person may look at it in a terminal; write gives documents as they are.
        case .text(let text): DisplayWidth.lines(text)
        default: value.text
        }
    }
}

/// A line of comma-separated values (RFC 4180), or of values separated otherwise.
enum DelimitedLine {
    /// The fields, in quotes where they need them, with a line feed behind the last.
    static func text(of fields: [String], separator: Character = ",") -> String {
        let code = separator.asciiValue
        return fields.map { field in
            let isPlain = !field.utf8.contains { $0 == code || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13 }
            return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: String(separator)) + "\n"
    }
}

/// Results as Markdown.
package enum MarkdownRendering {
    /// Prose as paragraphs, figures as a list, tables with pipes.
    package static func render(_ output: CellOutput) -> String {
        output.blocks.map { block in
            switch block {
            case .prose(let text): DisplayWidth.lines(text) + "\n\n"
            case .figures(let figures):
                figures.map { "- \($0.name): \(DisplayWidth.oneLine($0.value.shown))\n" }.joined() + "\n"
            case .table(let table): render(table) + "\n"
            case .chart(let chart):
                "```text\n" + TextChart(chart, width: 100).lines.map { $0 + "\n" }.joined() + "```\n\n"
            }
        }.joined()
    }

    private static func render(_ table: Table) -> String {
        func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
        let rule = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumber } ? "---:" : "---"
        }
        let rows = table.rows.map { row in line(row.map { escaped($0.shown) }) }
        return (table.title.map { "**\(escaped($0))**\n\n" } ?? "")
            + line(table.columns.map(escaped)) + line(rule) + rows.joined()
    }

    /// A text on one line; a review may hold HTML, which a viewer would carry out.
    private static func escaped(_ text: String) -> String {
        ["\\", "|", "<"].reduce(DisplayWidth.oneLine(text)) { $0.replacing($1, with: "\\" + $1) }
    }
}

/// Results as LaTeX, with `booktabs` rules.
package enum LaTeXRendering {
    /// Prose as paragraphs, figures and tables as `tabular` environments.
    package static func render(_ output: CellOutput) -> String {
        output.blocks.map { block in
            switch block {
            case .prose(let text): escaped(DisplayWidth.lines(text)) + "\n\n"
            case .figures(let figures):
                render(Table(columns: ["figure", "value"], rows: figures.map { [.text($0.name), $0.value] }))
            case .table(let table): render(table)
            case .chart(let chart): render(Table(marksOf: chart))
            }
        }.joined()
    }

    private static func render(_ table: Table) -> String {
        func line(_ fields: [String]) -> String { "  " + fields.map(escaped).joined(separator: " & ") + " \\\\\n" }
        let columns = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { $0[column].isNumber } ? "r" : "l"
        }.joined()
        let title = table.title.map {
            "  \\multicolumn{\(max(1, table.columns.count))}{l}{\(escaped(DisplayWidth.oneLine($0)))} \\\\\n"
        }
        return "\\begin{tabular}{\(columns)}\n" + (title ?? "") + "  \\toprule\n"
            + line(table.columns.map(DisplayWidth.oneLine))
            + "  \\midrule\n"
            + table.rows.map { line($0.map { DisplayWidth.oneLine($0.shown) }) }.joined()
            + "  \\bottomrule\n\\end{tabular}\n"
    }

    private static func escaped(_ text: String) -> String {
        DisplayWidth.lines(text).reduce(into: "") { escaped, character in
            switch character {
            case "&", "%", "$", "#", "_", "{", "}": escaped += "\\\(character)"
            case "\\": escaped += "\\textbackslash{}"
            case "~": escaped += "\\textasciitilde{}"
            case "^": escaped += "\\textasciicircum{}"
            case "<": escaped += "\\textless{}"
            case ">": escaped += "\\textgreater{}"
            case "|": escaped += "\\textbar{}"
            case "–": escaped += "--"
            case "−": escaped += "$-$"
            case "±": escaped += "$\\pm$"
            case "×": escaped += "$\\times$"
            case "…": escaped += "\\dots{}"
            default: escaped.append(character)
            }
        }
    }
}

extension Table {
    /// What a picture draws, a row a mark.
    fileprivate init(marksOf chart: Chart) {
        let marks = chart.marks
        self.init(
            title: chart.title, columns: marks.first?.map(\.key) ?? [],
            rows: marks.map { mark in mark.map { .value($0.value) } })
    }
}
