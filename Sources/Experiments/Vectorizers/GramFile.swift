import Files
import Glibc

/// Hashes of grams on disk, four bytes each, in a file without a name that goes away with the value.
///
/// Many vectorizers take the grams of the same texts, which are analysed once; memory that the system can take back holds
/// what of them is in use.
@safe final class GramFile: Sendable {
    // Only read once it is made.
    nonisolated(unsafe) private let mapped: UnsafeMutableRawPointer?
    /// How many hashes there are.
    let count: Int

    private init(mapped: UnsafeMutableRawPointer?, count: Int) {
        unsafe self.mapped = unsafe mapped
        self.count = count
    }

    deinit {
        if let mapped = unsafe mapped { unsafe munmap(mapped, count * MemoryLayout<Int32>.size) }
    }

    /// Calls `body` with the hashes of a range.
    func withHashes<Result>(_ range: Range<Int>, _ body: (Span<Int32>) -> Result) -> Result {
        precondition(range.upperBound <= count)
        let start = unsafe mapped?.assumingMemoryBound(to: Int32.self)
        return unsafe body(
            Span(_unsafeElements: UnsafeBufferPointer(start: start.map { unsafe UnsafePointer($0) }, count: count))
                .extracting(range))
    }

    /// The hashes while the texts are being read.
    struct Builder: ~Copyable {
        private let descriptor: Int32
        private var pending: [Int32] = []
        private var written = 0

        private static let blockCount = 1 << 15
        private static let description = "the temporary file of hashed grams"

        /// The number of hashes that have come in.
        var count: Int { written + pending.count }

        /// Makes the file in `TMPDIR`, else in `/var/tmp`, which unlike `/tmp` is not kept in memory.
        init() throws(FileError) {
            let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp"
            var template = Array("\(folder)/refit-grams.XXXXXX".utf8CString)
            descriptor = unsafe mkstemp(&template)
            guard descriptor >= 0 else { throw .failed("make a temporary file in", folder) }
            unsafe unlink(template)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }

        deinit { close(descriptor) }

        /// Takes the next hash.
        mutating func append(_ hash: Int32) {
            pending.append(hash)
        }

        /// Writes what has come in; called once a batch.
        mutating func flush(atLeast least: Int = blockCount) throws(FileError) {
            guard pending.count >= least else { return }
            let size = pending.count * MemoryLayout<Int32>.size
            var done = 0
            while done < size {
                let wrote = unsafe pending.withUnsafeBytes { buffer in
                    unsafe pwrite(
                        descriptor, buffer.baseAddress?.advanced(by: done), size - done,
                        written * MemoryLayout<Int32>.size + done)
                }
                guard wrote > 0 else { throw .failed("write", Self.description) }
                done += wrote
            }
            written += pending.count
            pending.removeAll(keepingCapacity: true)
        }

        /// The file with all hashes.
        consuming func finish() throws(FileError) -> GramFile {
            try flush(atLeast: 0)
            guard count > 0 else { return unsafe GramFile(mapped: nil, count: 0) }
            let size = count * MemoryLayout<Int32>.size
            let mapped = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
            guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
                throw .failed("map", Self.description)
            }
            return unsafe GramFile(mapped: mapped, count: count)
        }
    }
}
