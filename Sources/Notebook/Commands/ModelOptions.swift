package import ArgumentParser
import Files
import Learning
import Training
import Values

/// `--model PATH`: the model that a cell would have imported.
package struct ModelOption: ParsableArguments {
    @Option(
        help: "The model file: imported first, and replaced where the command changes the model.",
        completion: .file(extensions: ["safetensors"]))
    package var model: PathArgument?

    package init() {}

    /// The present model, or the file's, which becomes the present one.
    func open(in session: Session) throws -> TextClassifier {
        guard let model else { return try session.presentModel() }
        let opened = try ImportCommand.open(model.path, in: session)
        session.replaceModel(with: opened, because: "import \(model.path)")
        return opened
    }

    /// Changes the present model; where a file is named, changes and replaces the file in one step.
    ///
    /// The file is locked from reading to renaming, so that two programs that change it at the same time do so one
    /// after the other. When `body` throws, neither the session's model nor the file has changed.
    func change(
        in session: Session, because change: String, keepsFile: Bool = false,
        _ body: (inout TextClassifier) throws -> CellOutput
    ) throws -> CellOutput {
        guard let path = model?.path else {
            var model = try session.presentModel()
            let output = try body(&model)
            if !keepsFile { session.replaceModel(with: model, because: change) }
            return output
        }
        guard Path.exists(path) else {
            throw NotebookError.refused(
                code: "no_model", message: "there is no model file \(path)",
                remedy: "check the path, or make one with fit and export")
        }
        let lock = try FileLock(for: path, monitor: session.monitor) { lockFile in
            session.diagnose?("note: waiting until another program is done with \(path) (it holds \(lockFile))")
        }
        let identity = try FileIdentity(of: lock.target)
        let before = try ImportCommand.open(path, in: session)
        var model = before
        let output = try body(&model)
        // A job that found nothing to learn leaves the file as it is.
        let hasChanged = model.watermarks != before.watermarks || model.classifier.t != before.classifier.t
        if hasChanged, !keepsFile {
            try FileIdentity.check(lock.target, isStill: identity)
            try model.save(to: lock.target, writtenBy: ExportCommand.program)
        }
        if !keepsFile { session.replaceModel(with: model, because: change) }
        return output
    }
}

/// `--db PATH`: the feedback database that a cell would have opened.
package struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("db"), help: "The feedback database; otherwise the one that is open.",
        completion: .file(extensions: ["sqlite", "sqlite3", "db"]))
    package var database: PathArgument?

    package init() {}

    /// The database that the option or an earlier cell opened.
    func path(in session: Session) throws(NotebookError) -> String {
        if let database { session.feedbackPath = database.path }
        guard let path = session.feedbackPath else {
            throw .refused(
                code: "no_feedback", message: "no feedback database is open",
                remedy: "open one with feedback open PATH, or make one with feedback open PATH --create")
        }
        return path
    }
}
