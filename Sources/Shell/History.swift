import CReadline
import Foundation

/// The lines typed in earlier sessions and in this one, for the arrow keys and Ctrl-R.
///
/// The file holds an entry as a line `#` + seconds since 1970, then its text, as GNU history does, so that entries of
/// several lines stay together. Each entry is appended by one write as soon as it is complete: two shells at the same
/// time keep both their lines, and a killed one loses none. There is one history a process, because GNU history is.
package final class History {
    /// The most entries remembered from earlier sessions and in memory.
    package static let limit = 10_000

    /// The file, or `nil` to remember for this session only.
    package let path: String?

    /// The lines of a cell that is not complete yet.
    private var unfinished: [String] = []
    private let isUnfinished: (String) -> Bool

    /// A history in `path`, which is read by `load`.
    ///
    /// `isUnfinished` says whether a text needs further lines; by default when it ends in a backslash.
    package init(path: String?, isUnfinished: @escaping (String) -> Bool = { $0.hasSuffix("\\") }) {
        self.path = path
        self.isUnfinished = isUnfinished
        refit_rl_configure_history(Int32(Self.limit))
    }

    /// The file `history` of the ``StateFolder``; `nil` when there is none.
    package static func standardPath(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        StateFolder.path(environment: environment).map { "\($0)/history" }
    }

    /// Reads the entries of earlier sessions, the newest `limit` of them; a file that does not exist yet has none.
    ///
    /// A file that is not UTF-8 text is moved to `history.damaged`.
    package func load() throws(ShellError) {
        guard let path, FileManager.default.fileExists(atPath: path) else { return }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadableHistory(path: path, reason: Self.reason(error))
        }
        guard !bytes.contains(0), String(data: bytes, encoding: .utf8) != nil else { throw moveAside(path) }
        let status = unsafe read_history(path)
        guard status == 0 else { throw .unreadableHistory(path: path, reason: Self.reason(status)) }
        // A file may grow to twice the limit before it is rewritten, so that this happens rarely.
        if bytes.count(where: { $0 == UInt8(ascii: "\n") }) > 4 * Self.limit {
            _ = unsafe history_truncate_file(path, Int32(Self.limit))
        }
    }

    /// Remembers what was typed, in memory and in the file.
    ///
    /// The lines of an unfinished cell wait for those that finish it and become one entry with them. Blank lines and
    /// repetitions of the newest entry are not kept.
    package func add(_ lines: String) throws(ShellError) {
        unfinished.append(lines)
        let entry = unfinished.joined(separator: "\n")
        if isUnfinished(entry) { return }
        unfinished = []
        let isBlank = entry.allSatisfy(\.isWhitespace)
        guard !isBlank, entry != newest else { return }
        unsafe add_history(entry)
        try append(entry)
    }

    /// Forgets the lines of a cell that was dropped by Ctrl-C before it was complete.
    package func dropUnfinished() {
        unfinished = []
    }

    /// The newest entry, or `nil` while there is none.
    package var newest: String? {
        guard let entry = unsafe refit_rl_newest_entry() else { return nil }
        return unsafe String(cString: entry)
    }

    private func append(_ entry: String) throws(ShellError) {
        guard let path else { return }
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritableHistory(path: path, reason: Self.reason(error))
        }
        let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritableHistory(path: path, reason: Self.reason(errno)) }
        defer { close(file) }
        // What was typed is nobody else's business, even where the file was made by something else.
        fchmod(file, 0o600)
        let record = Array("#\(time(nil))\n\(entry)\n".utf8)
        let written = unsafe record.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        guard written == record.count else {
            throw .unwritableHistory(path: path, reason: written < 0 ? Self.reason(errno) : "the disk is full")
        }
    }

    private func moveAside(_ path: String) -> ShellError {
        let aside = "\(path).damaged"
        guard unsafe rename(path, aside) == 0 else {
            return .unreadableHistory(path: path, reason: Self.reason(errno))
        }
        return .damagedHistory(path: path, movedTo: aside)
    }

    private static func reason(_ code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain { return reason(Int32(underlying.code)) }
        return (error as NSError).localizedDescription
    }
}
