package import Experiments
import Feedback
import Files

/// Where the files lie that cells name.
///
/// Every command asks here before it opens a file. In an ordinary session a path is itself. In a scratch workspace, in
/// which notebooks are checked and runs replayed, everything is written below one folder: a path that a cell names is
/// looked for there first and then in what the workspace is based on, so that a file that was written is found again
/// under the name it was given, and nothing outside is ever changed.
package final class Workspace {
    private let scratch: Scratch?
    /// The last rows of feedback databases that a scratch workspace copies, by the paths that cells name them by; of a
    /// database that is not among them it copies all rows.
    ///
    /// A notebook that was run has left rows of its own in its database, and others may have come in since.
    package var lastRows: [String: Int64] = [:]

    /// A workspace below one folder.
    package struct Scratch {
        /// The folder that all files go to.
        package var folder: String
        /// Where files are that the cells have not written themselves.
        package var base: Base

        /// Describes a workspace below `folder`.
        package init(folder: String, base: Base) {
            self.folder = folder
            self.base = base
        }
    }

    /// What a scratch workspace reads besides its own files.
    package enum Base {
        /// The files that relative paths name from a folder, below it or below the current one; no others.
        case folder(String)
        /// The inputs of a run, and nothing else.
        case inputs([RunInput.Key: ReplayPlan.Input])
    }

    /// Paths that name a file which was called otherwise before, each with the first name.
    package var aliases: [String: String] = [:]

    /// An ordinary workspace: the disk as it is.
    package init() {
        scratch = nil
    }

    /// A workspace below one folder.
    package init(_ scratch: Scratch) {
        self.scratch = scratch
    }

    /// Whether everything is written below one folder and nothing is kept.
    package var isScratch: Bool { scratch != nil }
}

extension Workspace {
    /// The file to read for a path; `kind` is what a run's record calls it, `nil` where it is never an input.
    ///
    /// Throws `no_input` where a replayed script names a file that its run has not read as that, and `otherInput` where
    /// the file is not as the run has read it. Datasets are left to their loading, which takes the digest anyway.
    package func reading(_ typed: String, as kind: RunInput.Kind? = nil) throws(NotebookError) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        let typed = aliases[typed] ?? typed
        let own = Self.place(of: typed, in: scratch.folder)
        if Path.exists(own) { return own }
        guard let base = try base(of: typed, as: kind, in: scratch) else { return own }
        if kind == .model || kind == .file, base.expected != nil { _ = try base.held() }
        return base.location
    }

    /// The file to write for a path.
    package func writing(_ typed: String) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        return Self.place(of: aliases[typed] ?? typed, in: scratch.folder)
    }

    /// What is to be said of a file that will be written: that it was there, and where a link leads; `nil` for a new one.
    func replacement(_ typed: String) -> String? {
        let path = writing(typed)
        let target = (try? Path.followingLinks(path)) ?? path
        let isThere = Path.exists(target)
        guard Path.isLink(path) else { return isThere ? "\(typed) was there and was replaced" : nil }
        return "\(typed) is a link to \(Path.normalized(target)), which was "
            + (isThere ? "there and was replaced" : "written")
    }

    /// Replaces the file that a path leads to, whole or not at all, and gives what ``replacement(_:)`` says of it.
    func replace(_ typed: String, with text: String) throws(FileError) -> [String] {
        let note = replacement(typed)
        var file = try AtomicFile(replacing: writing(typed))
        try file.write(text)
        try file.commit()
        return note.map { [$0] } ?? []
    }

    /// The model file to change in place, or to replace after reading it; a scratch workspace has its own copy.
    package func changing(_ typed: String) throws(NotebookError) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        let typed = aliases[typed] ?? typed
        let own = Self.place(of: typed, in: scratch.folder)
        guard !Path.exists(own), let base = try base(of: typed, as: .model, in: scratch), Path.exists(base.location)
        else { return own }
        let held = try base.held()
        do throws(FileError) {
            try Path.makeFolders(above: own)
            try held.link(to: own)
        } catch {
            throw .stage(error)
        }
        return own
    }

    /// The feedback database for a path; a scratch workspace has its own copy, which grows before a command of a replay
    /// as the original had grown before the same command of the run.
    ///
    /// `cell` is the command's place in the script.
    package func database(_ typed: String, cell: Int) throws(NotebookError) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        let typed = aliases[typed] ?? typed
        let own = Self.place(of: typed, in: scratch.folder)
        guard let base = try base(of: typed, as: .feedback, in: scratch), Path.exists(base.location) else { return own }
        do throws(FeedbackError) {
            if !Path.exists(own) {
                // A database that the script makes itself gets others' rows when they came.
                if let first = base.bounds?.first, first.cell > cell { return own }
                let bound = base.bounds.map { $0.first?.lastRow ?? .min }
                try FeedbackStore.copy(base.location, to: own, through: bound)
            } else if let bound = base.bounds?.first(where: { $0.cell == cell })?.lastRow {
                try FeedbackStore.extend(own, from: base.location, through: bound)
            } else {
                return own
            }
        } catch {
            throw .stage(error)
        }
        try base.checkFeedback(copiedTo: own)
        return own
    }

    /// Whether anything is there under a path.
    package func exists(_ typed: String) -> Bool {
        guard let scratch else { return Path.exists(Path.expandingTilde(typed)) }
        let typed = aliases[typed] ?? typed
        if Path.exists(Self.place(of: typed, in: scratch.folder)) { return true }
        switch scratch.base {
        case .folder(let folder): return Path.exists(Self.below(folder, typed))
        // A name that looks like a path is one, so that it is refused as a file and not as a dataset.
        case .inputs(let inputs): return typed.contains("/") || inputs.keys.contains { $0.typed == typed }
        }
    }

    /// Whether a file is there that cells may read as that kind, without a look at any other.
    package func holds(_ typed: String, as kind: RunInput.Kind) -> Bool {
        guard let scratch else { return Path.exists(Path.expandingTilde(typed)) }
        let typed = aliases[typed] ?? typed
        if Path.exists(Self.place(of: typed, in: scratch.folder)) { return true }
        switch scratch.base {
        case .folder(let folder): return Path.exists(Self.below(folder, typed))
        case .inputs(let inputs): return inputs[RunInput.Key(kind, typed)] != nil
        }
    }

    /// The input of the replayed run that a dataset at `path` is; `nil` where it may be any.
    package func expectedDataset(
        _ typed: String, at path: String
    ) -> (key: RunInput.Key, input: ReplayPlan.Input)? {
        guard case .inputs(let inputs)? = scratch?.base else { return nil }
        let key = RunInput.Key(.dataset, aliases[typed] ?? typed)
        return inputs[key].flatMap { $0.location == path ? (key, $0) : nil }
    }

    private struct Source {
        var location: String
        var bounds: [RunInput.Bound]?
        var expected: (key: RunInput.Key, sha256: String)?

        /// Throws `otherInput` where the rows that were copied are not the run's.
        ///
        /// A database that grew while the run lasted is copied piece by piece, and no piece has a digest of its own: then
        /// the original is read once more.
        func checkFeedback(copiedTo copy: String) throws(NotebookError) {
            guard let expected else { return }
            let isWhole = (bounds?.count ?? 0) <= 1
            let actual: String
            do throws(FeedbackError) {
                let last = bounds?.compactMap(\.lastRow).max()
                actual = try FeedbackStore(opening: isWhole ? copy : location).digest(through: last)
            } catch {
                throw .stage(error)
            }
            if actual != expected.sha256 {
                ScratchFolder.remove(copy)
                throw .otherInput(expected.key, expected: expected.sha256, actual: actual)
            }
        }

        /// The file, held open; throws `otherInput` where its digest is not the run's.
        func held() throws(NotebookError) -> HeldFile {
            let held: HeldFile
            let actual: String?
            do throws(FileError) {
                held = try HeldFile(location)
                actual = try expected == nil ? nil : held.sha256()
            } catch {
                throw .stage(error)
            }
            if let expected, let actual, actual != expected.sha256 {
                throw .otherInput(expected.key, expected: expected.sha256, actual: actual)
            }
            return held
        }
    }

    /// Where a file is that the cells have not written; `nil` for a replayed script's own files that are not there yet.
    private func base(
        of typed: String, as kind: RunInput.Kind?, in scratch: Scratch
    ) throws(NotebookError) -> Source? {
        switch scratch.base {
        case .folder(let folder):
            // Cells are numbered from 1: no command sees the database grow.
            let bounds = lastRows[typed].map { [RunInput.Bound(cell: 0, lastRow: $0)] }
            let location = Self.below(folder, typed)
            guard Self.isVouchedFor(location, by: folder) else {
                throw .refused(
                    code: "no_input",
                    message:
                        "the notebook reads \(typed), which lies neither in its folder nor in this one, so it was not opened",
                    remedy: "check it from a folder above both, or run it without --check if you trust it")
            }
            return Source(location: location, bounds: bounds)
        case .inputs(let inputs):
            if let key = kind.map({ RunInput.Key($0, typed) }), let input = inputs[key] {
                return Source(
                    location: input.location, bounds: kind == .feedback ? input.bounds : nil,
                    expected: (key, input.sha256))
            }
            if kind == .feedback { return nil }
            throw .refused(
                code: "no_input",
                message: "the script reads \(typed), which is no input of the run, so it was not opened",
                remedy: "only a run's own inputs are read in a replay; run the script itself if you trust it")
        }
    }

    /// Whether what a path leads to, links followed, lies in a folder or in the current one; what is not there does.
    private static func isVouchedFor(_ path: String, by folder: String) -> Bool {
        guard let path = Path.resolved(path) else { return true }
        return [folder, "."].compactMap(Path.resolved).contains {
            path.hasPrefix($0 == "/" ? "/" : $0 + "/") || path == $0
        }
    }

    private static func below(_ folder: String, _ typed: String) -> String {
        let expanded = Path.expandingTilde(typed)
        return expanded.hasPrefix("/") ? expanded : "\(folder)/\(expanded)"
    }

    /// The place of a path's file below a folder; different files have different places.
    ///
    /// Names alone decide: no link is followed, and `..` never leads out.
    private static func place(of typed: String, in folder: String) -> String {
        let path = Path.normalized(typed)
        if path.hasPrefix("/") { return "\(folder)/root\(path)" }
        let parts = path.split(separator: "/")
        let above = parts.prefix { $0 == ".." }.count
        let rest = parts.dropFirst(above).joined(separator: "/")
        return above == 0 ? "\(folder)/here/\(rest)" : "\(folder)/above-\(above)/\(rest)"
    }
}
