import Files
import Glibc

/// What tells a file that has changed from one that has not, without reading it: size, inode, and the times of change of
/// its contents and of all that is known of it, which unlike the first nobody sets back.
struct Fingerprint: Hashable {
    /// The bytes of all files together.
    private(set) var sizeBytes = 0
    private let digest: [UInt8]

    /// Looks at files; one that is missing or empty counts as nothing, as an SQLite log may come and go.
    init(of paths: some Sequence<String>) {
        var hasher = SHA256Hasher()
        for path in paths {
            var status = stat()
            guard unsafe stat(path, &status) == 0, status.st_size > 0 else { continue }
            sizeBytes += status.st_size
            hasher.update(littleEndian: UInt64(status.st_ino))
            hasher.update(littleEndian: UInt64(status.st_size))
            for time in [status.st_mtim, status.st_ctim] {
                hasher.update(littleEndian: UInt64(bitPattern: Int64(time.tv_sec)))
                hasher.update(littleEndian: UInt64(time.tv_nsec))
            }
        }
        digest = hasher.finish()
    }
}
