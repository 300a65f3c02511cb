import Files
import Foundation
import Glibc
import Values

/// The trials of one comparison that are done, so that an interrupted comparison goes on where it stopped.
///
/// One line a trial, appended when it is done; a line that was cut off is done again. The log is locked for as long as the
/// value lives: another process that carries out the same comparison meanwhile keeps none. Nor is one kept where anything
/// but a file stands in its place, such as a link.
final class TrialLog {
    private let file: FileHandle?
    private var known: [String: RecordValue] = [:]

    /// What is to be said of it before the work; `nil` for nothing.
    let note: String?

    /// Where the log of a comparison lies in a folder, by all that decides what comes out of it.
    static func path(in folder: String, of parts: [String]) -> String {
        var hasher = SHA256Hasher()
        for part in parts { hasher.update(Array("\(part.utf8.count):\(part);".utf8)) }
        return "\(folder)/\(hasher.finishHex().prefix(32)).jsonl"
    }

    /// Removes the log of a comparison whose result is written down; nothing where none was kept, or another process is
    /// carrying out the same comparison.
    static func remove(_ path: String?) {
        guard let path, case .file(let file) = Self.open(path, O_RDWR) else { return }
        unsafe unlink(path)
        try? file.close()
    }

    /// How many trials an earlier run had done.
    var finished: Int { known.count }

    /// Opens the log at a path, or makes it; `nil` keeps nothing.
    init(path: String?) {
        guard let path, (try? Path.makeFolders(above: path)) != nil else {
            (file, note) = (nil, nil)
            return
        }
        switch Self.open(path, O_RDWR | O_CREAT) {
        case .file(let opened): (file, note) = (opened, nil)
        case .locked:
            (file, note) = (nil, "another process carries out the same comparison: no trials of this one are kept")
        case .none: (file, note) = (nil, "\(path) is no file of its own: no trials are kept")
        }
        let data = (try? file?.readToEnd()) ?? Data()
        for line in data.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? RecordValue(parsing: [UInt8](line), path: path), let key = try? entry["trial"].text,
                let value = try? entry["result"]
            else { continue }
            known[key] = value
        }
        if !data.isEmpty, data.last != UInt8(ascii: "\n") { try? file?.write(contentsOf: Data("\n".utf8)) }
    }

    /// What a trial came to in an earlier run; `nil` where it was not done.
    subscript(trial: String) -> RecordValue? { known[trial] }

    /// Takes down a trial.
    func add(_ trial: String, _ result: JSONValue) {
        let line: JSONValue = ["trial": .text(trial), "result": result]
        try? file?.write(contentsOf: Data("\(line.text)\n".utf8))
    }
}

extension TrialLog {
    private enum Opened {
        case file(FileHandle)
        /// Another process holds it.
        case locked
        case none
    }

    /// Opens and locks a file, and nothing but a file.
    private static func open(_ path: String, _ flags: Int32) -> Opened {
        // Without `O_NONBLOCK`, opening a pipe may wait for its other end.
        let descriptor = unsafe Glibc.open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return .none }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .none }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? .file(file) : .locked
    }
}
