import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Calls `body` with `count` elements that end where no byte can be read or written any more.
package func withElementsAtBorder<Element: BitwiseCopyable, Result>(
    _ type: Element.Type, count: Int, _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
) throws -> Result {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let byteCount = count * MemoryLayout<Element>.stride
    let size = (byteCount + page - 1) / page * page + page
    let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory = unsafe mapped, unsafe memory != MAP_FAILED else { throw POSIXError(.ENOMEM) }
    defer { unsafe munmap(memory, size) }
    let border = unsafe memory + (size - page)
    guard unsafe mprotect(border, page, PROT_NONE) == 0 else { throw POSIXError(.EACCES) }
    let first = unsafe (border - byteCount).assumingMemoryBound(to: Element.self)
    return try unsafe body(UnsafeMutableBufferPointer(start: first, count: count))
}
