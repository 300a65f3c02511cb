import CSignals
import Glibc
package import Notebook

/// Lines from a program or file that is refit's standard input, one as soon as it is there.
///
/// Unlike a plain blocking read it ends when SIGINT or SIGTERM comes: the input is then over, and
/// `Interrupts.exitStatus` says why.
package final class PipeReader: LineReader {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var hasEnded = false

    /// Reads from a descriptor, which stays open.
    package init(descriptor: Int32 = STDIN_FILENO) {
        self.descriptor = descriptor
    }

    /// The next line without its line feed or CR LF, which the last line may lack.
    ///
    /// The prompt is not shown.
    package func readLine(prompt: String) -> LineSignal {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                return .lines(takeLine(through: end))
            }
            searched = buffer.count
            guard !hasEnded, readMore() else { break }
        }
        hasEnded = true
        if buffer.isEmpty || Interrupts.isInterrupted { return .endOfInput }
        return .lines(takeLine(through: buffer.count))
    }

    private func takeLine(through end: Int) -> String {
        var line = buffer[..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        buffer.removeSubrange(..<min(end + 1, buffer.count))
        return text
    }

    /// Waits for bytes; false at the end of the input or when a signal came.
    private func readMore() -> Bool {
        while true {
            if Interrupts.isInterrupted { return false }
            guard signals_wait_for_input(descriptor) == 1 else { continue }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return false }
            buffer += chunk[..<count]
            return true
        }
    }
}
