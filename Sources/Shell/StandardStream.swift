import Foundation

/// One of the two streams that refit writes to, unbuffered, so that what is written to both keeps its order.
package enum StandardStream: Int32, Sendable {
    /// Data.
    case output = 1
    /// Progress, timing and errors.
    case diagnostics = 2

    /// Writes the whole text.
    ///
    /// Output that nobody can get ends the process, since results would be lost without a word: quietly with status
    /// 141 when the reader has gone and SIGPIPE is ignored, else with the reason and status 1, or with the status of
    /// the signal that took the terminal away. Diagnostics that nobody can get are dropped.
    package func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if written >= 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR, errno != EAGAIN {
                return giveUp(because: errno)
            }
        }
    }

    private func giveUp(because code: Int32) {
        guard self == .output else { return }
        if code == EPIPE { exit(128 + SIGPIPE) }
        let reason = unsafe String(cString: strerror(code))
        StandardStream.diagnostics.write("refit: cannot write to standard output: \(reason)\n")
        exit(Interrupts.exitStatus ?? 1)
    }
}
