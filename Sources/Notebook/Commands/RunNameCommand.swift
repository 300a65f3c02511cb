package import ArgumentParser
import Experiments
import Values

/// `run-name`: what the session's run is called.
package struct RunNameCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "run-name",
        abstract: "Name the run: exports leave it in experiments/NAME, the last one of a session for good.")
    package static let examples = ["run-name tutorial"]

    @Argument(help: "The name: letters, digits, dots, dashes and underscores.")
    package var name: TextArgument

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let isName =
            name.text.first.map { $0.isLetter || $0.isNumber } == true && name.text.utf8.count <= 100
            && name.text.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
        guard isName else {
            throw NotebookError.refused(
                code: "no_name", message: "'\(name.text)' is no name for a folder",
                remedy: "begin with a letter or a digit, and go on with those, dots, dashes and underscores")
        }
        session.recorder.runName = name.text
        let folder = "experiments/\(name.text)"
        var output = CellOutput(
            result: ["name": .text(name.text)],
            blocks: [.prose("from now on, exports leave the run in \(folder)")])
        if !session.workspace.isScratch, (try? RunFolder(session.workspace.writing(folder)).readRecord()) != nil {
            output.notes.append("\(folder) holds a run already, and the next export replaces it")
        }
        return output
    }
}
