package import Foundation

/// Python's own `sqlite3`: the reference implementation of the database's other users.
package enum Python {
    /// Where Debian puts it.
    package static let path = "/usr/bin/python3"
    /// Whether it is installed; `make test` installs it and, by `REFIT_REQUIRE_PYTHON`, lets no test be skipped.
    package static var isThere: Bool {
        ProcessInfo.processInfo.environment["REFIT_REQUIRE_PYTHON"] == "1"
            || FileManager.default.isExecutableFile(atPath: path)
    }

    /// Starts a script whose arguments are `sys.argv[1:]`.
    package static func start(_ script: String, _ arguments: [String]) throws -> (process: Process, output: Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    /// Runs a script to its end and returns its standard output without the last line's end.
    @discardableResult
    package static func run(_ script: String, _ arguments: String...) throws -> String {
        let (process, output) = try start(script, arguments)
        return try finish(process, output)
    }

    /// Waits for a script to end and returns its standard output without the last line's end.
    package static func finish(_ process: Process, _ output: Pipe) throws -> String {
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
