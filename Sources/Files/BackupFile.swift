import Glibc

/// The file that another one is about to replace, kept beside it under its name with `.bak` at the end.
///
/// Made before the replacement and committed after it: where the replacement fails, the older backup is still there.
package struct BackupFile: ~Copyable {
    /// The path of the copy of the file at `path`.
    package static func path(of path: String) -> String { path + ".bak" }

    private let kept: String
    private let hidden: String

    /// Holds the file at `target`, whose links have been followed, under a hidden name.
    ///
    /// That is a second name of the same bytes, with their mode and owner; the replacement by `rename` that follows leaves
    /// them to it alone. Where the file system or the kernel allows no such name, the bytes are copied. The caller holds
    /// the file's lock.
    ///
    /// - Complexity: O(1); O(*n*) for *n* bytes where they have to be copied.
    package init(of target: String) throws(FileError) {
        kept = Self.path(of: target)
        hidden = "\(Path.folder(of: target))/.\(Path.name(of: kept)).new"
        // Left behind by a process that was killed before it could commit.
        unsafe unlink(hidden)
        if unsafe link(target, hidden) != 0 { try HeldFile(target).copy(to: hidden) }
    }

    /// Puts what is held in the place of an older backup, in one step, and returns its path.
    package consuming func commit() throws(FileError) -> String {
        // Two names of one file stay as they are when the one is renamed to the other; `deinit` takes the hidden one.
        guard unsafe rename(hidden, kept) == 0 else { throw .failed("replace", kept) }
        return kept
    }

    deinit { unsafe unlink(hidden) }
}
