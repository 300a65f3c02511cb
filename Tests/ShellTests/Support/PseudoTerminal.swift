import Foundation
import Synchronization

/// A process on a terminal of its own, with a person's keys and eyes.
///
/// Nothing waits for a fixed time: a test waits for what it wants to see, with a deadline that only a process that hangs
/// can miss.
final class PseudoTerminal {
    /// How long a test waits for something that is bound to come.
    static let patience = Duration.seconds(300)

    /// What the process wrote, as it came.
    private(set) var transcript: [UInt8] = []
    /// What is to be seen.
    private(set) var screen: Screen

    private let master: Int32
    private let process: pid_t
    private var status: Int32?

    /// Children must not inherit each other's terminals, or a closed one would look open.
    private static let spawning = Mutex(())

    /// Starts the binary as the leader of a session whose terminal this is.
    init(
        _ binary: String, _ arguments: [String] = [], environment: [String: String], folder: String,
        columns: Int = 80, rows: Int = 40
    ) throws {
        screen = Screen(columns: columns, rows: rows)
        (master, process) = try Self.spawning.withLock { _ in
            try Self.spawn([binary] + arguments, environment, folder, columns: columns, rows: rows)
        }
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            var ignored: Int32 = 0
            unsafe waitpid(process, &ignored, 0)
        }
        close(master)
    }

    /// Types.
    func send(_ keys: String) {
        var bytes = Array(keys.utf8)
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes.removeFirst(written)
        }
    }

    /// Types a line and Enter.
    func enter(_ line: String) {
        send(line + "\r")
    }

    /// Pastes as a terminal does that knows bracketed paste.
    func paste(_ text: String) {
        send("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
    }

    /// Sends a signal to the process itself.
    func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Changes the size of the window.
    func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until the screen is as wanted; throws with the screen when it never is.
    func wait(for what: String, until isThere: (Screen) -> Bool) throws {
        let deadline = ContinuousClock.now + Self.patience
        while !isThere(screen) {
            guard ContinuousClock.now < deadline else { throw Missing(what: what, screen: screen.text) }
            guard read(within: 100) || isThere(screen) else {
                throw Missing(what: "\(what) (the process has closed the terminal)", screen: screen.text)
            }
        }
    }

    /// Waits until the text is anywhere on the screen.
    func wait(for text: String) throws {
        try wait(for: text) { $0.text.contains(text) }
    }

    /// Waits until the cursor's row is exactly this, blanks at its end aside.
    func waitForLine(_ line: String) throws {
        try wait(for: "the cursor behind \(line)") { $0.cursorLine == line }
    }

    /// Waits for the empty prompt of cell `number`.
    func waitForPrompt(_ number: Int) throws {
        try waitForLine("[\(number)]:")
    }

    /// Waits for the end of the process; its exit status, or 128 + the signal that killed it.
    func waitForExit() throws -> Int32 {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            var raw: Int32 = 0
            _ = read(within: 20)
            if unsafe waitpid(process, &raw, WNOHANG) == process {
                let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
                status = code
                while read(within: 0) {}
                return code
            }
            guard ContinuousClock.now < deadline else { throw Missing(what: "the end", screen: screen.text) }
        }
    }

    /// Reads what there is, waiting up to so many milliseconds; false once nobody can write any more.
    private func read(within milliseconds: Int32) -> Bool {
        var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&ready, 1, milliseconds) > 0 else { return milliseconds > 0 }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(master, $0.baseAddress, $0.count) }
        guard count > 0 else { return false }
        transcript += buffer[..<count]
        screen.feed(buffer[..<count])
        return true
    }

    /// Something that never appeared.
    struct Missing: Error, CustomStringConvertible {
        var what: String
        var screen: String
        var description: String { "never came: \(what)\n--- screen ---\n\(screen)\n--------------" }
    }
}

extension [UInt8] {
    /// How often the bytes of a text are in these.
    func count(of text: String) -> Int {
        String(decoding: self, as: UTF8.self).components(separatedBy: text).count - 1
    }
}
