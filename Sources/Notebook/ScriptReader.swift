import Files
import Foundation
import Text

/// The lines of a script.
package final class ScriptReader: LineReader {
    private var rest: ArraySlice<UInt8>

    /// The lines of a text.
    package init(text: String) {
        rest = Array(text.utf8)[...]
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
        // A line feed at the end of the text ends its last line and begins no further one.
        guard !rest.isEmpty else { return .endOfInput }
        let end = rest.firstIndex { $0.endsLine } ?? rest.endIndex
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[end...]
        let isPair = rest.starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
        rest = rest.dropFirst(isPair ? 2 : 1)
        return .lines(line)
    }
}

extension UInt8 {
    /// Whether a line of a script ends here: at a line feed, or at CR, alone or before a line feed.
    fileprivate var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}

extension String {
    /// How many lines of a script the text is: one more than line ends stand in it.
    var lineCount: Int {
        var count = 1
        var isBehindCR = false
        for byte in utf8 {
            if byte.endsLine, !isBehindCR || byte != UInt8(ascii: "\n") { count += 1 }
            isBehindCR = byte == UInt8(ascii: "\r")
        }
        return count
    }
}
