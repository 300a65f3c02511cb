import Dispatch
import Synchronization

/// SHA-256 of bytes that are handed over, taken by another thread beside the work of the one that has them.
///
/// The digest is that of the bytes in the order in which they came. Whoever is ahead of the hash by more than a few pieces
/// waits for it, so that memory stays what those pieces take.
package final class BackgroundSHA256: Sendable {
    private let queue = DispatchQueue(label: "SHA-256")
    private let hasher = Mutex(SHA256Hasher())
    private let room: DispatchSemaphore

    /// A hash of no bytes yet, which `pieces` handed over may be waiting for at a time.
    package init(pieces: Int = 4) {
        room = DispatchSemaphore(value: pieces)
    }

    /// Hands bytes over.
    package func update(_ bytes: [UInt8]) {
        room.wait()
        queue.async {
            self.hasher.withLock { $0.update(bytes) }
            self.room.signal()
        }
    }

    /// The digest of all bytes so far as 64 lower-case hexadecimal digits, once they are hashed.
    package func hexSoFar() -> String {
        queue.sync { hasher.withLock { $0.hexSoFar() } }
    }
}
