import Files
import Foundation
import Values

/// An experiment of an MLflow file store: the folder that its runs lie in.
struct MLflowExperiment {
    /// Its number, which is the folder's name.
    var id: String
    /// The folder.
    var path: String

    /// MLflow's own first experiment, which it expects to be there.
    private static let standard = (name: "Default", id: "0")

    /// The experiment of that name in the store at `folder`, which is made where there is none.
    ///
    /// Its number is a function of the name, unless another experiment has it already; like MLflow's it fits into the
    /// database to which `mlflow migrate-filestore` may move it. Throws `file` for one that MLflow has deleted, since a
    /// name can be used but once, and where the system refuses.
    static func named(_ name: String, in folder: String, milliseconds: Int) throws(ExperimentError) -> MLflowExperiment
    {
        do throws(FileError) {
            try makeStandard(in: folder, milliseconds: milliseconds)
            if let found = find(name, in: folder) { return found }
            if let deleted = find(name, in: "\(folder)/.trash") {
                throw .system(
                    path: deleted.path, operation: "add a run to",
                    reason: "MLflow has deleted that experiment; restore it, or name another")
            }
            var number = Int(firstNumber(for: name))
            while Path.exists("\(folder)/\(number)") || Path.exists("\(folder)/.trash/\(number)") {
                let path = "\(folder)/\(number)"
                // Begun by an export that did not come to its end.
                if Path.exists(path), !Path.exists("\(path)/meta.yaml") { break }
                number += 1
            }
            return try make(name, id: String(number), in: folder, milliseconds: milliseconds)
        } catch {
            throw .file(error)
        }
    }

    private static func makeStandard(in folder: String, milliseconds: Int) throws(FileError) {
        let isThere = ["\(folder)/\(standard.id)", "\(folder)/.trash/\(standard.id)"].contains { Path.exists($0) }
        guard !isThere, find(standard.name, in: folder) == nil else { return }
        _ = try make(standard.name, id: standard.id, in: folder, milliseconds: milliseconds)
    }

    /// From 1 up to 2^30, so that some thousand others can follow within 31 bits.
    private static func firstNumber(for name: String) -> UInt32 {
        var hasher = SHA256Hasher()
        hasher.update("refit mlflow experiment\n")
        hasher.update(name)
        return 1 + hasher.finish().prefix(4).reduce(0) { $0 << 8 | UInt32($1) } % (1 << 30)
    }

    private static func find(_ name: String, in folder: String) -> MLflowExperiment? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // Names that are no number are folders of MLflow's for other purposes.
        for id in names.sorted() where !id.isEmpty && id.utf8.allSatisfy({ (48...57).contains($0) }) {
            let path = "\(folder)/\(id)"
            guard let meta = try? String(contentsOfFile: "\(path)/meta.yaml", encoding: .utf8) else { continue }
            if let found = YAMLText.value(of: "name", in: meta), found.utf8.elementsEqual(name.utf8) {
                return MLflowExperiment(id: id, path: path)
            }
        }
        return nil
    }

    private static func make(
        _ name: String, id: String, in folder: String, milliseconds: Int
    ) throws(FileError) -> MLflowExperiment {
        let path = "\(folder)/\(id)"
        var meta = try AtomicFile(replacing: "\(path)/meta.yaml")
        try meta.write(
            """
            artifact_location: \(YAMLText.quoted(MLflowRun.uri(of: path)))
            creation_time: \(milliseconds)
            experiment_id: '\(id)'
            last_update_time: \(milliseconds)
            lifecycle_stage: active
            name: \(YAMLText.quoted(name))

            """)
        try meta.commit()
        return MLflowExperiment(id: id, path: path)
    }
}
