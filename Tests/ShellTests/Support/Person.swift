import Foundation

/// A person's account for one test: a home of its own, a folder with a few reviews, and the refit that was built.
final class Person {
    /// The folder that the person works in; it and the home in it go with the test.
    let folder: String
    /// The environment of every process that the person starts.
    var environment: [String: String]

    /// The `refit` beside the test bundle, of the same build configuration.
    static let refit =
        ((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
        .split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/refit"

    init() throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "refit-shell-\(UUID().uuidString)")
        folder = base.path
        environment = [
            "HOME": "\(folder)/home", "XDG_STATE_HOME": "\(folder)/state", "XDG_CONFIG_HOME": "\(folder)/config",
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "INPUTRC": "/dev/null",
        ]
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        try FileManager.default.createDirectory(atPath: "\(folder)/home", withIntermediateDirectories: true)
        try write(Self.reviews, to: "reviews.csv")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Twenty reviews, of which refit learns in no time, and in any number of epochs.
    private static let reviews: String =
        "review,sentiment\n"
        + (0..<10).map { "a wonderful film number \($0),1\na dreadful film number \($0),0\n" }.joined()

    /// The path of a file in the person's folder.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Whether a file of that name is in the folder.
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// Writes a file in the folder.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    /// Sits down at a terminal and starts refit.
    func open(_ arguments: [String] = [], columns: Int = 80, rows: Int = 40) throws -> PseudoTerminal {
        try PseudoTerminal(
            Self.refit, arguments, environment: environment, folder: folder, columns: columns, rows: rows)
    }

    /// Starts refit in a pipeline.
    ///
    /// `whileRunning` gets the process; `shell` is what a shell does before it becomes refit.
    func run(
        _ arguments: [String], input: String = "", after shell: String? = nil,
        whileRunning: (Process) throws -> Void = { _ in }
    ) throws -> Finished {
        try write(input, to: "standard-input")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.refit)
        process.arguments = arguments
        if let shell {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "\(shell); exec \"$0\" \"$@\"", Self.refit] + arguments
        }
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let files = try ["standard-output", "standard-error"].map { name in
            try write("", to: name)
            return try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
        }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path("standard-input")))
        process.standardOutput = files[0]
        process.standardError = files[1]
        try process.run()
        try whileRunning(process)
        let deadline = ContinuousClock.now + PseudoTerminal.patience
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                kill(process.processIdentifier, SIGKILL)
                throw PseudoTerminal.Missing(what: "the end of refit \(arguments)", screen: "")
            }
            usleep(5_000)
        }
        return Finished(
            status: process.terminationStatus,
            output: try String(contentsOfFile: path("standard-output"), encoding: .utf8),
            diagnostics: try String(contentsOfFile: path("standard-error"), encoding: .utf8))
    }

    /// Waits until a file of that name is there.
    func waitForFile(_ name: String) throws {
        let deadline = ContinuousClock.now + PseudoTerminal.patience
        while !has(name) {
            guard ContinuousClock.now < deadline else { throw PseudoTerminal.Missing(what: name, screen: "") }
            usleep(10_000)
        }
    }

    /// What a process in a pipeline left behind.
    struct Finished {
        var status: Int32
        var output: String
        var diagnostics: String
    }
}
