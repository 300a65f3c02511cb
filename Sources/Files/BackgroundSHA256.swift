import Dispatch
import Synchronization
import Values

/// SHA-256 of bytes that are handed over, taken by another thread beside the work of the one that has them.
///
/// A digest is that of the bytes in the order in which they came. Whoever is ahead of the hash by more than a few pieces
/// waits for it, so that memory stays what those pieces take. The first mebibyte is hashed by whoever hands it over, since a
/// small file needs no thread, and everything where there can be none.
package final class BackgroundSHA256: Sendable {
    private let worker = SerialWorker()
    private let state = Mutex(State())
    private let room: DispatchSemaphore
    /// How many bytes are still hashed by whoever hands them over; once 0 or less, none any more.
    private let ownBytes = Mutex(1 << 20)

    private let buffers = Mutex(Buffers())

    private struct Buffers {
        /// What is to be hashed, and which of its bytes: not held by the work itself, which would still be there when the
        /// buffer is used again, so that it would be copied.
        var waiting = Queue<(bytes: [UInt8], range: Range<Int>)>()
        /// Buffers that were hashed, kept for their memory: to get it anew costs more than to hash.
        var spare: [[UInt8]] = []
    }

    private struct State: ~Copyable {
        var hasher = SHA256Hasher()
        var ended: [String] = []
    }

    /// A hash of no bytes yet, which `pieces` handed over may be waiting for at a time.
    package init(pieces: Int = 4) {
        room = DispatchSemaphore(value: pieces)
    }

    /// Hands bytes over.
    package func update(_ bytes: [UInt8]) { update(bytes, bytes.indices) }

    /// Hands some of the bytes of a buffer over, which is not copied where it is given up.
    package func update(_ buffer: [UInt8], _ range: Range<Int>) {
        guard !isOwn(range.count) else { return hash(buffer, range) }
        room.wait()
        buffers.withLock { $0.waiting.append((buffer, range)) }
        worker.submit { self.hashNext() }
    }

    /// Has whoever hands bytes over hash them from now on: for one who works beside others already, and then is quicker than
    /// to wake another thread.
    package func endBackground() {
        worker.finish()
        ownBytes.withLock { $0 = .max }
    }

    private func hashNext() {
        guard let (buffer, range) = buffers.withLock({ $0.waiting.popFirst() }) else { return }
        hash(buffer, range)
        room.signal()
    }

    private func hash(_ buffer: [UInt8], _ range: Range<Int>) {
        state.withLock { unsafe $0.hasher.update(buffer.span.extracting(range).bytes) }
        // Few, and none that is large, may be in memory at a time.
        guard buffer.capacity < Self.largePieceBytes else { return }
        buffers.withLock { if $0.spare.count < 2 { $0.spare.append(buffer) } }
    }

    /// A buffer that was handed over and is hashed, with whatever bytes it has, to be used again; an empty one where there
    /// is none.
    package func usedBuffer() -> [UInt8] { buffers.withLock { $0.spare.popLast() } ?? [] }

    /// Hands over what stands in a buffer once it is enough to be worth it, and leaves an empty one with room in it.
    package func take(_ buffer: inout [UInt8]) {
        guard buffer.count >= Self.pieceBytes else { return }
        let full = exchange(&buffer, with: [])
        let count = full.count
        update(full, 0..<count)
        if count >= Self.largePieceBytes { worker.finish() }
        buffer = usedBuffer()
        buffer.removeAll(keepingCapacity: true)
        buffer.reserveCapacity(Self.pieceBytes + Self.pieceBytes / 8)
    }

    /// Small pieces cost more to hand over than to hash.
    private static let pieceBytes = 1 << 16
    private static let largePieceBytes = 1 << 20

    /// The digest of all bytes since the last one was ended as 64 lower-case hexadecimal digits, once they are hashed.
    package func hexSoFar() -> String {
        worker.finish()
        return state.withLock { $0.hasher.hexSoFar() }
    }

    /// Ends a digest; the bytes that come are those of another.
    package func endDigest() {
        if isOwn(1) { end() } else { worker.submit { self.end() } }
    }

    private func end() {
        state.withLock { state in
            state.ended.append(state.hasher.hexSoFar())
            state.hasher = SHA256Hasher()
        }
    }

    /// Whether the next bytes are to be hashed at once, since no thread has any.
    private func isOwn(_ count: Int) -> Bool {
        ownBytes.withLock { left in
            if left > 0 { left -= count }
            return left > 0
        }
    }

    /// The digests that were ended, in order, once their bytes are hashed.
    package func endedDigests() -> [String] {
        worker.finish()
        return state.withLock { $0.ended }
    }
}
