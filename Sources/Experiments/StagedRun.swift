import Files

/// A run on disk under hidden names, whole and synced, which takes its place when it is committed.
///
/// Where nobody commits, the run that was there is untouched and nothing is left beside it.
package struct StagedRun: ~Copyable {
    private let folder: RunFolder
    private let record: AtomicFile
    private let script: AtomicFile
    private let batches: AtomicFile
    private let files: StagedFiles
    private let continuing: Bool
    /// Goes last, once the hidden files are gone.
    private let made: NewFolders

    init(
        _ record: RunRecord, batches figures: [BatchFigures], models: [(name: String, file: HeldFile)],
        tables: RunTables?, continuing: Bool, in folder: RunFolder
    ) throws(FileError) {
        let json = try folder.readable(record)
        let made = try NewFolders(above: folder.record)
        let pending = try folder.stage(json, as: folder.withdrawn, like: folder.presentRecord)
        let script = try folder.stage(record.cells.map { $0.input + "\n" }.joined(), as: folder.script)
        let batches = try folder.stage(figures)
        var files = try StagedFiles(in: folder, isEmpty: models.isEmpty && tables == nil)
        for model in models { try files.add(model.file, named: model.name) }
        for (name, text) in (tables?.texts ?? [:]).sorted(by: { $0.key < $1.key }) {
            try files.add(table: text, named: name, continuing: continuing)
        }
        (self.folder, self.continuing) = (folder, continuing)
        self.files = files
        self.record = pending
        self.script = script
        self.batches = batches
        self.made = made
    }

    /// Puts the run in the place of the one that is there.
    ///
    /// Throws `file`; the folder then has no record, and what was there of an earlier run may be gone.
    package consuming func commit() throws(ExperimentError) {
        let folder = folder
        do throws(FileError) {
            try folder.withdrawRecord()
            try folder.removeRest(keepingTables: continuing)
            // From here on the new record accounts for the files, also where the work is cut off.
            try record.commit(sealing: false)
            try files.commit()
            try script.commit(sealing: false)
            try folder.removePage()
            try batches.commit(sealing: false)
            try folder.setRecord()
        } catch {
            throw .file(error)
        }
    }
}
