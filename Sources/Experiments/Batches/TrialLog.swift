import Files
import Foundation
import Values

/// The trials of one comparison that are done, so that an interrupted comparison goes on where it stopped.
///
/// One line a trial, appended when it is done; a line that was cut off is done again.
final class TrialLog {
    private let file: FileHandle?
    private var known: [String: RecordValue] = [:]

    /// Where the log of a comparison lies in a folder, by all that decides what comes out of it.
    static func path(in folder: String, of parts: [String]) -> String {
        var hasher = SHA256Hasher()
        for part in parts { hasher.update(Array("\(part.utf8.count):\(part);".utf8)) }
        return "\(folder)/\(hasher.finishHex().prefix(32)).jsonl"
    }

    /// Removes the log of a comparison whose result is written down; nothing where none was kept.
    static func remove(_ path: String?) {
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    /// How many trials an earlier run had done.
    var finished: Int { known.count }

    /// Opens the log at a path, or makes it; `nil` keeps nothing.
    init(path: String?) {
        guard let path, (try? Path.makeFolders(above: path)) != nil else {
            file = nil
            return
        }
        if !Path.exists(path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let data = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
        for line in data.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? RecordValue(parsing: [UInt8](line), path: path), let key = try? entry["trial"].text,
                let value = try? entry["result"]
            else { continue }
            known[key] = value
        }
        file = FileHandle(forUpdatingAtPath: path)
        if let end = try? file?.seekToEnd(), end > 0, data.last != UInt8(ascii: "\n") {
            try? file?.write(contentsOf: Data("\n".utf8))
        }
    }

    /// What a trial came to in an earlier run; `nil` where it was not done.
    subscript(trial: String) -> RecordValue? { known[trial] }

    /// Takes down a trial.
    func add(_ trial: String, _ result: JSONValue) {
        let line: JSONValue = ["trial": .text(trial), "result": result]
        try? file?.write(contentsOf: Data("\(line.text)\n".utf8))
    }
}
