import Dispatch
import Synchronization
import Values

/// Numbers that a thread of their own brings into memory, in order, once they are wanted; whoever looks at some of them waits
/// until they are there.
///
/// So the first of them can be hashed or checked while the rest is still being read.
@safe
package final class ArrivingNumbers: Sendable {
    /// What gets the memory of a piece, and the place of its first byte among all; it leaves every byte set.
    package typealias Fill = @Sendable (_ piece: UnsafeMutableRawBufferPointer, _ start: Int) -> Void

    /// How many numbers there are, or will be.
    package let count: Int
    private let state: Mutex<State>

    @safe
    private enum State: Sendable {
        /// Nobody has wanted them yet.
        case waiting(Fill)
        /// They are in memory, or on their way there; what brings them is let go when it has.
        case begun(Arrivals)
        /// They are brought whenever somebody looks at them.
        case unkept(Fill)
    }

    /// How many numbers arrive at a time: a mebibyte of them.
    private static let pieceLength = 1 << 17

    /// `count` numbers, which `fill` brings piece by piece in their order.
    package convenience init(count: Int, fill: @escaping Fill) {
        unsafe self.init(count: count, .waiting(fill))
    }

    private init(count: Int, _ state: State) {
        self.count = count
        self.state = Mutex(state)
    }

    /// The same numbers, of which none is kept: each look brings anew what it looks at, for those who need it once.
    ///
    /// `nil` where they have begun to come.
    var unkept: ArrivingNumbers? {
        guard case .waiting(let fill) = state.withLock({ $0 }) else { return nil }
        return unsafe ArrivingNumbers(count: count, .unkept(fill))
    }

    /// Begins to bring the numbers, unless that has begun; a look does so, too.
    ///
    /// Where no thread can be made, all are there when this returns.
    package func begin() {
        let started = unsafe state.withLock { state -> (Arrivals, Fill)? in
            guard case .waiting(let fill) = state else { return nil }
            let arrivals = Arrivals(count: count, pieceLength: Self.pieceLength)
            state = .begun(arrivals)
            return unsafe (arrivals, fill)
        }
        guard let (arrivals, fill) = unsafe started, count > 0 else { return }
        let bring = { @Sendable in unsafe arrivals.bring(fill) }
        if !WorkerThread.start(bring) { bring() }
    }

    /// Calls `body` with some of the numbers, which it must not keep.
    func with<Result, Failure: Error>(
        _ range: Range<Int>, _ body: (Span<Double>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        begin()
        switch state.withLock({ $0 }) {
        case .begun(let arrivals): return try arrivals.with(range, body)
        case .waiting(let fill), .unkept(let fill):
            let numbers = unsafe [Double](unsafeUninitializedCapacity: range.count) { numbers, initialized in
                unsafe fill(UnsafeMutableRawBufferPointer(numbers), range.lowerBound * MemoryLayout<Double>.stride)
                initialized = range.count
            }
            return try body(numbers.span)
        }
    }

    /// Calls `body` with all numbers, which it must not keep.
    func withAll<Result>(_ body: (Span<Double>) -> Result) -> Result { with(0..<count, body) }
}

/// The memory of numbers that are on their way.
@safe
private final class Arrivals: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let pieceLength: Int
    /// One for each piece, empty once the piece is there.
    private let pieces: [DispatchGroup]

    init(count: Int, pieceLength: Int) {
        let stride = MemoryLayout<Double>.stride
        self.pieceLength = pieceLength
        unsafe memory = .allocate(
            byteCount: count * stride, alignment: count * stride < HugePages.size ? stride : HugePages.size)
        unsafe HugePages.ask(for: memory)
        pieces = (0..<(count + pieceLength - 1) / pieceLength).map { _ in DispatchGroup() }
        for piece in pieces { piece.enter() }
    }

    // The thread that brings the numbers holds them until it is done.
    deinit { unsafe memory.deallocate() }

    func bring(_ fill: ArrivingNumbers.Fill) {
        let length = pieceLength * MemoryLayout<Double>.stride
        for (number, piece) in pieces.enumerated() {
            let start = number * length
            let end = unsafe min(start + length, memory.count)
            unsafe fill(UnsafeMutableRawBufferPointer(rebasing: memory[start..<end]), start)
            piece.leave()
        }
    }

    func with<Result, Failure: Error>(
        _ range: Range<Int>, _ body: (Span<Double>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if !range.isEmpty {
            for piece in range.lowerBound / pieceLength...(range.upperBound - 1) / pieceLength { pieces[piece].wait() }
        }
        let all = unsafe UnsafeBufferPointer(memory.bindMemory(to: Double.self))
        return try unsafe body(all.span.extracting(range))
    }
}
