package import Files
import Foundation
import Learning
package import ModelFiles
import Values

/// A run in the form of an MLflow file store, which MLflow's client opens and `mlflow migrate-filestore` takes over.
///
/// | path under the store | content |
/// |---|---|
/// | `<experiment>/meta.yaml` | the experiment's name; `0/meta.yaml` too, which MLflow expects |
/// | `<experiment>/<run>/params/` | `vectorizer.*` and `classifier.*` as `get_params` would show them, seeds, the name |
/// | `<experiment>/<run>/metrics/` | the latest value of every figure; progressive figures by documents learned |
/// | `<experiment>/<run>/tags/` | MLflow's own, and `refit.*`: digests of the model and the inputs, versions |
/// | `<experiment>/<run>/artifacts/model/` | `MLmodel` and `model.skops`, for `mlflow.sklearn.load_model`; `model.safetensors` |
/// | `<experiment>/<run>/artifacts/run/` | `record.json`, `script.refit`, `batches.csv` |
/// | `<experiment>/<run>/meta.yaml` | written last: a run without one is none |
package enum MLflowRun {
    /// Where a run lies after it was written.
    package struct Written: Hashable, Sendable {
        /// MLflow's `run_id`, 32 lower-case hexadecimal digits.
        package var runID: String
        /// MLflow's `experiment_id`.
        package var experimentID: String
        /// The run's folder.
        package var path: String
        /// The folder of its artifacts.
        package var artifacts: String
        /// The size of all files of the run in bytes.
        package var sizeBytes: Int
    }

    /// Writes a run into the store at `folder`, which is made where there is none.
    ///
    /// `run_id` is a function of the experiment's name and of the record, of whose volatile part only the beginning
    /// counts: writing the same run again replaces it. Tags and artifacts that others have added stay.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - batches: The figures of the batches in order.
    ///   - model: The model at the end of the run; `nil` where it left none.
    ///   - starts: The model files that the run began from, by their names in the record.
    ///   - run: The folder to which the paths in the record are relative; nothing is read from it.
    ///   - folder: The store, such as `mlruns`.
    ///   - name: The experiment's name, up to 256 characters as MLflow's databases have it.
    /// - Returns: Where the run lies.
    /// - Throws: `model` for a model that cannot be written, and `file` where the system refuses, or for a name of no
    ///   or too many characters, or of an experiment that MLflow has deleted. No half run is visible then.
    package static func write(
        _ record: RunRecord, batches: [BatchFigures], model: SavedModel?, starts: [(name: String, file: HeldFile)] = [],
        run: RunFolder, to folder: String, experiment name: String
    ) throws(ExperimentError) -> Written {
        let store = Path.normalized(Path.absolute(folder))
        guard (1...longestExperimentName).contains(name.unicodeScalars.count) else {
            throw .file(
                .system(
                    path: folder, operation: "name an experiment in",
                    reason: "its name should have 1 to \(longestExperimentName) characters"))
        }
        let contents = MLflowContents(record, batches: batches, model: model)
        let experiment = try MLflowExperiment.named(name, in: store, milliseconds: contents.started)
        let id = runID(of: record, experiment: name)
        let path = "\(experiment.path)/\(id)"
        let written = Written(
            runID: id, experimentID: experiment.id, path: path, artifacts: "\(path)/artifacts", sizeBytes: 0)
        var isWhole = false
        // A run without its `meta.yaml` is none, and would stand in everybody's way.
        defer { if !isWhole { try? clear(path) } }
        do throws(FileError) {
            try clear(path)
            try write(contents.parameters, under: "\(path)/params")
            try write(contents.metrics, under: "\(path)/metrics")
            try write(contents.tags, under: "\(path)/tags")
        } catch {
            throw .file(error)
        }
        try writeRun(
            record, batches: batches, starts: starts, hasModel: model != nil, base: run, to: "\(written.artifacts)/run")
        if let model { try write(model, of: written, at: contents.ended, to: "\(written.artifacts)/model") }
        do throws(FileError) {
            try writeMeta(of: written, contents: contents)
        } catch {
            throw .file(error)
        }
        isWhole = true
        var sized = written
        sized.sizeBytes = size(of: path)
        return sized
    }

    /// The longest name of an experiment in MLflow's databases.
    private static let longestExperimentName = 256

    private static func runID(of record: RunRecord, experiment: String) -> String {
        var comparable = record
        comparable.volatile = VolatileFacts()
        comparable.volatile.started = record.volatile.started
        var hasher = SHA256Hasher()
        hasher.update("refit mlflow run\n\(YAMLText.quoted(experiment))\n")
        // With sorted keys: a record that was read back is the same run.
        hasher.update(comparable.json.lines)
        return String(hasher.finishHex().prefix(32))
    }

    /// A path as a URI with everything percent-encoded that is not plain.
    static func uri(of path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var uri = "file://"
        for byte in path.utf8 {
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "/", "-", "_", ".", "~":
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default: uri += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return uri
    }

    private static func size(of path: String) -> Int {
        let names = FileManager.default.enumerator(atPath: path)
        var size = 0
        while let name = names?.nextObject() as? String {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            if attributes?[.type] as? FileAttributeType == .typeRegular { size += attributes?[.size] as? Int ?? 0 }
        }
        return size
    }
}
