package import Datasets
package import Feedback
package import Files
import ModelFiles
package import Values

/// Which files a session has read that it did not make, and which it has made.
///
/// A file that the session wrote, and that is still as it left it, is none of its inputs: a replay makes it again.
package final class FileUses {
    private var inputs: [Use] = []
    private var outputs: [String: FileIdentity] = [:]
    private var databases: [String: DatabaseUse] = [:]
    private var cell = 1
    /// The first spelling of each file's path.
    private var spellings: [String: String] = [:]
    /// Later spellings of the same file, each with the first.
    package private(set) var aliases: [String: String] = [:]

    /// One input while the session runs.
    private struct Use {
        var kind: RunInput.Kind
        var typed: String
        var path: String
        var sha256: String?
        var sizeBytes: Int?
        var rows: [String] = []
        var held: HeldFile?
        /// What the running command adds to ``rows`` if it ends well.
        var openRows: [String] = []
        var state = State.running

        /// Whether any command that counts has used it.
        enum State {
            /// Only the running command has, and it may still fail.
            case running
            /// A command that ended well has.
            case ended
            /// Only commands that failed have: the script has none of them.
            case failed
        }
    }

    fileprivate struct DatabaseUse {
        /// The largest row number as the session itself left it.
        var expected: Int64?
        /// Whether rows are there that no replay makes, whatever the largest number is.
        var isForeign = false
        /// Whether anybody else's rows were met.
        var isInput: Bool
        var bounds: [RunInput.Bound] = []
        /// The last command that added rows.
        var additionCell: Int?
        /// What was read up to which row, for the question whether it is still so.
        var readings: [(lastRow: Int64, sha256: String)] = []
    }

    func begin(cell: Int) {
        self.cell = cell
    }

    /// Keeps what the running command has used.
    func end() {
        for index in inputs.indices {
            if inputs[index].state == .running { inputs[index].state = .ended }
            inputs[index].rows += inputs[index].openRows
            inputs[index].openRows = []
        }
    }

    /// Forgets the command that is running: rows that it has added all the same count as somebody else's, and what it
    /// alone has used is no input until another command uses it, too.
    func drop() {
        for index in inputs.indices {
            if inputs[index].state == .running { inputs[index].state = .failed }
            inputs[index].openRows = []
        }
        for (path, use) in databases where use.additionCell == cell {
            databases[path]?.isForeign = true
            databases[path]?.additionCell = nil
        }
    }

    /// The first spelling of a file's path; another one is remembered as an alias.
    private func spelling(_ typed: String, of key: String) -> String {
        guard let first = spellings[key] else {
            spellings[key] = typed
            return typed
        }
        if first != typed { aliases[typed] = first }
        return first
    }

    /// The first spelling of a file's path where `typed` is another one, for a record that names a file before it is there.
    ///
    /// Nothing is remembered: a file that cannot be written is none of the script's.
    package func alias(of typed: String, for path: String) -> String? {
        spellings[Self.key(path)].flatMap { $0 == typed ? nil : $0 }
    }

    /// Says that the session has written a file.
    package func wrote(_ path: String, typed: String) {
        let path = Self.key(path)
        _ = spelling(typed, of: path)
        outputs[path] = try? FileIdentity(of: path)
    }

    /// Whether the file at a path is as the session left it.
    package func isOwn(_ path: String) -> Bool {
        let path = Self.key(path)
        guard let left = outputs[path] else { return false }
        return (try? FileIdentity(of: path)) == left
    }

    /// Says that a dataset was loaded; `typed` is the path as the script has it.
    package func loaded(_ dataset: Dataset, typed: String) {
        let path = Self.key(dataset.path)
        let typed = spelling(typed, of: path)
        let isOwnDatabase = databases[path].map { !$0.isInput } ?? false
        guard !isOwn(path), !isOwnDatabase else { return }
        let isFile = [.csv, .tsv, .jsonLines].contains(dataset.format)
        add(
            Use(
                kind: .dataset, typed: typed, path: path, sha256: dataset.sha256,
                sizeBytes: isFile ? dataset.sizeBytes : nil))
    }

    /// Says that rows of a dataset were used.
    package func used(_ dataset: Dataset, rows: RowRange) {
        let path = Self.key(dataset.path)
        guard
            let index = inputs.lastIndex(where: {
                $0.kind == .dataset && $0.path == path && $0.sha256 == dataset.sha256
            })
        else { return }
        revive(index)
        let range = rows.description
        let known = inputs[index].rows + inputs[index].openRows
        if !known.contains(range) { inputs[index].openRows.append(range) }
    }

    private func revive(_ index: Int) {
        if inputs[index].state == .failed { inputs[index].state = .running }
    }

    /// Reads a file, and holds it open, so that its bytes are there when the run is recorded.
    ///
    /// Where another file takes the name while `read` reads it, it is read again; throws `changedMeanwhile` where that
    /// goes on, and what `read` throws.
    package func reading<Value>(
        _ kind: RunInput.Kind, _ path: String, typed: String, _ read: () throws -> Value
    ) throws -> Value {
        for _ in 0..<3 {
            let held: HeldFile
            do {
                held = try HeldFile(path)
            } catch {
                // Whoever reads it knows what it is, and says what to do.
                _ = try read()
                throw error
            }
            let value = try read()
            guard try HeldFile(path).isSame(as: held) else { continue }
            hold(held, as: kind, path, typed: typed)
            return value
        }
        throw FileError.changedMeanwhile(path: path)
    }

    private func hold(_ held: HeldFile, as kind: RunInput.Kind, _ path: String, typed: String) {
        let typed = spelling(typed, of: Self.key(path))
        guard !isOwn(path) else { return }
        add(Use(kind: kind, typed: typed, path: Self.key(path), sizeBytes: held.sizeBytes, held: held))
    }

    /// Says that a feedback database was opened whose largest row number is now `lastRow`.
    ///
    /// `isNew` says that the session has just made it.
    package func openedDatabase(_ path: String, typed: String, lastRow: Int64?, isNew: Bool) {
        let path = Self.key(path)
        let typed = spelling(typed, of: path)
        var use = databases[path] ?? DatabaseUse(expected: isNew ? lastRow : nil, isInput: !isNew)
        let isFirst = databases[path] == nil
        if isFirst ? !isNew : use.isForeign || use.expected != lastRow { use.meet(lastRow, before: cell) }
        use.expected = lastRow
        databases[path] = use
        if use.isInput { add(Use(kind: .feedback, typed: typed, path: path)) }
    }

    /// Says that the session has added `count` rows to a database in one transaction, the last of which has this number.
    package func addedRows(to path: String, lastRow: Int64, count: Int, typed: String) {
        let path = Self.key(path)
        guard var use = databases[path] else { return }
        let before = lastRow - Int64(count)
        // Somebody else's rows came in after the database was opened.
        if before != use.expected ?? 0 {
            use.meet(before, before: cell)
            add(Use(kind: .feedback, typed: spelling(typed, of: path), path: path))
        }
        use.expected = lastRow
        use.additionCell = cell
        databases[path] = use
    }

    /// Says that all rows of a database up to its bound were read by the running command.
    ///
    /// Their digest is taken, so that rows which change afterwards are noticed when the run is recorded. A person who
    /// does not wait for it goes without.
    package func readRows(of store: FeedbackStore, monitor: (any WorkMonitor)?) {
        let path = Self.key(store.path)
        guard databases[path]?.isInput == true, let bound = store.bound,
            databases[path]?.readings.last?.lastRow != bound,
            let digest = try? store.digest(through: bound, monitor: monitor)
        else { return }
        databases[path]?.readings.append((bound, digest))
    }

    private func add(_ use: Use) {
        let known = inputs.firstIndex {
            $0.kind == use.kind && $0.path == use.path && $0.typed == use.typed && $0.sha256 == use.sha256
                && (use.held == nil || $0.held?.isSame(as: use.held) == true)
        }
        if let known { revive(known) } else { inputs.append(use) }
    }

    /// Where a typed path leads, links left as they are: what lies behind them is the machine's own business.
    fileprivate static func place(of typed: String) -> String {
        Path.normalized(Path.absolute(Path.expandingTilde(typed)))
    }

    private static func key(_ path: String) -> String {
        Path.normalized(Path.absolute((try? Path.followingLinks(path)) ?? path))
    }
}

extension FileUses.DatabaseUse {
    /// Takes down that a command meets the rows up to a number; one that failed before it has left no other.
    fileprivate mutating func meet(_ lastRow: Int64?, before cell: Int) {
        isInput = true
        isForeign = false
        bounds.removeAll { $0.cell == cell }
        bounds.append(RunInput.Bound(cell: cell, lastRow: lastRow))
    }
}

extension FileUses {
    /// The digest of a database's rows; `nil` where it is gone, or where rows that were read have changed since.
    private static func digest(
        of use: DatabaseUse, at path: String, through bound: Int64?, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> String? {
        guard let store = try? FeedbackStore(opening: path) else { return nil }
        func digest(through bound: Int64?) throws(ExperimentError) -> String? {
            do throws(FeedbackError) {
                return try store.digest(through: bound, monitor: monitor)
            } catch {
                if case .interrupted = error { throw .interrupted }
                return nil
            }
        }
        var whole: String?
        for reading in use.readings {
            guard let now = try digest(through: reading.lastRow), now == reading.sha256 else { return nil }
            if reading.lastRow == bound { whole = now }
        }
        if let whole { return whole }
        return try digest(through: bound)
    }

    private static func digest(
        of file: HeldFile, _ monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> String? {
        do throws(FileError) {
            return try file.sha256(monitor: monitor)
        } catch {
            if case .interrupted = error { throw .interrupted }
            return nil
        }
    }

    /// Begins to take the digests of the files that are held, which ``inputs(for:monitor:)`` waits for.
    package func beginDigests() {
        HeldFile.beginDigests(of: inputs.filter { $0.state != .failed }.compactMap(\.held))
    }

    /// The inputs for a record in `folder`, with the model files that belong beside it.
    ///
    /// Digests of files and of feedback are taken now, which reads them from end to end; what is gone has none.
    /// Throws `interrupted`.
    package func inputs(
        for folder: RunFolder, monitor: (any WorkMonitor)?
    ) throws(ExperimentError) -> RunInputs {
        let base = Path.normalized(Path.absolute(folder.path))
        var models: [(name: String, file: HeldFile)] = []
        var described: [RunInput] = []
        for use in inputs where use.state != .failed {
            var input = RunInput(
                kind: use.kind, typed: use.typed, path: Path.relative(Self.place(of: use.typed), to: base),
                sha256: use.sha256, sizeBytes: use.sizeBytes)
            input.rows = use.rows + use.openRows
            if use.kind == .feedback, let database = databases[use.path] {
                input.bounds = database.bounds
                input.sha256 = try Self.digest(of: database, at: use.path, through: input.lastRow, monitor)
            }
            if let held = use.held {
                input.sha256 = try Self.digest(of: held, monitor)
                if use.kind == .model {
                    let format = ModelFormat(endingOf: held.path)?.rawValue
                    input.path = RunFolder.start(models.count, ending: format ?? "")
                    if input.sha256 != nil { models.append((input.path, held)) }
                }
            }
            described.append(input)
        }
        return RunInputs(inputs: described, models: models)
    }

    /// The datasets that were loaded and not made by the session itself, with the rows that were used.
    package var datasets: [RunInput] {
        inputs.filter { $0.kind == .dataset && $0.state != .failed }.map { use in
            var input = RunInput(
                kind: .dataset, typed: use.typed, path: use.path, sha256: use.sha256, sizeBytes: use.sizeBytes)
            input.rows = use.rows + use.openRows
            return input
        }
    }
}

/// What a run has read, with the model files that belong beside its record.
package struct RunInputs {
    /// The inputs in the order of first use.
    package var inputs: [RunInput]
    /// The model files, by their names in the run's folder.
    package var models: [(name: String, file: HeldFile)]
}
