import Dispatch
import Glibc
import Synchronization
package import Values

/// A file that was read and may be asked for again, also when another one has taken its name since.
///
/// The open descriptor keeps the bytes on disk; it costs no memory.
package final class HeldFile: Sendable {
    /// The path under which it was opened.
    package let path: String
    private let descriptor: Int32
    private let identity: Identity
    /// SHA-256 of the bytes, when a thread has taken it and nobody has asked for it yet.
    private let digest = Mutex<String?>(nil)
    /// The thread that is to take it.
    private let digesting = DispatchGroup()

    private struct Identity: Hashable {
        var device: UInt
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Opens a regular file.
    package init(_ path: String) throws(FileError) {
        // Without `O_NONBLOCK`, opening a pipe would wait for its writer.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .failed("open", path) }
        self.path = path
        var status = stat()
        unsafe fstat(descriptor, &status)
        identity = Identity(status)
    }

    deinit { close(descriptor) }

    /// The size in bytes when the file was opened.
    package var sizeBytes: Int { identity.size }

    /// Whether both hold the same bytes of the same file.
    package func isSame(as other: HeldFile?) -> Bool { identity == other?.identity }

    /// SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
    ///
    /// Throws `changedMeanwhile` where the file was written in place since it was opened, and `interrupted` where the
    /// monitor says so; it is asked several times a mebibyte.
    /// - Complexity: O(*n*) for *n* bytes, in part or whole by the thread that ``beginDigests(of:)`` has started.
    package func sha256(monitor: (any WorkMonitor)? = nil) throws(FileError) -> String {
        while digesting.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
            if monitor?.isInterrupted == true { throw .interrupted(operation: "digest", path: path) }
        }
        // Once only: bytes can be written in place, and the time of the file be set back, whenever nobody looks.
        if let digest = digest.withLock({ digest in digest.take() }) {
            try checkUnchanged()
            return digest
        }
        return try takeDigest(monitor: monitor)
    }

    /// Begins to take the digests of files, one after the other, by a thread of its own, where there may be one;
    /// ``sha256(monitor:)`` waits for it.
    package static func beginDigests(of files: [HeldFile]) {
        guard !files.isEmpty else { return }
        for file in files { file.digesting.enter() }
        let isBegun = WorkerThread.start {
            for file in files {
                // What goes wrong here goes wrong again when the digest is asked for.
                let taken = try? file.takeDigest(monitor: nil)
                file.digest.withLock { $0 = taken }
                file.digesting.leave()
            }
        }
        if !isBegun { for file in files { file.digesting.leave() } }
    }

    private func takeDigest(monitor: (any WorkMonitor)?) throws(FileError) -> String {
        var hasher = SHA256Hasher()
        try readAll { (bytes) throws(FileError) in
            if monitor?.isInterrupted == true { throw .interrupted(operation: "digest", path: path) }
            hasher.update(bytes)
        }
        return hasher.finishHex()
    }

    /// Gives the bytes a further name: a hard link where the file still has a name on the same file system, else a copy.
    package func link(to target: String) throws(FileError) {
        let source = "/proc/self/fd/\(descriptor)"
        if unsafe linkat(AT_FDCWD, source, AT_FDCWD, target, AT_SYMLINK_FOLLOW) == 0 { return }
        try copy(to: target)
    }

    /// Writes the bytes in the place of the file at `target`, with this file's mode and, where the process may set it, owner.
    package func copy(to target: String) throws(FileError) {
        var copy = try AtomicFile(replacing: target)
        try readAll { (bytes) throws(FileError) in try copy.write(bytes) }
        try copy.commit(like: path)
    }

    private func readAll(_ body: (RawSpan) throws(FileError) -> Void) throws(FileError) {
        var offset = 0
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
            }
            guard count >= 0 else { throw .failed("read", path) }
            if count == 0 { break }
            offset += count
            unsafe try body(block.span.bytes.extracting(0..<count))
        }
        try checkUnchanged()
        guard offset == identity.size else { throw .changedMeanwhile(path: path) }
    }

    private func checkUnchanged() throws(FileError) {
        var status = stat()
        unsafe fstat(descriptor, &status)
        guard Identity(status) == identity else { throw .changedMeanwhile(path: path) }
    }
}
