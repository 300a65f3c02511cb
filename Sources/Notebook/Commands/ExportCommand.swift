package import ArgumentParser
import Experiments
import Features
import Files
import Learning
import ModelFiles
import Training
import Values

/// `export`: the present model as a file, with its run beside it, and the run for MLflow.
package struct ExportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the present model, its settings and watermarks, and a record of how it came about.",
        discussion: """
            Beside models/movies.safetensors a folder models/movies.run is left, or experiments/NAME after run-name NAME: \
            a record of the commands, settings, inputs and figures, and the script. replay repeats it and says of every \
            figure whether it came out the same. An export over an existing file replaces it and its run. --mlflow writes \
            the run into a folder that MLflow opens as a file store and that mlflow migrate-filestore takes. --flask writes \
            a web application with the model as a pickle and the feedback of the open database, ready for a Python host: \
            update --model FOLDER/pkl_objects/classifier.pkl --db FOLDER/reviews.sqlite goes on from there.
            """)
    package static let examples = [
        "export models/movies.safetensors", "export movies.safetensors --tolerance log_loss=1e-6",
        "export movies.safetensors --mlflow mlruns", "export --mlflow mlruns --experiment-name reviews",
        "export --flask film-reviews",
    ]
    /// The file holds the paths of feedback databases.
    package static let volatileFigures: Set<String> = ["size_bytes"]

    @Argument(
        help: "The file; missing folders are made.", completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var path: PathArgument?

    @Option(
        parsing: .upToNextOption,
        help:
            "How far a replay's figures may be off: FIGURE=VALUE, or a VALUE for all; otherwise 1e-9. Counts are exact."
    )
    package var tolerance: [ToleranceArgument] = []

    @Option(
        help: "A folder for MLflow: the run with its parameters, metrics, model and record.", completion: .directory)
    package var mlflow: PathArgument?

    @Option(help: "MLflow's experiment that the run belongs to; otherwise refit.")
    package var experimentName: String?

    @Option(
        help: "A new folder for a web application in Python with the model and the open feedback database.",
        completion: .directory)
    package var flask: PathArgument?

    package init() {}

    package var defaults: [OptionDefault] {
        [OptionDefault("tolerance", String(Tolerances.usual))]
            + (mlflow == nil ? [] : [OptionDefault("experiment-name", "refit")])
    }

    /// What files say that they were written by.
    static let program = "refit \(Version.current)"

    package func run(in session: Session) throws -> CellOutput {
        guard path != nil || mlflow != nil || flask != nil else {
            throw NotebookError.refused(
                code: "no_target", message: "export needs a file to write",
                remedy: "write export models/movies.safetensors, export --mlflow mlruns or export --flask FOLDER")
        }
        let lock = try lockTarget(in: session)
        defer { extendLifetime(lock) }
        try checkTarget(in: session)
        // On its way to disk while digests are taken: those of the model, where nobody has looked at it yet, and of the inputs;
        // and while the run is made.
        var writing = try beginSaving(in: session)
        if isRun(in: session) { session.recorder.files.beginDigests() }
        let model = try session.presentModel()
        try writeApplication(of: model, in: session)
        let target = try prepare(in: session)
        let replacement = path.flatMap { path in
            session.recorder.files.isOwn(session.workspace.writing(path.typed))
                ? nil : session.workspace.replacement(path.typed)
        }
        // Under a name of its own a run holds all that the session exports.
        let shared =
            session.recorder.runName != nil
            ? nil
            : path.flatMap {
                session.runFolder(forModel: $0.typed).modelReplaced(by: session.workspace.writing($0.typed))
            }
        let written = try writing?.outlook()
        let folder = path.map { session.runFolderTyped(forModel: $0.typed) }
        let result: JSONValue = [
            "path": JSONValue(path?.typed), "size_bytes": JSONValue(written?.sizeBytes),
            "model_digest": .text(written?.modelDigest ?? model.modelDigest), "run": JSONValue(folder),
            "mlflow": JSONValue(mlflow?.typed), "flask": JSONValue(flask?.typed),
        ]
        guard let target else {
            try save(writing.take(), in: session)
            return output(result, written, folder, nil)
        }
        let record = record(of: model, result, for: target, in: session)
        if path != nil {
            let run = try target.folder.stage(
                record, batches: session.recorder.batches, models: target.inputs.models,
                continuing: session.recorder.tablesFolder == target.folder.path)
            try save(writing.take(), withdrawing: target.folder, in: session)
            try run.commit()
            session.recorder.runFolders.insert(target.folder.path)
        }
        let exported = try writeMLflow(record, of: model, target, in: session)
        var output = output(result, written, folder, exported)
        if let replacement { output.notes.append(replacement) }
        if let folder, let shared {
            output.notes.append(
                "\(folder) was the run of \(shared), which has none now; run-name NAME keeps the next one apart")
        }
        if let reason = record.unrepeatable { output.notes.append(reason) }
        return output
    }

    /// Keeps other programs from the file until model and run are both there, or would have been; folders that were made for
    /// them and stay empty go with the lock.
    private func lockTarget(in session: Session) throws -> FileLock? {
        guard let path, session.model != nil else { return nil }
        return try FileLock(for: session.workspace.writing(path.typed), named: path.typed, in: session)
    }

    /// Refuses, before anything is written, what could not be written.
    private func checkTarget(in session: Session) throws {
        guard let path else { return }
        _ = try ModelFormat.of(path.typed)
        if !session.workspace.isScratch { try session.runFolder(forModel: path.typed).checkIsOwn() }
    }

    /// Where the run goes, and what it has read.
    private typealias Target = (folder: RunFolder, inputs: RunInputs)

    private func isRun(in session: Session) -> Bool {
        !session.workspace.isScratch && (path != nil || mlflow != nil)
    }

    /// Takes all digests; `nil` where no run is written.
    ///
    /// Whoever is interrupted before the end of it has lost nothing.
    private func prepare(in session: Session) throws -> Target? {
        guard isRun(in: session) else { return nil }
        let folder =
            path.map { session.runFolder(forModel: $0.typed) }
            ?? RunFolder(mlflow.map { session.workspace.writing($0.typed) } ?? ".")
        _ = session.recorder.environment
        return (folder, try session.recorder.files.inputs(for: folder, monitor: session.monitor))
    }

    private func beginSaving(in session: Session) throws -> ModelWriting? {
        guard let path, let model = session.model else { return nil }
        return try model.beginSaving(to: session.workspace.writing(path.typed), writtenBy: Self.program)
    }

    /// Puts the model in its place.
    ///
    /// Whoever is killed meanwhile has a model without a run, never with another one's; where it cannot be
    /// saved, the run of the one that is still there stays.
    private func save(
        _ writing: consuming ModelWriting?, withdrawing run: RunFolder? = nil, in session: Session
    ) throws {
        guard let writing, let path else { return }
        let file = session.workspace.writing(path.typed)
        let before = try? FileIdentity(of: file)
        let isWithdrawn = try run?.withdrawRecord() ?? false
        do {
            // The two can lie on different file systems, and no file system need keep the order of renames in a power cut.
            if isWithdrawn, let run { try Path.sealFolder(of: run.record) }
            _ = try writing.commit()
        } catch {
            // A model that was renamed and whose folder could not be synced is another one than the record's.
            if isWithdrawn, (try? FileIdentity(of: file)) == before { run?.restoreRecord() }
            throw error
        }
        session.recorder.files.wrote(file, typed: path.typed)
        session.noteExport()
    }

    /// The record of the run that leaves the model, which is on its way to its file.
    private func record(
        of model: TextClassifier, _ result: JSONValue, for target: Target, in session: Session
    ) -> RunRecord {
        let file = path.map { session.workspace.writing($0.typed) }
        var record = session.record(
            in: target.folder, of: target.inputs.inputs, named: path.map { Path.stem(of: $0.typed) } ?? "refit",
            output: result, by: self, result: (model, file), tolerances: tolerance.tolerances)
        if let path, let file, let first = session.recorder.files.alias(of: path.typed, for: file) {
            record.aliases[path.typed] = first
        }
        return record
    }

    /// Writes MLflow's run where it is asked for.
    private func writeMLflow(
        _ record: RunRecord, of model: TextClassifier, _ target: Target, in session: Session
    ) throws -> MLflowRun.Written? {
        guard let mlflow else { return nil }
        return try MLflowRun.write(
            record, batches: session.recorder.batches, model: model.saved(writtenBy: Self.program),
            starts: target.inputs.models, run: target.folder, to: session.workspace.writing(mlflow.typed),
            experiment: experimentName ?? "refit")
    }

    private func output(
        _ result: JSONValue, _ written: ModelFile.Written?, _ folder: String?, _ exported: MLflowRun.Written?
    ) -> CellOutput {
        var output = CellOutput(result: result)
        if let path, let written, let folder {
            let size = Numerals.bytes(written.sizeBytes)
            let model = Numerals.short(digest: written.modelDigest)
            output.blocks.append(.prose("\(path.typed): \(size), model \(model), run \(folder)"))
            output.volatileWords.append(size)
        }
        if let mlflow {
            let number = exported?.runID ?? "not written here"
            output.blocks.append(.prose("\(mlflow.typed): MLflow run \(number)"))
            output.volatileWords.append(number)
        }
        if let flask { output.blocks.append(.prose("\(flask.typed): web application; start it with python3 app.py")) }
        return output
    }
}
