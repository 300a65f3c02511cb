import Dispatch
import Glibc
import Values

/// Numbers that a thread of their own brings into memory, in order; whoever looks at some of them waits until they are
/// there.
///
/// So the first of them can be hashed or checked while the rest is still being read.
@safe
package final class ArrivingNumbers: @unchecked Sendable {
    /// How many numbers there are, or will be.
    package let count: Int
    private let memory: UnsafeMutableRawBufferPointer
    /// One for each piece, empty once the piece is there.
    private let pieces: [DispatchGroup]

    /// How many numbers arrive at a time: a mebibyte of them.
    private static let pieceLength = 1 << 17

    /// The bytes of a page as the kernel gives large pieces of memory, if asked.
    private static let hugePage = 1 << 21

    /// Begins to bring in `count` numbers.
    ///
    /// `fill` gets the memory of each piece in order, and the place of its first byte among all; it leaves every byte set.
    /// Where no thread can be made, the numbers are there when this returns.
    package init(count: Int, fill: @escaping @Sendable (_ piece: UnsafeMutableRawBufferPointer, _ start: Int) -> Void) {
        let stride = MemoryLayout<Double>.stride
        self.count = count
        unsafe memory = .allocate(
            byteCount: count * stride, alignment: count * stride < Self.hugePage ? stride : Self.hugePage)
        // The kernel clears and maps 512 pages at a time; where it has no such page, nothing is lost.
        unsafe madvise(memory.baseAddress, memory.count, MADV_HUGEPAGE)
        pieces = (0..<(count + Self.pieceLength - 1) / Self.pieceLength).map { _ in DispatchGroup() }
        for piece in pieces { piece.enter() }
        guard count > 0 else { return }
        let bring = { @Sendable [self] in
            for (number, piece) in pieces.enumerated() {
                let start = number * Self.pieceLength * stride
                let end = unsafe min(start + Self.pieceLength * stride, memory.count)
                unsafe fill(UnsafeMutableRawBufferPointer(rebasing: memory[start..<end]), start)
                piece.leave()
            }
        }
        if !WorkerThread.start(bring) { bring() }
    }

    // The thread holds the numbers until it is done.
    deinit { unsafe memory.deallocate() }

    /// Calls `body` with some of the numbers, which it must not keep.
    func with<Result, Failure: Error>(
        _ range: Range<Int>, _ body: (Span<Double>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if !range.isEmpty {
            for piece in range.lowerBound / Self.pieceLength...(range.upperBound - 1) / Self.pieceLength {
                pieces[piece].wait()
            }
        }
        let all = unsafe UnsafeBufferPointer(memory.bindMemory(to: Double.self))
        return try unsafe body(all.span.extracting(range))
    }

    /// Calls `body` with all numbers, which it must not keep.
    func withAll<Result>(_ body: (Span<Double>) -> Result) -> Result { with(0..<count, body) }
}
