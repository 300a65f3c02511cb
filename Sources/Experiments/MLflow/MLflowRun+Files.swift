import Files
import Foundation
import Glibc
import ModelFiles
import Values

extension MLflowRun {
    /// Takes away what an earlier export of the same run has left; `meta.yaml` first, so that nobody sees a half run.
    static func clear(_ path: String) throws(FileError) {
        let tags = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/tags")) ?? []
        let own = ["meta.yaml", "params", "metrics", "artifacts/model", "artifacts/run"]
        for name in own + tags.filter({ $0.hasPrefix("refit.") }).map({ "tags/\($0)" }) {
            let path = "\(path)/\(name)"
            guard Path.exists(path) else { continue }
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                throw .system(path: path, operation: "remove", reason: "the system refuses")
            }
        }
    }

    /// Writes one file an entry.
    ///
    /// They are not synced one by one, which would take longer than all else: the run counts once its `meta.yaml` is
    /// there, and exporting the run again replaces them all.
    static func write(_ entries: [MLflowContents.Entry], under folder: String) throws(FileError) {
        try Path.makeFolders(above: "\(folder)/entry")
        for entry in entries {
            let path = "\(folder)/\(entry.key)"
            do {
                try Data(entry.text.utf8).write(to: URL(filePath: path))
            } catch {
                throw .system(path: path, operation: "write", reason: "the system refuses")
            }
        }
    }

    /// Writes the run's own files, with the record's paths as they are written from there.
    static func writeRun(
        _ record: RunRecord, batches: [BatchFigures], starts: [(name: String, file: HeldFile)], hasModel: Bool,
        base: RunFolder, to folder: String
    ) throws(ExperimentError) {
        var record = record
        let base = Path.normalized(Path.absolute(base.path))
        func moved(_ path: String) -> String {
            let target = path.hasPrefix("/") ? path : "\(base)/\(path)"
            return Path.relative(Path.normalized(target), to: folder)
        }
        for index in record.inputs.indices where record.inputs[index].kind != .model {
            record.inputs[index].path = moved(record.inputs[index].path)
        }
        if let model = record.model {
            record.model?.path = hasModel ? "../model/\(safetensorsName)" : moved(model.path)
        }
        try RunFolder(folder).write(record, batches: batches, models: starts)
    }

    private static let skopsName = "model.skops"
    private static let safetensorsName = "model.safetensors"

    /// Writes the folder that `mlflow.sklearn.load_model("runs:/<run_id>/model")` opens.
    static func write(
        _ model: SavedModel, of run: Written, at milliseconds: Int, to folder: String
    ) throws(ExperimentError) {
        do throws(ModelFileError) {
            try SkopsFile.write(model, to: "\(folder)/\(skopsName)")
            try SafetensorsFile.write(model, to: "\(folder)/\(safetensorsName)")
        } catch {
            throw .model(error)
        }
        let time = Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
        do throws(FileError) {
            var requirements = try AtomicFile(replacing: "\(folder)/requirements.txt")
            try requirements.write(
                "scikit-learn==\(SkopsFile.sklearnVersion)\nskops==\(SkopsFile.skopsVersion)\n")
            try requirements.commit()
            // MLflow takes a model without `serialization_format` for a pickle.
            var description = try AtomicFile(replacing: "\(folder)/MLmodel")
            try description.write(
                """
                artifact_path: model
                flavors:
                  sklearn:
                    code: null
                    pickled_model: \(skopsName)
                    serialization_format: skops
                    sklearn_version: \(SkopsFile.sklearnVersion)
                run_id: '\(run.runID)'
                utc_time_created: '\(time)'

                """)
            try description.commit()
        } catch {
            throw .file(error)
        }
    }

    /// Writes the run's `meta.yaml`, by which MLflow knows that there is a run.
    static func writeMeta(of run: Written, contents: MLflowContents) throws(FileError) {
        var meta = try AtomicFile(replacing: "\(run.path)/meta.yaml")
        // 3 is MLflow's number for a run that has finished, 4 for one that began on a person's own machine.
        try meta.write(
            """
            artifact_uri: \(YAMLText.quoted(uri(of: run.artifacts)))
            deleted_time: null
            end_time: \(contents.ended)
            entry_point_name: ''
            experiment_id: '\(run.experimentID)'
            lifecycle_stage: active
            run_id: '\(run.runID)'
            run_name: \(YAMLText.quoted(contents.name))
            run_uuid: '\(run.runID)'
            source_name: ''
            source_type: 4
            source_version: ''
            start_time: \(contents.started)
            status: 3
            tags: []
            user_id: \(YAMLText.quoted(contents.user))

            """)
        try meta.commit()
    }
}
