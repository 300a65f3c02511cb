import Files
import Foundation
package import Values

/// The commands of a logged session that a clean script holds.
package struct LoggedSession: Hashable, Sendable {
    /// The commands that did what they should and concern the experiment, in order.
    package private(set) var commands: [String] = []
    /// The command that was running when the session was killed; `nil` where none was.
    package private(set) var unfinished: String?

    /// The most bytes of a log that are read.
    private static let longest = 256 << 20

    /// Reads a log, also one whose last line was cut off.
    ///
    /// - Complexity: O(*n*) for a log of *n* bytes, which it holds in memory.
    package init(path: String) throws(NotebookError) {
        let size = try? FileManager.default.attributesOfItem(atPath: Path.followingLinks(path))[.size] as? Int
        guard Path.isRegularFile(path), let size, size <= Self.longest,
            let bytes = try? Data(contentsOf: URL(filePath: path))
        else {
            throw .refused(
                code: "unreadable_log",
                message: Path.exists(path)
                    ? "cannot read the session log \(path): it is no file, or larger than \(Self.longest) bytes"
                    : "there is no session log \(path)",
                remedy: "logs lie in the folder sessions beside the shell's history")
        }
        var open: [Int: String] = [:]
        var start = bytes.startIndex
        // What follows the last line feed is a line that a kill has cut off.
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let origin = JSONReader<NotebookError>.Origin(path: path, field: "the line", offset: start)
            var reader = JSONReader<NotebookError>([UInt8](bytes[start..<end]), origin: origin)
            let line = try reader.value()
            try reader.end()
            if start == bytes.startIndex { try Self.check(line, path: path) } else { take(line, &open) }
            start = end + 1
        }
        if start == bytes.startIndex { try Self.check(.null, path: path) }
        unfinished = open.max { $0.key < $1.key }?.value
    }

    private mutating func take(_ line: JSONValue, _ open: inout [Int: String]) {
        guard case .integer(let cell)? = line["cell"] else { return }
        if case .text(let input)? = line["input"] { open[cell] = input }
        guard line["event"] == "end", let input = open.removeValue(forKey: cell) else { return }
        guard line["status"] == "ok", line["is_meta"] == false else { return }
        if case .text(let saved)? = line["saved"] { commands.append(saved) } else { commands.append(input) }
    }

    private static func check(_ line: JSONValue, path: String) throws(NotebookError) {
        guard case .integer(let version)? = line["log_version"] else {
            throw .refused(
                code: "foreign_log", message: "\(path) is no session log: its first line has no log_version",
                remedy: "logs lie in the folder sessions beside the shell's history")
        }
        guard version <= SessionLog.version else {
            throw .refused(
                code: "later_log",
                message: "\(path) has log_version \(version), and this refit reads up to \(SessionLog.version)",
                remedy: "read it with the refit that wrote it")
        }
    }
}

extension NotebookError: DamageError {
    package static func damaged(_ damage: FileDamage) -> NotebookError {
        let place = damage.byteOffset.map { " at byte \($0)" } ?? ""
        return .refused(
            code: "damaged_log",
            message: "\(damage.path) is damaged\(place): \(damage.field) should be \(damage.expected), but it is "
                + damage.actual,
            remedy: "take the damaged line out, and what can be read is saved")
    }
}
