package import ArgumentParser
import Experiments
import Files
import Values

/// `runs`: the recorded runs, with that in which they differ.
package struct RunsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List the runs below a folder: in what they differ, then their figures.",
        discussion: """
            First come the settings, the options of commands (fit --batch-size) and the inputs in which the runs differ; \
            what all have alike is left out. Then the latest accuracy and log loss of each.
            """)
    package static let examples = ["runs", "runs experiments"]
    package static let isMeta = true

    @Argument(help: "The folder; otherwise this one.", completion: .directory)
    package var folder: PathArgument?

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let below = try folder.map { try session.workspace.reading($0.typed) } ?? "."
        guard Path.exists(below) else {
            throw NotebookError.refused(
                code: "no_folder", message: "there is no folder \(folder?.typed ?? below)", remedy: "check the path")
        }
        let index = RunIndex(below: below)
        var notes = index.damaged.map { "\($0.path) is left out: \($0.reason)" }
        if let limit = index.limit {
            notes.append("only \(Numerals.grouped(limit)) folders were looked into; name one further down")
        }
        guard !index.runs.isEmpty else {
            return CellOutput(
                result: ["runs": []], blocks: [.prose("no runs are here; export leaves one beside the model")],
                notes: notes)
        }
        let settings = index.differingSettings
        return CellOutput(
            result: [
                "runs": .array(index.runs.map(Self.value)), "differing_settings": .array(settings.map { .text($0) }),
            ],
            blocks: [.table(Self.table(index.runs, settings))], notes: notes)
    }

    private static func table(_ runs: [RunIndex.Entry], _ settings: [String]) -> Table {
        let names = settings.map { name in
            ["vectorizer.", "classifier."].first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) } ?? name
        }
        return Table(
            columns: ["run"] + names + ["documents", "accuracy", "log loss", "ended", "model", "path"],
            rows: runs.map { run in
                let record = run.record
                func figure(_ key: String) -> JSONValue? { record.finalFigures.first { $0.key == key }?.value }
                func decimal(_ key: String) -> TableCell {
                    if case .real(let real)? = figure(key) { return .decimal(real) }
                    return .decimal(nil)
                }
                let causes = Dictionary(record.causes.map { ($0.name, $0.value) }) { _, last in last }
                return [.text(record.name)]
                    + settings.map { name in causes[name].map(cause) ?? .blank }
                    + [
                        record.model.map { model in
                            Int(exactly: model.t - 1).map { .count($0) } ?? .decimal(model.t - 1)
                        } ?? .blank, decimal("accuracy"),
                        decimal("log_loss"), .text(record.volatile.ended, shown: time(record.volatile.ended)),
                        record.model.map { .text($0.modelDigest, shown: Numerals.short(digest: $0.modelDigest)) }
                            ?? .text("–"),
                        .text(run.path),
                    ]
            })
    }

    private static func cause(_ value: JSONValue) -> TableCell {
        guard case .text(let text) = value, text.utf8.count == 64 else { return .value(value) }
        return .text(text, shown: Numerals.short(digest: text))
    }

    /// The time to the minute.
    private static func time(_ text: String) -> String {
        String(text.prefix(16)).replacing("T", with: " ")
    }

    private static func value(of run: RunIndex.Entry) -> JSONValue {
        let record = run.record
        return [
            "name": .text(record.name), "path": .text(run.path),
            "model_digest": JSONValue(record.model?.modelDigest), "t": JSONValue(record.model?.t),
            "ended": .text(record.volatile.ended), "seconds": .real(record.seconds),
            "commands": .integer(record.cells.count), "notes": .array(record.notes.map { .text($0) }),
            "settings": ["vectorizer": record.settings.vectorizer, "classifier": record.settings.classifier],
            "figures": .object(record.finalFigures.map { JSONValue.Member(key: $0.key, value: $0.value) }),
        ]
    }
}
