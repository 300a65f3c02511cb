import Learning
import Training
package import ArgumentParser
package import Datasets
import Feedback
package import Values

/// `feedback`: the group of commands about the feedback database.
package struct FeedbackCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "feedback",
        abstract: "Open, fill and look at the feedback database.",
        subcommands: [
            FeedbackOpenCommand.self, FeedbackAddCommand.self, FeedbackImportCommand.self, FeedbackListCommand.self,
            FeedbackStatusCommand.self,
        ])

    package init() {}
}

/// `feedback open`: names the feedback database.
package struct FeedbackOpenCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a feedback database, with --create also one that is not there yet.")
    package static let examples = ["feedback open reviews.sqlite", "feedback open reviews.sqlite --create"]

    @Argument(help: "The SQLite database.", completion: .file(extensions: ["sqlite", "sqlite3", "db"]))
    package var path: PathArgument

    @Flag(help: "Make the file with the table review_db(review, sentiment, date) where there is none.")
    package var create = false

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let store = try create ? FeedbackStore.create(path.path) : FeedbackStore(opening: path.path)
        session.feedbackPath = path.path
        let last = try store.lastRow()
        return CellOutput(
            result: ["path": .text(path.path), "last_row": JSONValue(last.map { Int($0) })],
            blocks: [.prose(last.map { "\(path.path): feedback up to row \($0)" } ?? "\(path.path): no feedback yet")])
    }
}

/// `feedback add`: one row.
package struct FeedbackAddCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a text with its right label.")
    package static let examples = ["feedback add I loved every minute of it --label 1"]

    @Argument(help: "The text: the rest of the line up to an option.")
    package var text: [TextArgument]

    @Option(help: "The right label.")
    package var label: Label

    @OptionGroup package var database: DatabaseOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let store = try FeedbackStore(opening: database.path(in: session))
        let classes = session.model?.classifier.classes ?? []
        let isKnown = classes.isEmpty || classes.contains(label)
        let row = try store.add(text.joined, label: label)
        return CellOutput(
            result: ["row": .integer(Int(row)), "label": JSONValue(label)],
            blocks: [.prose("row \(row) added with label \(label)")],
            notes: isKnown
                ? []
                : ["the model knows the labels \(classes.map(\.description).joined(separator: ", ")); update will refuse"])
    }
}

/// `feedback import`: many rows.
package struct FeedbackImportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add a dataset's documents as feedback, in their order.")
    package static let examples = ["feedback import reviews --rows 3000:3500"]

    @Argument(help: "The dataset, or a file's path.")
    package var name: TextArgument

    @Option(parsing: .unconditional, help: "The rows, as a Python slice; otherwise all.")
    package var rows: RowRange?

    @OptionGroup package var database: DatabaseOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text)
        let store = try FeedbackStore(opening: database.path(in: session))
        var reader = try dataset.reader(rows: rows ?? .all)
        let total = (rows ?? .all).resolved(count: dataset.documents).count
        var added = 0
        while true {
            let documents = try reader.nextBatch(FeedbackStore.rowsPerTransaction)
            if documents.isEmpty { break }
            added += try store.add(contentsOf: documents)
            session.monitor?.advance(to: added, of: total, unit: "rows")
            if session.monitor?.isInterrupted == true {
                throw NotebookError.refused(
                    code: "interrupted", message: "interrupted; the first \(added) of \(total) rows were added",
                    remedy: "go on with the rows behind them")
            }
        }
        return CellOutput(
            result: ["path": .text(store.path), "rows_added": .integer(added)],
            blocks: [.prose("\(Numerals.counted(added, "row")) added to \(store.path)")])
    }
}
