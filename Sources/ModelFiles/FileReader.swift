import Files
import Glibc
import Learning
import Synchronization

/// An open file whose parts are read into memory of their own: at once, or by a thread.
///
/// The lease of the ``MappedFile`` that it comes from lasts until all is read or nobody holds what is not.
final class FileReader: Sendable {
    private let descriptor: Int32
    private let path: String
    /// Whether nobody can write to the file as long as this is there.
    let isLeased: Bool
    /// What could not be read; kept by whoever asks later, without the file and its lease.
    let failures = Failures()

    /// Why something could not be read.
    final class Failures: Sendable {
        fileprivate let error = Mutex<FileError?>(nil)

        /// The reason, such as a file that was cut off meanwhile; `nil` where all went well so far.
        var last: FileError? { error.withLock(\.self) }
    }

    init(duplicating descriptor: Int32, isLeased: Bool, path: String) {
        self.isLeased = isLeased
        self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        self.path = path
    }

    deinit { close(descriptor) }

    /// The numbers at a place within the file; they need not be aligned.
    func read<Number: BitwiseCopyable>(_ range: Range<Int>) throws(ModelFileError) -> [Number] {
        let count = range.count / MemoryLayout<Number>.stride
        let numbers = unsafe [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
            unsafe fill(UnsafeMutableRawBufferPointer(numbers), from: range.lowerBound)
            initialized = count
        }
        if let failure = failures.last { throw .file(failure) }
        return numbers
    }

    /// The reals at a place within the file, which a thread reads once they are wanted; what cannot be read is not a number.
    func numbers(_ range: Range<Int>) -> ArrivingNumbers {
        unsafe ArrivingNumbers(count: range.count / MemoryLayout<Double>.stride) { piece, start in
            unsafe self.fill(piece, from: range.lowerBound + start)
        }
    }

    /// Calls `body` with the bytes at a place within the file, piece by piece; where no other program can cut them off meanwhile
    /// (``MappedFile``), they are not copied.
    ///
    /// What cannot be read is bytes of 255. Memory is that of one piece.
    func forEachPiece(_ range: Range<Int>, _ body: (RawSpan) -> Void) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pieceLength) {
            let piece = start..<min(start + Self.pieceLength, range.upperBound)
            guard !isLeased || !withMapped(piece, body) else { continue }
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: piece.count) { bytes, initialized in
                unsafe fill(UnsafeMutableRawBufferPointer(bytes), from: start)
                initialized = piece.count
            }
            unsafe body(bytes.span.bytes)
        }
    }

    private static let pieceLength = 1 << 20

    /// Whether the bytes could be mapped, and `body` was called.
    private func withMapped(_ range: Range<Int>, _ body: (RawSpan) -> Void) -> Bool {
        let lead = range.lowerBound % Int(getpagesize())
        let (start, count) = (range.lowerBound - lead, range.count + lead)
        guard let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, off_t(start)),
            unsafe base != MAP_FAILED
        else { return false }
        defer { unsafe munmap(base, count) }
        unsafe body(UnsafeRawBufferPointer(start: base + lead, count: range.count).bytes)
        return true
    }

    private func fill(_ memory: UnsafeMutableRawBufferPointer, from start: Int) {
        var done = 0
        while done < memory.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[done...])
            let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(start + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failures.error.withLock { $0 = count < 0 ? .failed("read", path) : .changedMeanwhile(path: path) }
                unsafe rest.initializeMemory(as: UInt8.self, repeating: 0xFF)
                return
            }
            done += count
        }
    }
}
