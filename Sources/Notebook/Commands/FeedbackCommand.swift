import Experiments
package import ArgumentParser
import Feedback
import Training
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
package struct FeedbackAddCommand: TextCommand {
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
