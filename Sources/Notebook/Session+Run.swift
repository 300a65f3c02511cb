package import Experiments
import Features
import Files
import Learning
import Training
import Values

extension Session {
    /// The folder of the run that an export to a path leaves.
    func runFolder(forModel typed: String) -> RunFolder {
        if let name = recorder.runName { return RunFolder(workspace.writing("experiments/\(name)")) }
        return RunFolder(RunFolder.beside(model: workspace.writing(typed)).path)
    }

    /// How a person calls that folder.
    func runFolderTyped(forModel typed: String) -> String {
        recorder.runName.map { "experiments/\($0)" } ?? RunFolder.beside(model: typed).path
    }

    /// Writes the run of everything that this session has done up to now, the command that is running included.
    ///
    /// - Parameters:
    ///   - folder: The run's folder.
    ///   - name: What the run is called where `run-name` has not said it.
    ///   - output: What the running command has found out.
    ///   - command: The running command.
    ///   - result: The model that came out and its file; `nil` where there is none.
    ///   - tolerances: How far figures may be off in a replay.
    /// - Returns: The record.
    /// - Throws: What writing throws; the model file is there then, and the folder has no record.
    @discardableResult
    func writeRun(
        in folder: RunFolder, named name: String, output: JSONValue, by command: any NotebookCommand,
        result: (model: TextClassifier, file: String)?, tolerances: Tolerances
    ) throws -> RunRecord {
        let figures = RecordedFigures(of: output, by: command)
        var record = recorder.record(
            named: recorder.runName ?? name, openFigures: figures.compared, volatile: figures.volatile,
            peakMemoryBytes: Resources.peakMemoryBytes)
        let (inputs, models) = recorder.files.inputs(for: folder)
        record.inputs = inputs
        record.tolerances = tolerances
        if let (model, file) = result {
            record.settings.vectorizer = JSONValue(model.vectorizer.settings.parameters)
            record.settings.classifier = JSONValue(model.classifier.settings.parameters)
            let base = Path.normalized(Path.absolute(folder.path))
            record.model = RunRecord.Model(
                path: Path.relative(Path.normalized(Path.absolute(file)), to: base), modelDigest: model.modelDigest,
                t: model.classifier.t)
        }
        try folder.write(record, batches: recorder.batches, models: models)
        return record
    }

    /// Writes the record of a replayed script, for the comparison with the one it was replayed from.
    package func writeReplay(to folder: RunFolder) throws(ExperimentError) {
        var record = recorder.record(named: "replay", peakMemoryBytes: Resources.peakMemoryBytes)
        if let model {
            record.settings.vectorizer = JSONValue(model.vectorizer.settings.parameters)
            record.settings.classifier = JSONValue(model.classifier.settings.parameters)
            record.model = RunRecord.Model(path: "", modelDigest: model.modelDigest, t: model.classifier.t)
        }
        try folder.write(record, batches: recorder.batches, models: [])
    }
}
