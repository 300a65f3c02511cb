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

    /// The run that a person means by a path: the folder, its `record.json`, or a model file that it has exported, beside
    /// which it lies or below `experiments` where it has a name and the file holds its model still.
    package static func named(by path: String) throws(ExperimentError) -> RunFolder {
        var candidates = [path]
        if Path.name(of: path) == "record.json" { candidates.append(Path.folder(of: path)) }
        if !Path.ending(of: path).isEmpty { candidates.append(RunFolder.beside(model: path).path) }
        for candidate in candidates {
            let folder = RunFolder(
                candidate.count > 1 && candidate.hasSuffix("/") ? String(candidate.dropLast()) : candidate)
            if Path.exists(folder.record) { return folder }
        }
        // Only a file is looked for further: a folder without a record is no run.
        if let model = Path.resolved(path), Path.isRegularFile(model) {
            // A record can name any file as the model that came out.
            var digest: String??
            for run in RunIndex(below: "experiments").runs {
                guard let exported = run.record.model, !exported.path.isEmpty,
                    Path.resolved("\(run.path)/\(exported.path)") == model
                else { continue }
                let actual = digest ?? (try? ModelFile.read(path: model))?.digest
                digest = actual
                if actual == exported.modelDigest { return RunFolder(run.path) }
            }
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

    /// Reads the figures of batches; there are at most as many as a run of `commands` commands keeps.
    package func readBatches(of commands: Int) throws(ExperimentError) -> [BatchFigures] {
        let bytes = try bytes(of: batches, most: Self.mostBatchBytes)
        let most = BatchLog.most * max(1, commands)
        guard bytes.count(where: { $0 == 10 }) <= most + 1 else {
            throw .damaged(
                FileDamage(
                    path: batches, byteOffset: nil, field: "the number of lines", expected: "at most \(most + 1)",
                    actual: "more"))
        }
        return try BatchFigures.read(csv: bytes, path: batches)
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
    ///   - tables: What a comparison leaves besides.
    ///   - continuing: Whether the tables that lie there are of this run's earlier commands: they stay, and `tables` go
    ///     behind them. Those of any other run go.
    /// - Throws: `file`; the folder then has no record, and what was there of an earlier run may be gone.
    package func write(
        _ record: RunRecord, batches: [BatchFigures], models: [(name: String, file: HeldFile)],
        tables: RunTables? = nil, continuing: Bool = false
    ) throws(ExperimentError) {
        try stage(record, batches: batches, models: models, tables: tables, continuing: continuing).commit()
    }

    /// Brings a run to disk beside the one that is there, which it replaces when it is committed; see
    /// ``write(_:batches:models:tables:continuing:)``.
    package func stage(
        _ record: RunRecord, batches: [BatchFigures], models: [(name: String, file: HeldFile)],
        tables: RunTables? = nil, continuing: Bool = false
    ) throws(ExperimentError) -> StagedRun {
        try checkIsOwn()
        do throws(FileError) {
            return try StagedRun(
                record, batches: batches, models: models, tables: tables, continuing: continuing, in: self)
        } catch {
            throw .file(error)
        }
    }

    /// Brings a text to disk that will be a file of the run, with the mode of the file at `example`, otherwise the target's own.
    func stage(_ text: String, as target: String, like example: String? = nil) throws(FileError) -> AtomicFile {
        var file = try AtomicFile(replacing: target, followingLinks: false)
        try file.write(text)
        try file.sync(like: example)
        return file
    }

    /// Brings the figures of batches to disk.
    func stage(_ batches: [BatchFigures]) throws(FileError) -> AtomicFile {
        let lines = [BatchFigures.columns.joined(separator: ",")] + batches.lazy.map(\.csv)
        return try stage(lines.joined(separator: "\n") + "\n", as: self.batches)
    }

    /// The record that lies here, withdrawn or not.
    var presentRecord: String { Path.exists(withdrawn) ? withdrawn : record }

    /// Takes away what no new run here has: the models that another began from, and the tables of another comparison.
    func removeRest(keepingTables: Bool) throws(FileError) {
        try remove(startNames + (keepingTables ? [] : RunTables.names))
    }

    /// Gives the record that is kept under its hidden name its own, and brings all names here to disk.
    func setRecord() throws(FileError) {
        guard unsafe rename(withdrawn, record) == 0 else { throw .failed("replace", record) }
        try Path.sealFolder(of: record)
    }

    /// Writes the figures of batches, then the record.
    ///
    /// A record that nobody could read is not written. A page of the figures that were there before is taken away.
    package func rewrite(_ record: RunRecord, batches: [BatchFigures]) throws(FileError) {
        let json = try readable(record)
        try removePage()
        try stage(batches).commit(sealing: false)
        var file = try AtomicFile(replacing: self.record, followingLinks: false)
        try file.write(json)
        try file.commit()
        guard unsafe unlink(withdrawn) == 0 || errno == ENOENT else { throw .failed("remove", withdrawn) }
    }

    /// The text of a record, which can be read again.
    func readable(_ record: RunRecord) throws(FileError) -> String {
        let json = record.json.lines
        guard json.utf8.count <= RunRecord.mostBytes else {
            throw .system(
                path: self.record, operation: "write", reason: "it would have more than \(RunRecord.mostBytes) bytes")
        }
        do {
            _ = try RunRecord(json: Array(json.utf8), path: self.record)
        } catch {
            throw .system(
                path: self.record, operation: "write", reason: "it could not be read again: \(error.message)")
        }
        return json
    }

    /// The record of a run that is being replaced; it tells which files of the folder are refit's.
    var withdrawn: String { "\(path)/.record.json" }

    /// Refuses a folder that holds something which is not refit's where a run's files would go.
    ///
    /// That is a link in the place of the folder or of a file of the run, a folder in the place of such a file, a
    /// `record.json` that refit has not written, and a file of a run's name that no record there accounts for.
    package func checkIsOwn() throws(ExperimentError) {
        let tables = RunTables.names.map { "\(path)/\($0)" }
        let files = [record, withdrawn, script, batches] + tables
        for own in [path] + files where Path.isLink(own) {
            throw .notOurs(path: own, reason: "it is a link, and what it leads to would be replaced")
        }
        for own in files + startNames.map({ "\(path)/\($0)" }) where Path.isOtherThanRegularFile(own) {
            throw .notOurs(path: own, reason: "it is no regular file, and one of the run's would go there")
        }
        guard let known = try replacedRecord() else {
            for own in [script, batches] + tables + startNames.map({ "\(path)/\($0)" }) where Path.exists(own) {
                throw .notOurs(path: own, reason: "no record beside it says so")
            }
            return
        }
        let starts = Set(known.inputs.filter { $0.kind == .model }.map(\.path))
        for name in startNames where !starts.contains(name) {
            throw .notOurs(path: "\(path)/\(name)", reason: "the record beside it does not name it")
        }
        guard !known.isComparison, let foreign = tables.first(where: { Path.exists($0) }) else { return }
        throw .notOurs(path: foreign, reason: "the record beside it is of a run that compares nothing")
    }

    /// The record of the run that lies here, also of one whose replacement was interrupted; `nil` without one.
    private func replacedRecord() throws(ExperimentError) -> RunRecord? {
        guard let there = [record, withdrawn].first(where: { Path.exists($0) }) else { return nil }
        do throws(ExperimentError) {
            return try RunRecord(json: try bytes(of: there, most: RunRecord.mostBytes), path: there)
        } catch {
            throw .notOurs(path: there, reason: error.message)
        }
    }

    /// Takes the record away: a folder without one is no run.
    ///
    /// It is kept under a hidden name until the next one is written, since it tells which files are refit's. Returns whether
    /// there was one: what lies under the hidden name otherwise was left by whoever could not end their work.
    @discardableResult
    package func withdrawRecord() throws(FileError) -> Bool {
        if unsafe rename(record, withdrawn) == 0 { return true }
        guard errno == ENOENT || errno == ENOTDIR else { throw .failed("withdraw", record) }
        return false
    }

    /// The names of the tables that a comparison has left here.
    package var tables: [String] { RunTables.names.filter { Path.exists("\(path)/\($0)") } }

    /// Puts the record that was withdrawn back where the model that it is of has stayed after all.
    package func restoreRecord() { _ = unsafe rename(withdrawn, record) }

    /// The model whose run lies here and which is another one than the file at `path`; `nil` without one.
    package func modelReplaced(by path: String) -> String? {
        guard let known = try? readRecord().model?.path, !known.isEmpty else { return nil }
        let there = Path.normalized("\(Path.absolute(self.path))/\(known)")
        return there == Path.normalized(Path.absolute(path)) || !Path.exists(there) ? nil : Path.name(of: there)
    }

    private var startNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter(RunFolder.isStart)
    }

    private func remove(_ names: [String]) throws(FileError) {
        for name in names {
            guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else {
                throw .failed("remove", "\(path)/\(name)")
            }
        }
    }

    /// The name of the `index`th model file that a run began from, from 0: `start.pkl`, `start-2.pkl`.
    package static func start(_ index: Int, ending: String) -> String {
        (index == 0 ? "start" : "start-\(index + 1)") + (ending.isEmpty ? "" : ".\(ending)")
    }

    /// Whether refit gave a file this name; a `start.csv` is somebody else's.
    static func isStart(_ name: String) -> Bool {
        guard !name.contains("/"), ModelFormat(endingOf: name) != nil else { return false }
        let stem = Path.stem(of: name)
        return stem == "start" || (stem.hasPrefix("start-") && Int(stem.dropFirst(6)) != nil)
    }
}

extension RunRecord {
    /// Whether a comparison of the run has left tables.
    fileprivate var isComparison: Bool { cells.contains { $0.expanded.hasPrefix("compare ") } }
}
