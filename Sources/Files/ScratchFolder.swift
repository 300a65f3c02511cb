import Foundation
import Glibc

/// A folder for work that is thrown away.
///
/// It is locked while it is in use, so that a later process can tell the folders of those that were killed, and removes
/// them. The lock ends with the process, whatever ends it.
package final class ScratchFolder {
    /// The folder's path, from the root.
    package let path: String
    private let lock: Int32

    /// How long a folder without a lock is left alone in seconds: its owner has made it and not locked it yet.
    private static let grace = 60

    /// Makes a folder that only its owner can enter in `TMPDIR`, else in `/var/tmp`, which unlike `/tmp` is not kept in
    /// memory, and removes those of that name which processes of this user have left there.
    ///
    /// - Complexity: O(*n*) for *n* files in the folder above.
    package init(_ name: String) throws(FileError) {
        let parent = Path.absolute(unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp")
        Self.removeAbandoned(name, in: parent)
        path = try Self.make(name, in: parent)
        lock = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileError.failed("lock", path)
            Self.remove(path)
            throw error
        }
    }

    deinit { close(lock) }

    /// Removes the folder with all that is in it, as far as that is possible.
    package func remove() {
        Self.remove(path)
    }
}

extension ScratchFolder {
    /// Makes a folder in another one that only its owner can enter; its path is absolute.
    ///
    /// It has no lock, and nobody but its maker removes it.
    package static func make(_ name: String, in folder: String) throws(FileError) -> String {
        let parent = Path.absolute(folder)
        var template = Array("\(parent)/\(name).XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw .failed("make a temporary folder in", parent) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder with all that is in it, as far as that is possible.
    package static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func removeAbandoned(_ name: String, in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for entry in names where entry.hasPrefix("\(name).") && entry.utf8.count == name.utf8.count + 7 {
            let path = "\(parent)/\(entry)"
            let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            var status = stat()
            guard unsafe fstat(folder, &status) == 0, status.st_uid == geteuid(),
                time(nil) - status.st_mtim.tv_sec > grace, flock(folder, LOCK_EX | LOCK_NB) == 0
            else { continue }
            remove(path)
        }
    }
}
