import CMemory
import Glibc

/// The resident memory of this process, as the kernel counts it.
package enum ProcessMemory {
    /// The largest so far in bytes, or since ``restartPeak()``; `nil` where the system does not say.
    ///
    /// `ru_maxrss` would inherit the parent's figure.
    package static var peak: Int? { bytes("VmHWM:") }

    /// What is resident now, in bytes; `nil` where the system does not say.
    package static var resident: Int? { bytes("VmRSS:") }

    /// Gives back what is free, lets the peak begin anew from what is resident now, and returns that.
    ///
    /// `nil` where the kernel does not allow it; the peak is then that of the whole process.
    package static func restartPeak() -> Int? {
        malloc_trim(0)
        let file = unsafe open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // 5 resets the peak and nothing else: proc(5).
        guard unsafe write(file, "5", 1) == 1 else { return nil }
        return resident
    }

    /// Asks for memory in a way that gives it back: to be called once, before there are threads.
    ///
    /// The C library keeps large pieces that were freed for each thread apart, and takes ever larger ones for small. Of an
    /// update in batches of 10,000 reviews that was 40 of 100 MB; a fit and an update take as long as before.
    package static func keepLittle() {
        // More than any array of a batch of 1,000 reviews, whose pages would be new to the kernel for each batch.
        mallopt(M_MMAP_THRESHOLD, 640 << 10)
        mallopt(M_ARENA_MAX, 1)
    }

    /// Lets go of the pages of the program's code, which come back from its file where they are used again.
    ///
    /// The kernel maps 64 kB around each place that is come to, so that what beginning takes stays with long work, which
    /// goes on in few places: 8 of the 49 MB of an update.
    package static func forgetCode() { memory_forget_code(Int(getpagesize())) }

    private static func bytes(_ name: String) -> Int? {
        var text = [UInt8](repeating: 0, count: 8192)
        let file = unsafe open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let count = unsafe read(file, &text, text.count)
        let status = String(decoding: text.prefix(max(0, count)), as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }
}
