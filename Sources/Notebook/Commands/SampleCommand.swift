package import ArgumentParser
import Datasets
import Values

/// `sample`: refit's own synthetic reviews.
package struct SampleCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write synthetic movie reviews, made from a seed.",
        discussion: "The same count and seed make the same file, byte for byte. Nobody wrote these reviews.")
    package static let examples = ["sample reviews.csv", "sample many.csv --documents 100_000 --random-state 7"]

    @Argument(help: "The file to write.", completion: .file(extensions: ["csv", "jsonl"]))
    package var path: PathArgument

    @Option(help: "The number of reviews; otherwise \(SampleReviews.count).")
    package var documents: CountArgument?

    @Option(help: "The seed; otherwise \(SampleReviews.seed).")
    package var randomState: SeedArgument?

    package init() {}

    package var seed: UInt32? { randomState?.value ?? SampleReviews.seed }

    package var defaults: [OptionDefault] {
        [
            OptionDefault("documents", String(SampleReviews.count)),
            OptionDefault("random-state", String(SampleReviews.seed)),
        ]
    }

    package func run(in session: Session) throws -> CellOutput {
        let count = documents?.value ?? SampleReviews.count
        var written = 0
        let replaced = try session.writeDataset(to: path) { writer in
            for document in SampleReviews.documents(count: count, seed: randomState?.value ?? SampleReviews.seed) {
                try writer.write(document)
                written += 1
                guard written.isMultiple(of: 1000) else { continue }
                session.monitor?.advance(to: written, of: count, unit: "reviews")
                if session.monitor?.isInterrupted == true { throw NotebookError.interrupted }
            }
        }
        return CellOutput(
            result: ["path": .text(path.typed), "documents": .integer(count)],
            blocks: [.prose("\(Numerals.counted(count, "synthetic review")) written to \(path.typed)")],
            notes: replaced)
    }
}
