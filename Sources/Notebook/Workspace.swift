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
        /// The files that relative paths name from a folder, and all others by their absolute paths.
        case folder(String)
        /// The inputs of a run by the paths that its script has for them, and nothing else.
        case inputs([String: ReplayPlan.Input])
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
    /// The file to read for a path.
    ///
    /// Throws where a replayed script names a file that is no input of its run.
    package func reading(_ typed: String) throws(NotebookError) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        let typed = aliases[typed] ?? typed
        let own = Self.place(of: typed, in: scratch.folder)
        if Path.exists(own) { return own }
        return try base(of: typed, in: scratch)?.location ?? own
    }

    /// The file to write for a path.
    package func writing(_ typed: String) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        return Self.place(of: aliases[typed] ?? typed, in: scratch.folder)
    }

    /// The file to change in place, or to replace after reading it; a scratch workspace has its own copy.
    package func changing(_ typed: String) throws(NotebookError) -> String {
        guard let scratch else { return Path.expandingTilde(typed) }
        let typed = aliases[typed] ?? typed
        let own = Self.place(of: typed, in: scratch.folder)
        guard !Path.exists(own), let base = try base(of: typed, in: scratch), Path.exists(base.location) else {
            return own
        }
        do throws(FileError) {
            try Path.makeFolders(above: own)
            try HeldFile(base.location).link(to: own)
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
        guard let base = try base(of: typed, in: scratch, isDatabase: true), Path.exists(base.location) else {
            return own
        }
        do throws(FeedbackError) {
            if !Path.exists(own) {
                // A database that the script makes itself gets others' rows when they came.
                if let first = base.bounds?.first, first.cell > cell { return own }
                let bound = base.bounds.map { $0.first?.lastRow ?? .min }
                try FeedbackStore.copy(base.location, to: own, through: bound)
            } else if let bound = base.bounds?.first(where: { $0.cell == cell })?.lastRow {
                try FeedbackStore.extend(own, from: base.location, through: bound)
            }
        } catch {
            throw .stage(error)
        }
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
        case .inputs(let inputs): return inputs[typed] != nil || typed.contains("/")
        }
    }

    /// The digest that a dataset must have in a replay; `nil` where it was checked already, or may be any.
    package func expectedDigest(of typed: String) -> String? {
        guard case .inputs(let inputs)? = scratch?.base else { return nil }
        return inputs[aliases[typed] ?? typed]?.sha256
    }

    private struct Source {
        var location: String
        var bounds: [RunInput.Bound]?
    }

    /// Where a file is that the cells have not written; `nil` for a replayed script's own files that are not there yet.
    private func base(
        of typed: String, in scratch: Scratch, isDatabase: Bool = false
    ) throws(NotebookError) -> Source? {
        switch scratch.base {
        case .folder(let folder):
            // Cells are numbered from 1: no command sees the database grow.
            let bounds = lastRows[typed].map { [RunInput.Bound(cell: 0, lastRow: $0)] }
            return Source(location: Self.below(folder, typed), bounds: bounds)
        case .inputs(let inputs):
            if let input = inputs[typed] { return Source(location: input.location, bounds: input.bounds) }
            if isDatabase { return nil }
            throw .refused(
                code: "no_input",
                message: "the script reads \(typed), which is no input of the run, so it was not opened",
                remedy: "only a run's own inputs are read in a replay; run the script itself if you trust it")
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
