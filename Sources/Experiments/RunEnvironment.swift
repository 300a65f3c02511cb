import Feedback
import Files
import Foundation
import Glibc
import Values

/// The machine and the programs behind a run.
package struct RunEnvironment: Hashable, Sendable {
    /// The host's name.
    package var host: String?
    /// The processor's model.
    package var processor: String?
    /// How many processors there are.
    package var processors: Int?
    /// The system's name and release.
    package var system: String?
    /// The C library, whose `exp`, `log` and `pow` the arithmetic goes through.
    package var libc: String?
    /// refit's version.
    package var refit: String?
    /// The compiler that built it.
    package var swift: String?
    /// Whether it was built for debugging.
    package var build: String?
    /// SQLite's version.
    package var sqlite: String?
    /// The commit of the folder that the session ran in; `nil` outside a checkout.
    package var commit: String?
    /// Whether tracked files there differed from the commit.
    package var isDirty: Bool?

    /// Nothing known.
    package static let unknown = RunEnvironment()

    init() {}

    /// The environment of this process; git is asked about its folder.
    package static func present() -> RunEnvironment {
        var environment = RunEnvironment()
        environment.host = hostName()
        environment.processor = processorModel()
        environment.processors = ProcessInfo.processInfo.processorCount
        environment.system = systemRelease()
        environment.libc = libcVersion()
        environment.refit = Version.current
        environment.swift = compiler
        environment.build = isDebug ? "debug" : "release"
        environment.sqlite = FeedbackStore.sqliteVersion
        (environment.commit, environment.isDirty) = checkout()
        return environment
    }

    /// Asked of the kernel: Foundation would ask a name server.
    private static func hostName() -> String? {
        guard let text = try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8) else { return nil }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func libcVersion() -> String? {
        var name = [CChar](repeating: 0, count: 64)
        let version = Int32(_CS_GNU_LIBC_VERSION)
        guard unsafe confstr(version, &name, name.count) > 1 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func processorModel() -> String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func systemRelease() -> String? {
        guard let text = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8) else { return nil }
        return "Linux " + text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3.1)
            "6.3.1"
        #else
            "6.3"
        #endif
    }

    private static var isDebug: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }

    /// The commit of the current folder and whether tracked files differ from it.
    ///
    /// Nothing that the checkout configures is run, and no lock is taken in it: where it configures filters, which git
    /// would run to compare files, it is not known whether they differ. A few short processes; where git is missing, or
    /// does not end within two seconds, nothing is known.
    private static func checkout() -> (commit: String?, isDirty: Bool?) {
        guard isInCheckout, let commit = git(["rev-parse", "HEAD"])?.trimmingCharacters(in: .whitespacesAndNewlines),
            commit.count >= 40
        else { return (nil, nil) }
        // Of the checkout's own configuration alone; a status of 1 says that there are none.
        let own = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"]
        guard git(["config", "--includes", "--get-regexp", "^filter[.]"], in: own, status: 1) != nil else {
            return (commit, nil)
        }
        let changes = git(["status", "--porcelain", "--untracked-files=no"])
        return (commit, changes.map { !$0.isEmpty })
    }

    /// Whether git could find a checkout: this folder, one above it or the environment names one.
    ///
    /// Starting git takes longer than writing a model.
    private static var isInCheckout: Bool {
        guard ProcessInfo.processInfo.environment["GIT_DIR"] == nil else { return true }
        var folder = Path.normalized(Path.absolute("."))
        while !Path.exists("\(folder)/.git") {
            guard Path.folder(of: folder) != folder else { return false }
            folder = Path.folder(of: folder)
        }
        return true
    }

    /// What git says, where it ends with that status.
    private static func git(
        _ arguments: [String], in environment: [String: String] = [:], status: Int32 = 0
    ) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let deadline = DispatchTime.now() + .seconds(2)
        let watch = DispatchWorkItem { if process.isRunning { process.terminate() } }
        DispatchQueue.global().asyncAfter(deadline: deadline, execute: watch)
        defer { watch.cancel() }
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == status ? String(decoding: data, as: UTF8.self) : nil
    }
}
