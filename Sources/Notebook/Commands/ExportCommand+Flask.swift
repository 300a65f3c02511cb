import Features
import Feedback
import Flask
import ModelFiles
import Training
import Values

extension ExportCommand {
    /// Writes the web application that `--flask` asks for, with the present model and the feedback of the open database.
    func writeApplication(of model: TextClassifier, in session: Session) throws {
        guard let flask else { return }
        let store = try session.feedbackPath.map { try session.feedback($0) }
        try FlaskApplication.write(
            model.saved(writtenBy: Self.program), vectorizer: model.vectorizer.settings, feedback: store,
            to: session.workspace.writing(flask.typed))
    }
}
