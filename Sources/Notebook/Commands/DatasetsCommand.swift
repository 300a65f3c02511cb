import Values
package import ArgumentParser
import Datasets

/// `datasets`: lists what is loaded.
package struct DatasetsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "List the loaded datasets.")
    package static let examples = ["datasets"]

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard !session.datasets.isEmpty else {
            return CellOutput(result: ["datasets": []], blocks: [.prose("nothing is loaded; load PATH does it")])
        }
        let rows = session.datasets.map { named -> [TableCell] in
            let dataset = named.dataset
            return [
                .text(named.name), .count(dataset.documents), .count(dataset.labels.count),
                .text(dataset.format.rawValue), .text(dataset.sha256, shown: Numerals.short(digest: dataset.sha256)),
                .text(named.typed),
            ]
        }
        return CellOutput(
            result: [
                "datasets": .array(session.datasets.map { DatasetReport.value(of: $0) })
            ],
            blocks: [.table(Table(columns: ["name", "documents", "labels", "format", "sha256", "path"], rows: rows))])
    }
}
