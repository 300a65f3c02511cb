import Glibc

/// The file that another one is about to replace, kept beside it under its name with `.bak` at the end.
package enum BackupFile {
    /// The path of the copy of the file at `path`.
    package static func path(of path: String) -> String { path + ".bak" }

    /// Keeps the file at `target`, whose links have been followed, and returns the path of what is kept.
    ///
    /// It becomes a second name of the same bytes, with their mode and owner; the replacement by `rename` that follows
    /// leaves them to it alone. Where the file system or the kernel allows no such name, the bytes are copied. An older
    /// backup is replaced in one step: a reader sees the older one or this one. Throws `FileError`; the file and the
    /// older backup are then untouched.
    ///
    /// The caller holds the file's lock.
    ///
    /// - Complexity: O(1); O(*n*) for *n* bytes where they have to be copied.
    @discardableResult
    package static func keep(_ target: String) throws(FileError) -> String {
        let kept = path(of: target)
        let name = "\(Path.folder(of: target))/.\(Path.name(of: kept)).new"
        // Left behind by a process that was killed between the two steps below.
        unsafe unlink(name)
        guard unsafe link(target, name) == 0 else {
            try HeldFile(target).copy(to: kept)
            return kept
        }
        // Two names of one file stay as they are when the one is renamed to the other.
        defer { unsafe unlink(name) }
        guard unsafe rename(name, kept) == 0 else { throw .failed("replace", kept) }
        return kept
    }
}
