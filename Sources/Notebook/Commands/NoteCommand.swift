package import ArgumentParser
import Experiments
import Values

/// `note`: words that stand in the record.
package struct NoteCommand: TextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write a remark into the record, and as prose into a saved notebook.")
    package static let examples = ["note The tutorial's settings, before any feedback."]

    @Argument(help: "The text: the rest of the line.")
    package var text: [TextArgument]

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        session.recorder.add(note: text.joined)
        return CellOutput(result: ["note": .text(text.joined)])
    }
}
