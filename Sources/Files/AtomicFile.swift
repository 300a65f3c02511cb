import CSyncFile
import Glibc
import Values

/// A file that is replaced whole or not at all.
///
/// The bytes go to a temporary file in the target's folder, which is synced, renamed over the target and sealed by a
/// sync of the folder; a reader sees the old file or the new one. A symbolic link is followed, so that it goes on
/// pointing to the file, unless it is to be replaced itself, and an existing target keeps its mode and, where the process may set it, its owner.
/// When the value goes away without `commit()`, the temporary file is removed and the target is untouched. It has no name until
/// then where the file system can do that, so that nothing is left of it when the process is killed; otherwise a hidden one.
package struct AtomicFile: ~Copyable {
    /// The file that `commit()` replaces, with links followed.
    package let target: String
    /// The temporary file's name, once it has one.
    private var temporary: String?
    private let descriptor: Int32
    /// Goes away after this, since the file may be in the innermost.
    private let newFolders: NewFolders
    private var isSynced = false
    /// What was written and the kernel has not seen yet.
    private var pending: [UInt8] = []
    private var writtenBytes = 0
    /// What gets the bytes that are written now, but for the first of those that are pending.
    private var hash: BackgroundSHA256?
    private var unhashedStart = 0
    /// How many bytes the kernel was asked to begin to bring to disk.
    private var departedBytes = 0

    /// How many bytes the kernel gets at a time.
    ///
    /// It keeps those that begin at a multiple of their number in large pages, which take it half the time.
    private static let block = 1 << 18

    /// How many bytes leave for the disk at a time while more are written.
    private static let departing = 1 << 20

    /// Opens a temporary file beside the target, making missing folders, which go again where nothing comes of it.
    ///
    /// `followingLinks` is false where a link at `path` is nobody's wish and is replaced like any file. Throws
    /// `noRegularFile` where a folder, a pipe or a device stands in the target's place: none of them is replaced.
    package init(replacing path: String, followingLinks: Bool = true) throws(FileError) {
        let target = followingLinks ? try Path.followingLinks(path) : path
        guard Path.isLink(target) || !Path.isOtherThanRegularFile(target) else {
            throw .noRegularFile(path: target)
        }
        let newFolders = try NewFolders(above: target)
        (descriptor, temporary) = try Self.temporaryFile(beside: target)
        self.newFolders = newFolders
        self.target = target
    }

    /// Opens a temporary file in the target's folder; returns its name, too, if it has one.
    private static func temporaryFile(beside target: String) throws(FileError) -> (descriptor: Int32, name: String?) {
        if let unnamed = unnamedFile(in: Path.folder(of: target)) { return (unnamed, nil) }
        var template = Array("\(Path.folder(of: target))/.\(Path.name(of: target)).XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw .failed("write beside", target) }
        return (descriptor, String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        close(descriptor)
        if let temporary { unsafe unlink(temporary) }
    }

    /// Opens a file without a name in a folder, which can get one; `nil` where there is no such thing.
    private static func unnamedFile(in folder: String) -> Int32? {
        // The value of O_TMPFILE, which is an expression that Swift does not import.
        let descriptor = unsafe open(folder, 0o20000000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard unsafe access(Self.link(to: descriptor), F_OK) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// The path by which a file that is open can be linked to.
    private static func link(to descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    /// Gives the temporary file a hidden name, if it has none.
    private mutating func giveName() throws(FileError) {
        guard temporary == nil else { return }
        let name = "\(Path.folder(of: target))/.\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        guard unsafe linkat(AT_FDCWD, Self.link(to: descriptor), AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else {
            throw .failed("replace", target)
        }
        temporary = name
    }

    /// Appends bytes to the temporary file, the first of which are on their way to disk while the last are written.
    package mutating func write(_ bytes: RawSpan) throws(FileError) {
        isSynced = false
        var taken = 0
        while taken < bytes.byteCount {
            let end = min(bytes.byteCount, taken + Self.block - pending.count)
            unsafe bytes.extracting(taken..<end).withUnsafeBytes { unsafe pending.append(contentsOf: $0) }
            taken = end
            if pending.count == Self.block { try writePending() }
        }
    }

    /// Hands all bytes that are written from now on to a hash, too, which need not copy them.
    package mutating func beginHashing(by hash: BackgroundSHA256) {
        self.hash = hash
        unhashedStart = pending.count
    }

    /// Hands the last bytes to the hash.
    package mutating func endHashing() {
        hash?.update(Array(pending[unhashedStart...]))
        hash = nil
    }

    /// Hands what was written to the kernel, and has it begin to bring it to disk; what goes wrong there, the sync finds.
    private mutating func writePending() throws(FileError) {
        var written = 0
        while written < pending.count {
            let count = unsafe pending.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .failed("write", target)
            }
            written += count
        }
        writtenBytes += written
        if let hash {
            let block = exchange(&pending, with: [])
            hash.update(block, unhashedStart..<block.count)
            unhashedStart = 0
            pending = hash.usedBuffer()
        }
        pending.removeAll(keepingCapacity: true)
        guard writtenBytes - departedBytes >= Self.departing else { return }
        sync_file_range(
            descriptor, off_t(departedBytes), off_t(writtenBytes - departedBytes), UInt32(SYNC_FILE_RANGE_WRITE))
        departedBytes = writtenBytes
    }

    /// Writes bytes in the place of as many at the start of the temporary file, which were written before.
    package mutating func replaceStart(with bytes: RawSpan) throws(FileError) {
        try writePending()
        isSynced = false
        var written = 0
        while written < bytes.byteCount {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(written))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .failed("write", target)
            }
            written += count
        }
    }

    /// Appends the UTF-8 bytes of a text to the temporary file.
    package mutating func write(_ text: String) throws(FileError) {
        try unsafe write(text.utf8Span.span.bytes)
    }

    /// Brings the written bytes to disk, with the mode and owner of the file at `example`, otherwise the target's own.
    ///
    /// `commit()` then gives them their name, which takes no time.
    package mutating func sync(like example: String? = nil) throws(FileError) {
        try writePending()
        try copyModeAndOwner(of: example ?? target)
        guard fsync(descriptor) == 0 else { throw .failed("sync", target) }
        isSynced = true
    }

    /// Puts the written bytes in the target's place, with the mode and owner of the file at `example`, otherwise the
    /// target's own.
    ///
    /// `sealing` is false where more files follow in the same folder and the last one's commit seals all their names.
    package consuming func commit(like example: String? = nil, sealing: Bool = true) throws(FileError) {
        if !isSynced { try sync(like: example) }
        try giveName()
        guard let temporary, unsafe rename(temporary, target) == 0 else { throw .failed("replace", target) }
        if sealing { try Path.sealFolder(of: target) }
    }

    private func copyModeAndOwner(of example: String) throws(FileError) {
        var status = stat()
        if unsafe stat(example, &status) == 0 {
            // The owner changes first: changing it clears set-user-id bits. A plain user may not give files away;
            // the new file is then their own, as with any other editor.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw .failed("set the mode of", target) }
        } else {
            let mask = umask(0)
            umask(mask)
            guard fchmod(descriptor, 0o666 & ~mask) == 0 else { throw .failed("set the mode of", target) }
        }
    }
}
