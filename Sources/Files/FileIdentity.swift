import Glibc

/// What tells whether a path still leads to the same file with the same contents, without reading it.
///
/// A file that was replaced has another inode; one that was written in place has another time of change, in
/// nanoseconds as the file system keeps them, or another size.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    /// The size in bytes.
    package let sizeBytes: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// The identity of the file at a path, links followed, or `nil` when there is none.
    package init?(of path: String) throws(FileError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .failed("look at", path) }
            return nil
        }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        sizeBytes = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// Whether it is the same file, whatever was written to it.
    package func isSameFile(as other: FileIdentity) -> Bool { device == other.device && inode == other.inode }

    /// Fails when a path does not lead to the file, or to the lack of one (`nil`), that it led to before.
    package static func check(_ path: String, isStill before: FileIdentity?) throws(FileError) {
        guard try FileIdentity(of: path) == before else { throw .changedMeanwhile(path: path) }
    }
}
