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

    /// The run of everything that this session has done up to now, the command that is running included.
    ///
    /// - Parameters:
    ///   - folder: The run's folder, which paths in the record lead from.
    ///   - inputs: What was read, as the recorder described it for that folder.
    ///   - name: What the run is called where `run-name` has not said it.
    ///   - output: What the running command has found out.
    ///   - command: The running command.
    ///   - result: The model that came out and its file, where it has one; `nil` where no single model came out.
    ///   - tolerances: How far figures may be off in a replay.
    /// - Returns: The record; nothing of it is written yet.
    func record(
        in folder: RunFolder, of inputs: [RunInput], named name: String, output: JSONValue,
        by command: any NotebookCommand,
        result: (model: TextClassifier, file: String?)?, tolerances: Tolerances
    ) -> RunRecord {
        let figures = RecordedFigures(of: output, by: command)
        var record = recorder.record(
            named: recorder.runName ?? name, openFigures: figures.compared, volatile: figures.volatile,
            peakMemoryBytes: Resources.peakMemoryBytes)
        record.inputs = inputs
        record.tolerances = tolerances
        if let result { record.take(result.model, file: result.file.map { folder.relative($0) } ?? "") }
        return record
    }

    /// The run of everything that has ended well up to now, with paths that lead from `folder`; nothing is written.
    func record(in folder: RunFolder) throws(ExperimentError) -> RunRecord {
        var record = recorder.record(
            named: recorder.runName ?? "session", peakMemoryBytes: Resources.peakMemoryBytes)
        record.inputs = try recorder.files.inputs(for: folder, monitor: monitor).inputs
        if let model { record.take(model, file: "") }
        return record
    }

    /// Writes the record of a replayed script, for the comparison with the one it was replayed from.
    ///
    /// Of the inputs it has the datasets: where they lie here, with the rows that were used.
    package func writeReplay(to folder: RunFolder) throws(ExperimentError) {
        var record = recorder.record(named: "replay", peakMemoryBytes: Resources.peakMemoryBytes)
        record.inputs = recorder.files.datasets
        if let model { record.take(model, file: "") }
        try folder.write(record, batches: recorder.batches, models: [])
    }
}

extension Session {
    /// The folder of the run that a comparison leaves, in `experiments` by the run's name or else its own, and how a person
    /// calls it.
    func comparisonFolder(named name: String) -> (typed: String, folder: RunFolder) {
        let typed = "experiments/\(recorder.runName ?? name)"
        return (typed, RunFolder(workspace.writing(typed)))
    }

    /// Leaves the run of a comparison with its tables, and says where; in a scratch folder none is left.
    func leaveRun(
        of comparison: any NotebookCommand, named name: String, output: CellOutput, model: TextClassifier?,
        tables: RunTables
    ) throws -> CellOutput {
        guard !workspace.isScratch else { return output }
        var output = output
        let (typed, folder) = comparisonFolder(named: name)
        try folder.checkIsOwn()
        let isContinued = recorder.tablesFolder == folder.path
        let isReplaced = !recorder.runFolders.contains(folder.path) && Path.exists(folder.record)
        _ = recorder.environment
        let inputs = try recorder.files.inputs(for: folder, monitor: monitor)
        let record = record(
            in: folder, of: inputs.inputs, named: name, output: output.result, by: comparison,
            result: model.map { ($0, nil) }, tolerances: Tolerances())
        try folder.write(
            record, batches: recorder.batches, models: inputs.models, tables: tables, continuing: isContinued)
        recorder.tablesFolder = folder.path
        recorder.runFolders.insert(folder.path)
        if isReplaced {
            output.notes.append("the run that was in \(typed) was replaced; run-name NAME keeps runs apart")
        }
        output.blocks.append(.prose("run \(typed)"))
        if let reason = record.unrepeatable { output.notes.append(reason) }
        return output
    }
}

extension RunRecord {
    /// Takes down the model that came out; `file` is relative to the record's folder.
    fileprivate mutating func take(_ model: TextClassifier, file: String) {
        settings.vectorizer = JSONValue(model.vectorizer.settings.parameters)
        settings.classifier = JSONValue(model.classifier.settings.parameters)
        self.model = Model(path: file, modelDigest: model.modelDigest, t: model.classifier.t)
    }
}

extension RunFolder {
    /// How a file's path is written from this folder.
    fileprivate func relative(_ file: String) -> String {
        Path.relative(Path.normalized(Path.absolute(file)), to: Path.normalized(Path.absolute(path)))
    }
}
