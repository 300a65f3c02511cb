import Experiments
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
        let last = try session.feedback(path.typed, creating: create).bound
        session.feedbackPath = path.typed
        return CellOutput(
            result: ["path": .text(path.typed), "last_row": JSONValue(last.map { Int($0) })],
            blocks: [.prose(last.map { "\(path.typed): feedback up to row \($0)" } ?? "\(path.typed): no feedback yet")]
        )
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
        try database.use(in: session) { store, typed in
            let classes = session.model?.classes ?? []
            let label = label.spelled(like: classes)
            guard !text.joined.allSatisfy(\.isWhitespace) else {
                throw NotebookError.refused(
                    code: "empty_text", message: "the text is empty", remedy: "write it in front of --label")
            }
            let row = try store.add(text.joined, label: label)
            session.recorder.files.addedRows(to: store.path, lastRow: row, count: 1, typed: typed)
            let known = classes.map(\.description).joined(separator: ", ")
            return CellOutput(
                result: ["row": .integer(Int(row)), "label": JSONValue(label)],
                blocks: [.prose("row \(row) added with label \(label)")],
                notes: classes.isEmpty || classes.contains(label)
                    ? [] : ["the model knows the labels \(known); update will refuse the row"])
        }
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

    package var defaults: [OptionDefault] { [OptionDefault("rows", ":")] }

    package func run(in session: Session) throws -> CellOutput {
        let dataset = try session.dataset(name.text, rows: rows)
        return try database.use(in: session) { store, typed in
            let added = try Self.add(dataset, rows ?? .all, to: store, typed, in: session)
            return CellOutput(
                result: ["path": .text(typed), "rows_added": .integer(added)],
                blocks: [.prose("\(Numerals.counted(added, "row")) added to \(typed)")])
        }
    }

    /// Adds the rows in transactions of some each, and says how many.
    private static func add(
        _ dataset: Dataset, _ rows: RowRange, to store: FeedbackStore, _ typed: String, in session: Session
    ) throws -> Int {
        var reader = try dataset.reader(rows: rows)
        let total = rows.resolved(count: dataset.documents).count
        var added = 0
        while added < total {
            do {
                let batch = try reader.nextBatch(FeedbackStore.rowsPerTransaction)
                added += try store.add(contentsOf: batch) { last in
                    session.recorder.files.addedRows(
                        to: store.path, lastRow: last, count: batch.count, typed: typed)
                }
            } catch  where added > 0 {
                session.diagnose?("note: the first \(added) of \(total) rows were added before this error")
                throw error
            }
            session.monitor?.advance(to: added, of: total, unit: "rows")
            if added < total, session.monitor?.isInterrupted == true {
                throw NotebookError.refused(
                    code: "interrupted", message: "interrupted; the first \(added) of \(total) rows were added",
                    remedy: "go on with the rows behind them")
            }
        }
        return added
    }
}
