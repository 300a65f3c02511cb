import Values
import Training
package import ArgumentParser

/// `undo`: takes back the last change of the model.
package struct UndoCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back the last command that changed the model.")
    package static let examples = ["undo"]

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard let change = session.undo() else {
            throw NotebookError.refused(
                code: "nothing_to_undo", message: "no change of the model is left to take back",
                remedy: "import PATH brings back an exported model")
        }
        let digest = session.model?.modelDigest
        let now = digest.map { "the model is \(Numerals.short(digest: $0)) again" } ?? "there is no model again"
        return CellOutput(
            result: ["undone": .text(change), "model_digest": JSONValue(digest)],
            blocks: [.prose("took back \(change); \(now)")])
    }
}
