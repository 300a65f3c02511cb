import CText
import Foundation
import Glibc
import Testing

/// What the loops over a CSV field find must not depend on the instructions that they use, nor on where in a block it
/// stands, and none may touch a byte that is not its own.
@Suite struct FieldSearchTests {
    private static let instructions = [text_instructions_portable, text_instructions_sse2, text_instructions_avx512]
        .filter { $0.rawValue <= text_best_instructions().rawValue }

    private static let quote = UInt8(ascii: "\"")

    /// Calls `body` with a copy of bytes that ends where no byte can be read or written any more.
    private static func withBytesAtBorder<Result>(
        _ bytes: [UInt8], _ body: (UnsafeMutablePointer<UInt8>) throws -> Result
    ) throws -> Result {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let size = (bytes.count + page - 1) / page * page + page
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe mapped, unsafe memory != MAP_FAILED else { throw POSIXError(.ENOMEM) }
        defer { unsafe munmap(memory, size) }
        let border = unsafe memory + (size - page)
        guard unsafe mprotect(border, page, PROT_NONE) == 0 else { throw POSIXError(.EACCES) }
        let first = unsafe (border - bytes.count).assumingMemoryBound(to: UInt8.self)
        for index in bytes.indices { unsafe first[index] = bytes[index] }
        return try unsafe body(first)
    }

    /// Expects what a look at one byte after the other finds.
    private static func expectFound(
        in bytes: [UInt8], delimiter: UInt8 = 0x2C, _ instructions: text_instructions
    ) throws {
        let isASCII = { (count: Int) in bytes[..<count].allSatisfy { $0 < 0x80 } }
        try unsafe withBytesAtBorder(bytes) { copy in
            let plain = unsafe text_find_plain_end(copy, bytes.count, delimiter, instructions)
            let end = bytes.firstIndex { [delimiter, 0x0A, 0x0D, quote].contains($0) } ?? bytes.count
            #expect(plain.length == end && plain.is_ascii == isASCII(end) && !plain.has_pairs, "\(bytes)")

            let quoted = unsafe text_find_closing_quote(copy, bytes.count, instructions)
            var (closing, single) = (0, [UInt8]())
            while closing < bytes.count {
                if bytes[closing] == quote {
                    guard closing + 1 < bytes.count, bytes[closing + 1] == quote else { break }
                    closing += 1
                }
                single.append(bytes[closing])
                closing += 1
            }
            #expect(quoted.length == closing && quoted.is_ascii == isASCII(closing), "\(bytes)")
            #expect(quoted.has_pairs == (single.count < closing), "\(bytes)")
            try unsafe withBytesAtBorder(Array(bytes[..<closing])) { contents in
                try unsafe withBytesAtBorder([UInt8](repeating: 7, count: closing)) { output in
                    let count = unsafe text_unpair_quotes(contents, closing, output, instructions)
                    let written = unsafe Array(UnsafeBufferPointer(start: output, count: count))
                    #expect(written == single, "\(bytes)")
                }
            }
        }
    }

    @Test(arguments: instructions) func `every byte is told apart wherever it stands`(
        _ instructions: text_instructions
    ) throws {
        for byte in UInt8.min ... .max {
            for place in [0, 1, 62, 63, 64, 65, 127] {
                var bytes = [UInt8](repeating: 0x61, count: 130)
                bytes[place] = byte
                for delimiter in [0x2C, 0x09] as [UInt8] {
                    try Self.expectFound(in: bytes, delimiter: delimiter, instructions)
                }
                try Self.expectFound(in: Array(bytes[...place]), instructions)
            }
        }
    }

    @Test(arguments: instructions) func `quotes in a row are paired across blocks`(
        _ instructions: text_instructions
    ) throws {
        for start in [0, 1, 55, 60, 61, 62, 63, 64, 120, 127] {
            for quotes in Array(0..<12) + [63, 64, 65, 66, 128, 131] {
                for rest in [0, 1, 2, 70] {
                    let bytes =
                        [UInt8](repeating: 0x61, count: start) + [UInt8](repeating: Self.quote, count: quotes)
                        + [UInt8](repeating: 0xC3, count: rest)
                    try Self.expectFound(in: bytes, instructions)
                }
            }
        }
    }

    @Test(arguments: instructions) func `fields of all lengths and of few different bytes`(
        _ instructions: text_instructions
    ) throws {
        var random = SystemRandomNumberGenerator()
        let kinds: [[UInt8]] = [
            [0x61, Self.quote], [Self.quote, Self.quote, Self.quote, 0], [0x61, 0x61, 0xC3, 0xA9],
            [UInt8](repeating: 0x61, count: 40) + [Self.quote, 0x0D, 0x0A, 0x2C, 0xFF],
        ]
        for count in 0..<270 {
            for kind in kinds {
                var bytes = (0..<count).map { _ in kind.randomElement(using: &random) ?? 0 }
                try Self.expectFound(in: bytes, instructions)
                // Where every quote is one of two, the search goes on to the end.
                bytes = bytes.flatMap { $0 == Self.quote ? [$0, $0] : [$0] }
                try Self.expectFound(in: bytes, instructions)
            }
        }
    }
}
