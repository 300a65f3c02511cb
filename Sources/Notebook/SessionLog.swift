import Files
import Foundation
import Glibc
import Values

/// What a session does, written down as it happens.
///
/// The file is JSON Lines: one line says where and with what the session began; each cell has a line before it runs and
/// one when it ends. A line is one write to the end of the file, so that a killed session loses nothing that had ended,
/// and what was running is seen from its first line alone. The file is its owner's to read (mode 0600): it holds the
/// commands as they were typed, texts too, and of their results only figures (see ``JSONValue/figures()``).
package final class SessionLog {
    /// The file, made with the first cell.
    package let path: String
    private var descriptor: Int32?
    private var hasFailed = false

    /// The form of the lines; a log of a later form is refused.
    static let version = 1

    /// A log in a new file of a folder, named after the time in UTC and the process.
    package init(folder: String) {
        path = "\(folder)/\(Timestamp.compactNow)-\(getpid()).jsonl"
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// Writes that a cell is about to run.
    ///
    /// Throws where the file cannot be made or written, and the first time only: a full disk stops no session.
    func begin(cell number: Int, input: String) throws(FileError) {
        try append(["event": "begin", "cell": .integer(number), "input": .text(input), "at": .text(Timestamp.now)])
    }

    /// Writes how a cell has ended; `result` is `nil` where it failed, `saved` the command as scripts hold it where that
    /// is not as it was typed.
    func end(
        cell number: Int, isMeta: Bool, result: JSONValue?, seconds: Double, saved: String? = nil
    ) throws(FileError) {
        let figures = (result?.figures() ?? []).map { JSONValue.Member(key: $0.key, value: $0.value) }
        try append([
            "event": "end", "cell": .integer(number), "status": result == nil ? "error" : "ok",
            "is_meta": .bool(isMeta), "figures": .object(isMeta ? [] : figures), "seconds": .real(seconds),
            "saved": JSONValue(saved),
        ])
    }

    private func append(_ line: JSONValue) throws(FileError) {
        guard !hasFailed else { return }
        do throws(FileError) {
            if descriptor == nil { try create() }
            try write(line)
        } catch {
            hasFailed = true
            throw error
        }
    }

    private func create() throws(FileError) {
        // A folder that cannot be made shows when the file is.
        try? FileManager.default.createDirectory(
            atPath: Path.folder(of: path), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let opened = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .failed("make the session log", path) }
        descriptor = opened
        try write([
            "log_version": .integer(Self.version), "refit": .text(Version.current), "started": .text(Timestamp.now),
            "folder": .text(FileManager.default.currentDirectoryPath),
        ])
    }

    private func write(_ line: JSONValue) throws(FileError) {
        guard let descriptor else { return }
        let bytes = Array((line.text + "\n").utf8)
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .failed("write the session log", path) }
        guard count == bytes.count else {
            throw .system(path: path, operation: "write the session log", reason: "only a part of a line fitted")
        }
    }
}
