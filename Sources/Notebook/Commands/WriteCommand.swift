package import ArgumentParser
package import Datasets
import Training
import Values

/// `write`: a dataset as a file.
package struct WriteCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Write a dataset as CSV, TSV or JSON Lines, by the ending.")
    package static let examples = ["write reviews shuffled.csv", "write reviews held-out.jsonl --rows 3000:"]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Argument(help: "The file to write.", completion: .file())
    package var path: PathArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    package init() {}

    package var defaults: [OptionDefault] { [OptionDefault("rows", ":")] }

    package func run(in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text, rows: rows)
        let total = (rows ?? .all).resolved(count: dataset.documents).count
        var documents = 0
        let replaced = try session.writeDataset(to: path) { writer in
            var reader = try dataset.reader(rows: rows ?? .all)
            while let document = try reader.next() {
                try writer.write(document)
                documents += 1
                guard documents.isMultiple(of: Batching.documents) else { continue }
                session.monitor?.advance(to: documents, of: total, unit: "documents")
                if session.monitor?.isInterrupted == true { throw NotebookError.interrupted }
            }
        }
        return CellOutput(
            result: ["path": .text(path.typed), "documents": .integer(documents)],
            blocks: [.prose("\(Numerals.counted(documents, "document")) written to \(path.typed)")],
            notes: replaced)
    }
}

extension NotebookError {
    /// Ctrl-C stopped a command that keeps nothing half done.
    static var interrupted: NotebookError {
        .refused(code: "interrupted", message: "interrupted; nothing was changed", remedy: nil)
    }
}
