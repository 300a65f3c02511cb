import Files
import Foundation
import Text

/// The lines of a script.
package final class ScriptReader: LineReader {
    private var rest: ArraySlice<String>

    /// The lines of a text.
    package init(text: String) {
        var lines = text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).map(String.init)
        // A line feed at the end of the text ends its last line and begins no further one.
        if lines.last?.isEmpty == true { lines.removeLast() }
        rest = lines[...]
    }

    /// The lines of a file.
    ///
    /// Throws where the file cannot be read, and where it is not UTF-8, since a command that was repaired silently
    /// would do something else than what stands there.
    package convenience init(path: String) throws(NotebookError) {
        self.init(text: Self.unmarked(try Self.text(path: path)))
    }

    /// The largest script or notebook that is read.
    private static let mostBytes = 64 << 20

    /// A text without the byte order mark with which editors of other systems begin a file.
    package static func unmarked(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// The text of a file, byte order mark and all; throws what ``init(path:)`` throws.
    package static func text(path: String) throws(NotebookError) -> String {
        let size = (try? FileIdentity(of: path))?.sizeBytes ?? 0
        guard size <= mostBytes else {
            throw .refused(
                code: "unreadable_script", message: "cannot read the script \(path): it has \(size) bytes",
                remedy: "scripts have at most \(mostBytes) bytes")
        }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            let reason =
                !Path.exists(path)
                ? "there is no such file" : Path.isRegularFile(path) ? "it may not be read" : "it is no file"
            throw .refused(
                code: "unreadable_script", message: "cannot read the script \(path): \(reason)",
                remedy: "check the path, or write - for standard input")
        }
        do {
            return try TextDecoder(encoding: .utf8, decodeError: .strict).decode([UInt8](bytes))
        } catch {
            throw .refused(
                code: "unreadable_script", message: "the script \(path) is no text: \(error.message)",
                remedy: "scripts are UTF-8")
        }
    }

    package func readLine(prompt: String) -> LineSignal {
        rest.popFirst().map(LineSignal.lines) ?? .endOfInput
    }
}
