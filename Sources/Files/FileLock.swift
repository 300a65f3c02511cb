import Glibc
package import Values

/// Keeps other processes from working on a file for as long as the value lives.
///
/// The lock is `flock(2)` on a file beside the target, named after it with `.lock` at the end; links to the target are
/// followed first, so that everyone who means the same file meets at the same lock. The lock file goes away with the
/// lock, and so do folders that were made for it, where they are empty. A process that dies gives its lock back at once;
/// the file it leaves behind does no harm.
package struct FileLock: ~Copyable {
    /// The file that is kept, with links followed.
    package let target: String
    private let path: String
    private let descriptor: Int32
    /// Goes last, once the lock file is gone.
    private let made: NewFolders

    /// How long an attempt sleeps before the next, in microseconds.
    private static let pause: UInt32 = 20_000

    /// Waits until nobody else holds the lock and takes it.
    ///
    /// - Parameters:
    ///   - path: The file to keep; it need not exist.
    ///   - monitor: Asked before each attempt whether to give up.
    ///   - waiting: Called once when the lock is not to be had at once.
    /// - Throws: `FileError.interrupted` when the monitor says so while another process holds the lock.
    package init(
        for path: String, monitor: (any WorkMonitor)? = nil, waiting: (String) -> Void = { _ in }
    ) throws(FileError) {
        let target = try Path.followingLinks(path)
        let made = try NewFolders(above: target)
        let lock = target + ".lock"
        descriptor = try Self.wait(for: lock, monitor: monitor, waiting: waiting)
        self.target = target
        self.path = lock
        self.made = made
    }

    deinit {
        // Removed while the lock is still held: whoever opened the file before sees that it is gone and starts over.
        unsafe unlink(path)
        close(descriptor)
    }

    private static func wait(
        for path: String, monitor: (any WorkMonitor)?, waiting: (String) -> Void
    ) throws(FileError) -> Int32 {
        var hasWaited = false
        while true {
            if let descriptor = try attempt(path) { return descriptor }
            if monitor?.isInterrupted == true { throw .interrupted(operation: "lock", path: path) }
            if !hasWaited { waiting(path) }
            hasWaited = true
            usleep(pause)
        }
    }

    /// The locked file's descriptor, or `nil` when another process holds the lock.
    private static func attempt(_ path: String) throws(FileError) -> Int32? {
        // The holder before may have taken the folder away again.
        try Path.makeFolders(above: path)
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .failed("make the lock file", path) }
        var isHeld = false
        defer { if !isHeld { close(descriptor) } }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw .failed("lock", path) }
            return nil
        }
        // The holder before may have removed the file between the two calls; a lock on a removed file keeps nobody out.
        var opened = stat()
        var named = stat()
        guard unsafe fstat(descriptor, &opened) == 0 else { throw .failed("look at", path) }
        guard unsafe stat(path, &named) == 0, opened.st_ino == named.st_ino, opened.st_dev == named.st_dev else {
            return nil
        }
        isHeld = true
        return descriptor
    }
}
