import Values
package import ArgumentParser
package import Datasets

/// `show`: a look at a dataset.
package struct ShowCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show some documents, or those that stand there twice.")
    package static let examples = ["show reviews", "show reviews --rows 100:105", "show reviews --duplicates"]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise the first five.")
    package var rows: RowRange?

    @Flag(help: "List the texts that stand in the dataset more than once.")
    package var duplicates = false

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text, rows: rows)
        return duplicates
            ? try showDuplicates(of: dataset, in: session)
            : try showRows(of: dataset)
    }

    private func showRows(of dataset: Dataset) throws -> CellOutput {
        let range = (rows ?? RowRange(stop: 5)).resolved(count: dataset.documents)
        var reader = try dataset.reader(rows: RowRange(start: range.lowerBound, stop: range.upperBound))
        var values: [JSONValue] = []
        var lines: [[TableCell]] = []
        for row in range {
            guard let document = try reader.next() else { break }
            values.append([
                "row": .integer(row), "label": JSONValue(document.label), "text": .text(document.text),
            ])
            lines.append([.number(row), .value(JSONValue(document.label)), .text(document.text)])
        }
        let title = lines.isEmpty ? [CellOutput.Block.prose("the slice holds no rows of \(dataset.documents)")] : []
        return CellOutput(
            result: ["name": .text(name.text), "rows": .array(values)],
            blocks: lines.isEmpty ? title : [.table(Table(columns: ["row", "label", "text"], rows: lines))])
    }

    private func showDuplicates(of dataset: Dataset, in session: Session) throws -> CellOutput {
        let report = try dataset.duplicates(monitor: session.monitor)
        let pairs = report.pairs.map { pair -> JSONValue in
            [
                "first_row": .integer(pair.first), "row": .integer(pair.second),
                "same_label": .bool(pair.haveSameLabel),
            ]
        }
        var blocks: [CellOutput.Block] = [
            .prose(
                """
                \(Numerals.counted(report.repeatedRows, "row")) of \(Numerals.grouped(dataset.documents)) \
                repeat an earlier text, \(Numerals.grouped(report.contradictingRows)) of them with another label
                """)
        ]
        if !report.pairs.isEmpty {
            blocks.append(
                .table(
                    Table(
                        columns: ["first row", "row", "label"],
                        rows: report.pairs.map {
                            [.number($0.first), .number($0.second), .text($0.haveSameLabel ? "the same" : "another")]
                        })))
        }
        return CellOutput(
            result: [
                "name": .text(name.text), "repeated_rows": .integer(report.repeatedRows),
                "contradicting_rows": .integer(report.contradictingRows), "pairs": .array(pairs),
            ],
            blocks: blocks)
    }
}
