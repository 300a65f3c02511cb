package import Files
import Foundation
import ModelFiles
import Values

/// The folder of a run: `record.json`, `script.refit`, `batches.csv`, and `start.*` where it began from a model file.
///
/// Other files there, such as a README, are left alone. `record.json` is taken away first and written last, so that a
/// folder that has one is whole.
package struct RunFolder: Hashable, Sendable {
    /// The folder's path.
    package let path: String

    /// Names a folder; nothing is read.
    package init(_ path: String) {
        self.path = path
    }

    /// The record's path.
    package var record: String { "\(path)/record.json" }
    /// The script's path.
    package var script: String { "\(path)/script.refit" }
    /// The path of the figures of batches.
    package var batches: String { "\(path)/batches.csv" }

    /// The run that a person means by a path: the folder, its `record.json`, or a model file beside which it lies.
    package static func named(by path: String) throws(ExperimentError) -> RunFolder {
        var candidates = [path]
        if Path.name(of: path) == "record.json" { candidates.append(Path.folder(of: path)) }
        if !Path.ending(of: path).isEmpty { candidates.append(RunFolder.beside(model: path).path) }
        for candidate in candidates {
            let folder = RunFolder(
                candidate.count > 1 && candidate.hasSuffix("/") ? String(candidate.dropLast()) : candidate)
            if Path.exists(folder.record) { return folder }
        }
        throw .notARun(path: path)
    }

    /// The folder of the run that an export to `path` leaves: `models/movies.run` for `models/movies.safetensors`.
    package static func beside(model path: String) -> RunFolder {
        let ending = Path.ending(of: path)
        return RunFolder("\(ending.isEmpty ? path : String(path.dropLast(ending.count + 1))).run")
    }
}

extension RunFolder {
    /// Reads the record.
    package func readRecord() throws(ExperimentError) -> RunRecord {
        guard Path.exists(record) else { throw .notARun(path: path) }
        return try RunRecord(json: try bytes(of: record, most: RunRecord.mostBytes), path: record)
    }

    /// Reads the script as text.
    package func readScript() throws(ExperimentError) -> String {
        let bytes = try bytes(of: script, most: Self.longestScript)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .damaged(
                FileDamage(
                    path: script, byteOffset: nil, field: "the script", expected: "a text in UTF-8",
                    actual: "other bytes"))
        }
        return text
    }

    /// Reads the figures of batches.
    package func readBatches() throws(ExperimentError) -> [BatchFigures] {
        try BatchFigures.read(csv: try bytes(of: batches, most: Self.mostBatchBytes), path: batches)
    }

    /// The largest script that is read.
    private static let longestScript = 16 << 20
    /// The largest `batches.csv` that is read.
    private static let mostBatchBytes = 64 << 20

    private func bytes(of path: String, most: Int) throws(ExperimentError) -> [UInt8] {
        guard Path.isRegularFile(path) else {
            throw .file(.system(path: path, operation: "read", reason: "it is no regular file"))
        }
        // A run from elsewhere could have a link to a file of the reader's, whose first words an error would show.
        guard (try? Path.followingLinks(path)) == path else {
            throw .file(.system(path: path, operation: "read", reason: "it is a link, and a run has files of its own"))
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        guard size <= most else { throw .tooLarge(path: path, bytes: size, most: most) }
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw .file(.system(path: path, operation: "read", reason: "it cannot be read"))
        }
    }
}

extension RunFolder {
    /// Writes a run: what lay there of an earlier one is replaced, and no `start.*` of another run is left.
    ///
    /// - Parameters:
    ///   - record: The record, whose inputs of the kind `model` name files of this folder.
    ///   - batches: The figures of the batches in order.
    ///   - models: The model files that the run began from, by their names in this folder.
    /// - Throws: `file`; the folder then has no record, and what was there of an earlier run may be gone.
    package func write(
        _ record: RunRecord, batches: [BatchFigures], models: [(name: String, file: HeldFile)]
    ) throws(ExperimentError) {
        do throws(FileError) {
            try Path.makeFolders(above: self.record)
            try withdrawRecord()
            try removeStarts()
            for model in models { try model.file.link(to: "\(path)/\(model.name)") }
            var script = try AtomicFile(replacing: self.script)
            for cell in record.cells { try script.write(cell.input + "\n") }
            try script.commit()
            try rewrite(record, batches: batches)
        } catch {
            throw .file(error)
        }
    }

    /// Writes the figures of batches, then the record.
    ///
    /// A record that nobody could read is not written.
    package func rewrite(_ record: RunRecord, batches: [BatchFigures]) throws(FileError) {
        let json = record.json.lines
        guard json.utf8.count <= RunRecord.mostBytes else {
            throw .system(
                path: self.record, operation: "write", reason: "it would have more than \(RunRecord.mostBytes) bytes")
        }
        var figures = try AtomicFile(replacing: self.batches)
        try figures.write(BatchFigures.columns.joined(separator: ",") + "\n")
        for batch in batches { try figures.write(batch.csv + "\n") }
        try figures.commit()
        var file = try AtomicFile(replacing: self.record)
        try file.write(json)
        try file.commit()
    }

    /// Takes the record away: a folder without one is no run.
    package func withdrawRecord() throws(FileError) {
        guard unsafe unlink(record) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw .failed("remove", record)
        }
    }

    private func removeStarts() throws(FileError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where RunFolder.isStart(name) {
            guard unsafe unlink("\(path)/\(name)") == 0 else { throw .failed("remove", "\(path)/\(name)") }
        }
    }

    /// The name of the `index`th model file that a run began from, from 0: `start.pkl`, `start-2.pkl`.
    package static func start(_ index: Int, ending: String) -> String {
        (index == 0 ? "start" : "start-\(index + 1)") + (ending.isEmpty ? "" : ".\(ending)")
    }

    /// Whether refit gave a file this name; a `start.csv` is somebody else's.
    private static func isStart(_ name: String) -> Bool {
        guard ModelFormat(endingOf: name) != nil else { return false }
        let stem = Path.stem(of: name)
        return stem == "start" || (stem.hasPrefix("start-") && Int(stem.dropFirst(6)) != nil)
    }
}
