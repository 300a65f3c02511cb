import Experiments
package import ArgumentParser
import Feedback
import Features
import Files
import Learning
import ModelFiles
import Training
import Values

/// `--model PATH`: the model that a cell would have imported.
package struct ModelOption: ParsableArguments {
    @Option(
        help: "The model file: imported first, and replaced where the command changes the model.",
        completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var model: PathArgument?

    @Option(help: "How texts become rows, for a model file that does not say: default or tutorial.")
    package var vectorizer: VectorizerPreset?

    package init() {}

    /// Uses the present model, or the file's, which becomes the present one once `body` has succeeded.
    ///
    /// Where it `checksLater`, the file's arrays are still being looked at: `body` does other work first, whose errors then come
    /// before those of the file, and has the model checked before it uses it, as `score` and `predict` of many documents do.
    func use(
        in session: Session, checksLater: Bool = false, _ body: (TextClassifier) throws -> CellOutput
    ) throws -> CellOutput {
        guard let typed = model?.typed else { return try body(try session.presentModel()) }
        let file = try session.workspace.reading(typed, as: .model)
        let opened = try ImportCommand.open(
            file, typed: typed, vectorizer: settings(in: session), in: session,
            arrays: checksLater ? .meanwhile : .now)
        var output = try body(opened)
        // Nothing else takes up a model that nobody has checked; after the first time this takes no time.
        if checksLater { try opened.check() }
        if session.hasUnsavedModel {
            output.notes.append(
                "\(typed) is the present model now; the one before was not exported, and undo brings it back")
        }
        session.takeUp(opened, because: "import \(typed)")
        return output
    }

    private func settings(in session: Session) -> HashingVectorizerSettings? {
        vectorizer?.settings ?? session.chosenVectorizer
    }

    /// Changes the present model; where a file is named, changes and replaces the file in one step.
    ///
    /// The file is locked from reading to renaming, so that two programs that change it at the same time do so one
    /// after the other. The file that was there stays beside the new one (``BackupFile``). When `body` throws, or judges
    /// that something does not hold, neither the session nor the file has changed.
    /// `change` is what `undo` calls it; a rehearsal keeps nothing. `body` may stage the changed model, so that its digest is
    /// taken while it is written, and must then leave it as it is. Where it `learnsAtOnce`, and does not predict before, it may
    /// find the model damaged only then.
    func change(
        in session: Session, because change: String, isRehearsal: Bool = false, learnsAtOnce: Bool = false,
        _ body: (inout TextClassifier, inout ModelReplacement) throws -> CellOutput
    ) throws -> CellOutput {
        guard let typed = model?.typed else {
            let before = try session.presentModel()
            var model = before
            var replacement = ModelReplacement(of: nil)
            let output = try body(&model, &replacement)
            if !isRehearsal, output.status == .done, model.differs(from: before) {
                session.replaceModel(with: model, because: change)
            }
            return output
        }
        let path = try session.workspace.changing(typed)
        guard Path.exists(path) else {
            throw NotebookError.refused(
                code: "no_model", message: "there is no model file \(typed)",
                remedy: "check the path, or make one with fit and export")
        }
        let lock = try FileLock(for: path, named: typed, in: session)
        let identity = try FileIdentity(of: lock.target)
        let before = try ImportCommand.open(
            lock.target, typed: typed, vectorizer: settings(in: session), in: session,
            arrays: learnsAtOnce ? .toLearnAtOnce : .toLearn)
        var model = before
        var replacement = ModelReplacement(of: (before, lock.target))
        var output = try body(&model, &replacement)
        try before.check()
        output.notes += ImportCommand.notes(about: before)
        if isRehearsal || output.status != .done { return output }
        // A job that found nothing to learn leaves the file as it is.
        try replacement.stage(model)
        if let writing = replacement.take() {
            try FileIdentity.check(lock.target, isStill: identity)
            let backup = try BackupFile(of: lock.target)
            _ = try writing.commit()
            let kept = try backup.commit()
            session.recorder.files.wrote(kept, typed: BackupFile.path(of: typed))
            session.recorder.files.wrote(lock.target, typed: typed)
        }
        session.takeUp(model, because: change)
        return output
    }
}

/// The file that a changed model is to replace, if it comes from one.
struct ModelReplacement: ~Copyable {
    private let start: (model: TextClassifier, path: String)?
    private var writing: ModelWriting?

    /// `start` is the model in the file, and the file.
    init(of start: (model: TextClassifier, path: String)?) { self.start = start }

    /// Brings a model to disk beside the file, if it is not there yet and has learned something; its digest is known then.
    mutating func stage(_ model: TextClassifier) throws {
        guard let start, model.differs(from: start.model) else { return }
        let isStaged = writing != nil
        guard !isStaged else { return }
        let writing = try model.beginSaving(to: start.path, writtenBy: ExportCommand.program)
        _ = try writing.outlook()
        self.writing = consume writing
    }

    /// What was staged.
    mutating func take() -> ModelWriting? { writing.take() }
}

extension FileLock {
    /// Takes the lock of a file that a person calls `typed`, who is told where that takes waiting and may give up.
    init(for path: String, named typed: String, in session: Session) throws(FileError) {
        try self.init(for: path, monitor: session.monitor) { lockFile in
            session.diagnose?("note: waiting until another program is done with \(typed) (it holds \(lockFile))")
        }
    }
}

extension TextClassifier {
    /// Whether one of two states of a model has learned something that the other has not.
    fileprivate func differs(from other: TextClassifier) -> Bool {
        watermarks != other.watermarks || classifier.t != other.classifier.t
    }
}

/// `--db PATH`: the feedback database that a cell would have opened.
package struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("db"), help: "The feedback database; otherwise the one that is open.",
        completion: .file(extensions: ["sqlite", "sqlite3", "db"]))
    package var database: PathArgument?

    package init() {}

    /// Uses the database that the option or an earlier cell names; the option's is open once `body` has succeeded.
    ///
    /// `body` gets the path as it was typed, too.
    func use(in session: Session, _ body: (FeedbackStore, String) throws -> CellOutput) throws -> CellOutput {
        let typed = try typed(in: session)
        let output = try body(try session.feedback(typed), typed)
        session.feedbackPath = typed
        return output
    }

    /// The path as it was typed, by the option or an earlier cell.
    @discardableResult
    func typed(in session: Session) throws(NotebookError) -> String {
        guard let typed = database?.typed ?? session.feedbackPath else {
            throw .refused(
                code: "no_feedback", message: "no feedback database is open",
                remedy: "open one with feedback open PATH (--create makes one), or name it with --db PATH")
        }
        return typed
    }
}

extension Session {
    /// Opens the feedback database that a path leads to, up to the last row that is there now.
    ///
    /// Rows that come in while the command runs wait for the next one. `creating` makes the database where there is none.
    func feedback(_ typed: String, creating: Bool = false) throws -> FeedbackStore {
        let path = try workspace.database(typed, cell: recorder.nextNumber)
        let isNew = creating && !Path.exists(path)
        let store = try (creating ? FeedbackStore.create(path) : FeedbackStore(opening: path)).upToNow()
        recorder.files.openedDatabase(store.path, typed: typed, lastRow: store.bound, isNew: isNew)
        return store
    }
}
