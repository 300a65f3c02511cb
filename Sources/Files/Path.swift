import Glibc
import Values

/// Names of files, as texts with `/` between folders.
package enum Path {
    /// The folder that holds a path: `a/b` for `a/b/c`, `.` for `c`.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path: `c` for `a/b/c`.
    package static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    /// The ending of a path's name without the dot and in lower case: `csv` for `a/B.CSV`, empty where there is none.
    package static func ending(of path: String) -> String {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// The last part of a path without its ending: `b` for `a/b.csv`.
    package static func stem(of path: String) -> String {
        let name = name(of: path)
        let ending = ending(of: name)
        return ending.isEmpty ? name : String(name.dropLast(ending.count + 1))
    }

    /// The file that a path leads to once its last part's symbolic links are followed; a missing file is itself.
    package static func followingLinks(_ path: String) throws(FileError) -> String {
        var path = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = unsafe readlink(path, &buffer, buffer.count)
            guard count >= 0 else { return path }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            path = link.hasPrefix("/") ? link : "\(folder(of: path))/\(link)"
        }
        throw .system(path: path, operation: "follow", reason: "too many symbolic links")
    }

    /// The absolute path of the file itself, every link on the way followed; `nil` where nothing is there.
    package static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Whether anything stands at the path.
    package static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Whether the path is a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether the path's last part is a symbolic link.
    package static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Whether the path is a file of bytes and not a folder, a pipe or a device, which can keep a reader waiting for ever.
    package static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether there is something at the path that is no file of bytes: asked at once, since files come and go.
    package static func isOtherThanRegularFile(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// The path from the root, without touching the disk; `.` and `..` stay as they are.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let here = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(here) }
        return unsafe "\(String(cString: here))/\(path)"
    }

    /// The path with `.`, `..` and empty parts worked out by their names alone, without touching the disk.
    ///
    /// A relative path that leads above its start keeps its leading `..`; above the root there is only the root.
    package static func normalized(_ path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined
    }

    /// How a path is written from a folder; both are absolute and normalized.
    package static func relative(_ path: String, to folder: String) -> String {
        let parts = path.split(separator: "/")
        let base = folder.split(separator: "/")
        let common = zip(parts, base).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: base.count - common) + parts[common...].map(String.init)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }

    /// The path with a leading `~` replaced by the home folder.
    package static func expandingTilde(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = unsafe getenv("HOME") else { return path }
        return unsafe String(cString: home) + path.dropFirst()
    }

    /// Makes the folders that a file's path names and that are not there yet.
    package static func makeFolders(above path: String) throws(FileError) {
        let folder = folder(of: path)
        guard !isFolder(folder) else { return }
        try makeFolders(above: folder)
        guard unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw .failed("make the folder", folder) }
    }
}

extension Path {
    /// Gives a folder its place in one step, where nothing stands but an empty folder, with the mode of any new one.
    package static func rename(_ folder: String, to target: String) throws(FileError) {
        let mask = umask(0)
        umask(mask)
        guard unsafe chmod(folder, 0o777 & ~mask) == 0 else { throw .failed("set the mode of", folder) }
        guard unsafe Glibc.rename(folder, target) == 0 else { throw .failed("make", target) }
    }
}

extension FileError {
    /// The error of the system call that has just failed.
    package static func failed(_ operation: String, _ path: String) -> FileError {
        .system(path: path, operation: operation, reason: unsafe String(cString: strerror(errno)))
    }
}

extension Path {
    /// Brings the names in the folder of the file at `path` to disk, so that a file which was renamed keeps its new one.
    package static func sealFolder(of path: String) throws(FileError) {
        let folder = unsafe open(Path.folder(of: path), O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { throw .failed("open the folder of", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .failed("sync the folder of", path) }
    }
}
