import Files
import Glibc

/// A file seen through a window that holds one record and what was read beyond it.
///
/// Positions are counted from the start of the record, so they stay good while the window slides. Memory is one block
/// and the longest record, whatever the size of the file.
struct ByteWindow: ~Copyable {
    /// The file, for errors.
    let path: String
    private let descriptor: Int32
    private let blockSize: Int
    private let recordLimit: Int
    private let hasher: BackgroundSHA256?
    private(set) var storage: [UInt8]
    private(set) var start = 0
    private(set) var end = 0
    private var endOffset = 0
    private var readSize: Int
    /// What was read last and is not hashed yet.
    private var unhashed = 0..<0

    /// The first read after a seek: about one review, as a shuffle takes it; the next reads double it.
    private static let shortReadSize = 4 << 10
    /// The size of a block: large enough that the system calls do not show, small enough for the cache.
    static let defaultBlockSize = 256 << 10
    /// The longest record: far above any review, far below the memory of a small machine.
    static let defaultRecordLimit = 64 << 20

    /// Opens a regular file at its first byte; with `hashing` the digest of what is read is kept.
    init(
        path: String, hashing: Bool = false, blockSize: Int = defaultBlockSize, recordLimit: Int = defaultRecordLimit
    ) throws(DatasetError) {
        descriptor = try Self.opened(path)
        self.path = path
        self.blockSize = blockSize
        readSize = blockSize
        self.recordLimit = recordLimit
        hasher = hashing ? BackgroundSHA256() : nil
        storage = [UInt8](repeating: 0, count: blockSize)
    }

    deinit { close(descriptor) }

    /// How many bytes there are from the start of the record to the end of what has been read.
    var count: Int { end - start }

    /// Bytes between the start of the file and the start of the record.
    var offset: Int { endOffset - count }

    /// Bytes read from the file so far.
    var bytesRead: Int { endOffset }

    /// The byte at a position, or `nil` at the end of the file.
    @inline(__always)
    mutating func byte(at position: Int) throws(DatasetError) -> UInt8? {
        position < count ? storage[start + position] : try byteBeyondBlock(at: position)
    }

    private mutating func byteBeyondBlock(at position: Int) throws(DatasetError) -> UInt8? {
        while position >= count {
            guard try readMore() else { return nil }
        }
        return storage[start + position]
    }

    /// Reads the next block behind the record; `false` at the end of the file.
    mutating func readMore() throws(DatasetError) -> Bool {
        handOver()
        if start > 0 {
            let kept = count
            unsafe storage.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                unsafe memmove(base, base + start, kept)
            }
            (start, end) = (0, kept)
        }
        try checkLength(end)
        if storage.count - end < blockSize { grow() }
        let count = try read()
        end += count
        endOffset += count
        return count > 0
    }

    /// Checks that a record of so many bytes is not too long, wherever blocks end.
    func checkLength(_ length: Int) throws(DatasetError) {
        if length > recordLimit { throw .rowTooLong(RowPlace(path: path, byteOffset: offset), limit: recordLimit) }
    }

    /// Starts the next record at a position.
    mutating func advance(to position: Int) {
        start += position
    }

    /// Starts the next record at an offset of the file.
    ///
    /// - Precondition: No digest is kept.
    mutating func seek(to offset: Int) throws(DatasetError) {
        guard lseek(descriptor, offset, SEEK_SET) == offset else { throw .file(.failed("read", path)) }
        (start, end, endOffset) = (0, 0, offset)
        readSize = min(Self.shortReadSize, blockSize)
    }

    /// The digest of all bytes read, as hexadecimal digits; empty where none is kept.
    mutating func finishDigest() -> String {
        handOver()
        return hasher?.hexSoFar() ?? ""
    }

    /// Hands what was read last to the hash.
    private mutating func handOver() {
        guard let hasher, !unhashed.isEmpty else { return }
        let kept = count
        if kept <= blockSize {
            // The storage itself goes: the record's beginning, which is short, moves to another.
            var next = hasher.usedBuffer()
            if next.count < 2 * blockSize { next = [UInt8](repeating: 0, count: 2 * blockSize) }
            unsafe next.withUnsafeMutableBytes { next in
                unsafe storage.withUnsafeBytes { unsafe next.copyMemory(from: .init(rebasing: $0[start..<end])) }
            }
            hasher.update(exchange(&storage, with: next), unhashed)
            (start, end) = (0, kept)
        } else {
            hasher.update(Array(storage[unhashed]))
        }
        unhashed = 0..<0
    }

    /// Doubles the storage, so that a record of *n* bytes is moved O(*n*) bytes in all.
    private mutating func grow() {
        let old = storage
        let size = min(max(2 * old.count, end + blockSize), recordLimit + blockSize)
        storage = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            unsafe UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
            unsafe old.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = size
        }
    }

    private static func opened(_ path: String) throws(DatasetError) -> Int32 {
        // Without O_NONBLOCK a pipe that nobody writes to would wait for ever before it could be refused.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(.failed("open", path)) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notAFile(path: path)
        }
        return descriptor
    }

    private mutating func read() throws(DatasetError) -> Int {
        let room = end
        while true {
            let count = unsafe storage.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + room }, readSize)
            }
            if count >= 0 {
                readSize = min(blockSize, readSize * 2)
                if hasher != nil { unhashed = room..<room + count }
                return count
            }
            guard errno == EINTR else { throw .file(.failed("read", path)) }
        }
    }
}
