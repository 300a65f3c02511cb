import Files
import Foundation
import Testing
import Values

@Suite struct FileLockTests {
    let folder: String
    var path: String { "\(folder)/model.safetensors" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("refit-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    /// Says that Ctrl-C was pressed.
    private final class Interrupted: WorkMonitor {
        func advance(to done: Int, of total: Int?, unit: String) {}
        var isInterrupted: Bool { true }
    }

    private func isLocked(_ path: String) -> Bool {
        do throws(FileError) {
            _ = try FileLock(for: path, monitor: Interrupted())
            return false
        } catch {
            return error.code == "interrupted"
        }
    }

    @Test func `the lock file stands beside the model while the lock is held`() throws {
        do {
            let lock = try FileLock(for: path)
            #expect(lock.target == path)
            #expect(names == ["model.safetensors.lock"])
            #expect(isLocked(path))
        }
        #expect(names.isEmpty)
        #expect(!isLocked(path))
    }

    @Test func `folders that were made for the lock go with it unless something is in them`() throws {
        let path = "\(folder)/a/b/model.safetensors"
        do {
            let lock = try FileLock(for: path)
            #expect(names == ["a"])
            _ = consume lock
        }
        #expect(names.isEmpty)
        do {
            let lock = try FileLock(for: path)
            try "model".write(toFile: path, atomically: false, encoding: .utf8)
            _ = consume lock
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b") == ["model.safetensors"])
    }

    @Test func `a link leads to the lock of the file it means`() throws {
        let link = "\(folder)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "model.safetensors")
        let lock = try FileLock(for: link)
        #expect(isLocked(path))
        #expect(names == ["link", "model.safetensors.lock"])
        _ = consume lock
        #expect(!isLocked(path))
    }

    @Test func `a lock file that a dead process left behind does not count`() throws {
        _ = FileManager.default.createFile(atPath: "\(path).lock", contents: nil)
        #expect(!isLocked(path))
    }

    @Test func `many that want the lock get it one after the other`() async throws {
        let path = path
        let counter = "\(folder)/counter"
        try "0".write(toFile: counter, atomically: false, encoding: .utf8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<5 {
                        let lock = try FileLock(for: path)
                        let text = try String(contentsOfFile: counter, encoding: .utf8)
                        usleep(1000)
                        try String((Int(text) ?? 0) + 1).write(toFile: counter, atomically: false, encoding: .utf8)
                        _ = consume lock
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try String(contentsOfFile: counter, encoding: .utf8) == "40")
    }

    @Test func `one who waits is told so once`() async throws {
        let path = path
        let (began, signal) = AsyncStream<Void>.makeStream()
        let lock = try FileLock(for: path)
        let waiter = Task.detached {
            var calls = 0
            _ = try FileLock(for: path) { _ in
                calls += 1
                signal.yield()
            }
            return calls
        }
        for await _ in began { break }
        _ = consume lock
        #expect(try await waiter.value == 1)
    }

    @Test func `a file that was replaced or written is another`() throws {
        #expect(try FileIdentity(of: path) == nil)
        try "a".write(toFile: path, atomically: true, encoding: .utf8)
        let first = try FileIdentity(of: path)
        #expect(throws: Never.self) { try FileIdentity.check(path, isStill: first) }
        try "a".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: FileError.self) { try FileIdentity.check(path, isStill: first) }
        let second = try FileIdentity(of: path)
        try "ab".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(throws: FileError.self) { try FileIdentity.check(path, isStill: second) }
    }
}
