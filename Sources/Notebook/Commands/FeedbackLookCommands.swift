package import ArgumentParser
import Feedback
import Training
import Values

/// `feedback list`: the newest rows.
package struct FeedbackListCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the newest rows of the feedback database.")
    package static let examples = ["feedback list", "feedback list --last 50"]

    @Option(help: "How many rows; otherwise 10.")
    package var last: CountArgument?

    @OptionGroup package var database: DatabaseOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        try database.use(in: session) { store, typed in try Self.output(store, typed, last: last?.value ?? 10) }
    }

    private static func output(_ store: FeedbackStore, _ path: String, last: Int) throws -> CellOutput {
        let entries = try store.list(last: last)
        guard !entries.isEmpty else {
            return CellOutput(
                result: ["path": .text(path), "rows": []], blocks: [.prose("\(path) has no rows yet")])
        }
        let values = entries.map { entry -> JSONValue in
            [
                "row": .integer(Int(entry.row.number)), "label": label(entry.row.label),
                "date": JSONValue(entry.date), "text": text(entry.row.text).map { .text($0) } ?? .null,
            ]
        }
        let rows = entries.map { entry -> [TableCell] in
            [
                .number(Int(entry.row.number)), .value(label(entry.row.label)), .text(entry.date ?? ""),
                .text(text(entry.row.text) ?? "", shown: text(entry.row.text) ?? "(not a text)"),
            ]
        }
        return CellOutput(
            result: ["path": .text(path), "rows": .array(values)],
            blocks: [.table(Table(columns: ["row", "label", "date", "text"], rows: rows))])
    }

    private static func label(_ label: FeedbackLabel) -> JSONValue {
        switch label {
        case .null, .bytes: .null
        case .integer(let value): .integer(Int(value))
        case .real(let value): .real(value)
        case .text(let value): .text(value)
        }
    }

    private static func text(_ content: FeedbackRow.Content) -> String? {
        guard case .text(let text) = content else { return nil }
        return text
    }
}

/// `feedback status`: what an update would find.
package struct FeedbackStatusCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Count the rows that the model has learned, those that wait, and those that cannot be learned.")
    package static let examples = ["feedback status"]

    @OptionGroup package var file: ModelOption
    @OptionGroup package var database: DatabaseOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        try database.use(in: session) { store, typed in
            if file.model == nil, session.model == nil {
                return try Self.look(at: store, typed, with: nil, in: session)
            }
            return try file.use(in: session) { model in try Self.look(at: store, typed, with: model, in: session) }
        }
    }

    private static func look(
        at store: FeedbackStore, _ path: String, with model: TextClassifier?, in session: Session
    ) throws -> CellOutput {
        let status = try FeedbackStatus(
            of: store, classes: model?.classes, watermarks: model?.watermarks ?? [], monitor: session.monitor)
        return output(status, path, hasModel: model != nil)
    }

    private static func output(_ status: FeedbackStatus, _ path: String, hasModel: Bool) -> CellOutput {
        let labels = status.labels.map { label -> JSONValue in
            ["label": JSONValue(label.label), "rows": .integer(label.rows)]
        }
        var figures = [
            Figure("rows", .count(status.rows)), Figure("applied", .count(status.rowsApplied)),
            Figure("pending", .count(status.rowsPending)), Figure("refused", .count(status.rowsRefused)),
        ]
        if status.rowsChanged > 0 { figures.append(Figure("changed", .count(status.rowsChanged))) }
        var notes: [String] = []
        if !hasModel { notes.append("there is no model yet, so every row that can be read is pending") }
        if status.renumbered { notes.append("the rows have other numbers than before, as after VACUUM") }
        if let first = status.firstChangedRow {
            notes.append("rows that were learned have changed since, the first of them at or behind row \(first)")
        }
        return CellOutput(
            result: [
                "path": .text(path), "rows": .integer(status.rows),
                "last_row": JSONValue(status.lastRow.map { Int($0) }), "rows_applied": .integer(status.rowsApplied),
                "rows_pending": .integer(status.rowsPending), "rows_refused": .integer(status.rowsRefused),
                "refused_rows": .array(status.refusedRows.map { .integer(Int($0)) }),
                "rows_changed": .integer(status.rowsChanged),
                "first_changed_row": JSONValue(status.firstChangedRow.map { Int($0) }), "labels": .array(labels),
            ],
            blocks: [
                .figures(figures),
                .table(
                    Table(
                        columns: ["label", "rows"],
                        rows: status.labels.map { [.value(JSONValue($0.label)), .count($0.rows)] })),
            ],
            notes: notes)
    }
}
