import Files
import Glibc
import RandomNumbers

/// Positions of rows on disk, eight bytes each, in a file without a name that goes away with the value.
///
/// It makes a shuffle possible whose memory does not grow with the data: positions are appended as rows are met, then
/// permuted in place.
final class RowOrder: Sendable {
    /// How many positions there are.
    let count: Int
    private let descriptor: Int32

    private init(count: Int, descriptor: Int32) {
        self.count = count
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The positions at some places of the order; fewer than asked for where the order ends.
    func positions(from lower: Int, count: Int) throws(DatasetError) -> [Int] {
        let wanted = min(count, self.count - lower)
        var positions = [Int](repeating: 0, count: max(0, wanted))
        let size = positions.count * MemoryLayout<Int>.size
        let read = unsafe positions.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, size, lower * MemoryLayout<Int>.size)
        }
        guard read == size else { throw .file(.failed("read", Builder.description)) }
        return positions
    }

    /// The positions while they are being met.
    struct Builder: ~Copyable {
        private var descriptor: Int32
        private var pending: [Int] = []
        private var written = 0

        fileprivate static let description = "the temporary file of row positions"
        private static let blockCount = 8192

        /// Makes the file in `TMPDIR`, else in `/var/tmp`, which unlike `/tmp` is not kept in memory.
        init() throws(DatasetError) {
            let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp"
            var template = Array("\(folder)/refit-rows.XXXXXX".utf8CString)
            descriptor = unsafe mkstemp(&template)
            guard descriptor >= 0 else { throw .file(.failed("make a temporary file in", folder)) }
            unsafe unlink(template)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            pending.reserveCapacity(Self.blockCount)
        }

        deinit { if descriptor >= 0 { close(descriptor) } }

        /// Takes the position of the next row.
        mutating func append(_ position: Int) throws(DatasetError) {
            pending.append(position)
            if pending.count == Self.blockCount { try flush() }
        }

        /// The positions in the order of NumPy's `RandomState(seed).permutation(count)`.
        ///
        /// - Complexity: O(*n*) swaps for *n* rows, in memory that the system can take back.
        consuming func shuffled(seed: UInt32) throws(DatasetError) -> RowOrder {
            try flush()
            let count = written
            let size = count * MemoryLayout<Int>.size
            if count > 1 {
                let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
                guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
                    throw .file(.failed("map", Self.description))
                }
                defer { unsafe munmap(mapped, size) }
                let positions = unsafe UnsafeMutableBufferPointer(
                    start: mapped.assumingMemoryBound(to: Int.self), count: count)
                var generator = MersenneTwister(seed: seed)
                generator.shuffle(count: count) { unsafe positions.swapAt($0, $1) }
            }
            let order = RowOrder(count: count, descriptor: descriptor)
            descriptor = -1
            return order
        }

        private mutating func flush() throws(DatasetError) {
            let size = pending.count * MemoryLayout<Int>.size
            let count = unsafe pending.withUnsafeBytes { buffer in
                unsafe pwrite(descriptor, buffer.baseAddress, size, written * MemoryLayout<Int>.size)
            }
            guard count == size else { throw .file(.failed("write", Self.description)) }
            written += pending.count
            pending.removeAll(keepingCapacity: true)
        }
    }
}
