import Glibc
package import Values

/// A file that was read and may be asked for again, also when another one has taken its name since.
///
/// The open descriptor keeps the bytes on disk; it costs no memory.
package final class HeldFile: Sendable {
    /// The path under which it was opened.
    package let path: String
    private let descriptor: Int32
    private let identity: Identity

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
    /// monitor says so; it is asked once a mebibyte.
    /// - Complexity: O(*n*) for *n* bytes.
    package func sha256(monitor: (any WorkMonitor)? = nil) throws(FileError) -> String {
        var hasher = SHA256Hasher()
        try readAll { bytes throws(FileError) in
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
        try readAll { bytes throws(FileError) in unsafe try copy.write(bytes.span.bytes) }
        try copy.commit(like: path)
    }

    private func readAll(_ body: ([UInt8]) throws(FileError) -> Void) throws(FileError) {
        var offset = 0
        while true {
            var block = [UInt8](repeating: 0, count: 1 << 20)
            let count = unsafe block.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress, buffer.count, offset)
            }
            guard count >= 0 else { throw .failed("read", path) }
            if count == 0 { break }
            offset += count
            try body(Array(block[..<count]))
        }
        var status = stat()
        unsafe fstat(descriptor, &status)
        guard Identity(status) == identity, offset == identity.size else { throw .changedMeanwhile(path: path) }
    }
}
