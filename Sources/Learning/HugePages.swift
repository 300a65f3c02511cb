import Glibc

/// Pages as the kernel gives large pieces of memory, if asked: it clears and maps 512 small ones at a time, and a processor that looks
/// all over the memory finds them sooner.
enum HugePages {
    /// The bytes of a page.
    static let size = 1 << 21

    /// Asks for such pages where memory that nobody has touched spans whole ones.
    ///
    /// Where the kernel has none, nothing is lost.
    static func ask(for memory: UnsafeMutableRawBufferPointer) {
        guard let base = memory.baseAddress else { return }
        let start = unsafe base.alignedUp(toMultipleOf: size)
        let length = unsafe (memory.count - (start - base)) / size * size
        if length > 0 { unsafe madvise(start, length, MADV_HUGEPAGE) }
    }

    /// Zeros in such pages.
    static func zeros(_ count: Int) -> [Double] {
        unsafe [Double](unsafeUninitializedCapacity: count) { numbers, initialized in
            unsafe ask(for: UnsafeMutableRawBufferPointer(numbers))
            unsafe numbers.initialize(repeating: 0)
            initialized = count
        }
    }
}
