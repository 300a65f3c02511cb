import Files
import Glibc

/// A file's bytes, seen through the page cache without a copy.
///
/// Touching a page that another program has cut off the file in the meantime kills a process (`SIGBUS`). Two things
/// stand against it: a read lease (`F_SETLEASE`), which makes anyone who would open the file for writing wait until
/// the mapping is gone, and readers that copy what they keep at once, or read it (``FileReader``), and let the mapping
/// go. The kernel gives leases to a file's owner only and not on every file system; without one the danger is as long as
/// one load. refit's own writers replace files by `rename` and never touch the bytes that a mapping shows.
@safe
package struct MappedFile: ~Copyable {
    /// The file's size when it was mapped.
    package let count: Int
    private let base: UnsafeMutableRawPointer?
    private let isLeased: Bool
    private let descriptor: Int32
    private let path: String

    /// Maps a regular file; an empty one is no bytes.
    package init(_ path: String) throws(ModelFileError) {
        // Without `O_NONBLOCK`, opening a pipe would wait for its writer before it could be refused.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(.failed("open", path)) }
        (count, unsafe base, isLeased) = try unsafe Self.map(descriptor, path)
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        if let base = unsafe base { unsafe munmap(base, count) }
        close(descriptor)
    }

    /// Calls `body` with all bytes, which it must not keep.
    package func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let buffer = unsafe UnsafeRawBufferPointer(start: base, count: count)
        return try unsafe body(buffer.bytes)
    }

    /// The file for readers that go on when the mapping is gone.
    func reader() -> FileReader { FileReader(duplicating: descriptor, isLeased: isLeased, path: path) }

    /// Maps all bytes of an open file, or closes it.
    private static func map(
        _ descriptor: Int32, _ path: String
    ) throws(ModelFileError) -> (count: Int, base: UnsafeMutableRawPointer?, isLeased: Bool) {
        do throws(ModelFileError) {
            guard try status(of: descriptor, path).st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
            let isLeased = lease(descriptor)
            // Asked after the lease: only now can the file no longer be cut.
            let count = Int(try status(of: descriptor, path).st_size)
            guard count > 0 else { return (0, nil, isLeased) }
            let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard unsafe base != MAP_FAILED else { throw .file(.failed("map", path)) }
            return unsafe (count, base, isLeased)
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func status(of descriptor: Int32, _ path: String) throws(ModelFileError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .file(.failed("examine", path)) }
        return status
    }

    /// Asks for a read lease, and returns whether there is one; a file without one is read all the same.
    private static func lease(_ descriptor: Int32) -> Bool {
        // The kernel announces a waiting writer by a signal, `SIGIO` unless told otherwise, which would end the
        // process. `SIGURG` is ignored unless a program handles it.
        let setSignal: Int32 = 10
        let setLease: Int32 = 1024
        _ = fcntl(descriptor, setSignal, SIGURG)
        return fcntl(descriptor, setLease, F_RDLCK) == 0
    }
}
