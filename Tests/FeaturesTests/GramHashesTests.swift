import CGramHashes
import Features
import Foundation
import Glibc
import Testing
import Text

/// Grams hashed eight at a time, by the best way that this processor has and by the one for all, beside hashes one by one.
@Suite struct GramHashesTests {
    /// Calls `body` with `count` bytes that end where no byte can be read any more.
    private static func withBytesAtBorder(
        count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Void
    ) throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let size = (count + page - 1) / page * page + page
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe mapped, unsafe memory != MAP_FAILED else { throw POSIXError(.ENOMEM) }
        defer { unsafe munmap(memory, size) }
        let border = unsafe memory + (size - page)
        guard unsafe mprotect(border, page, PROT_NONE) == 0 else { throw POSIXError(.EACCES) }
        let first = unsafe (border - count).assumingMemoryBound(to: UInt8.self)
        let bytes = unsafe UnsafeMutableBufferPointer(start: first, count: count)
        var random = SystemRandomNumberGenerator()
        for index in 0..<count { unsafe bytes[index] = .random(in: .min ... .max, using: &random) }
        try unsafe body(bytes)
    }

    /// Expects the right hashes of grams of these lengths, of which every other ends as near to the bytes' end as it may.
    private static func expectHashes(ofLengths lengths: [Int]) throws {
        let room = (lengths.max() ?? 0) + 3
        var random = SystemRandomNumberGenerator()
        let bounds = lengths.enumerated().map { number, count in
            let start = number % 2 == 0 ? room - count : Int.random(in: 0...room - count, using: &random)
            return UInt64(start) | UInt64(start + count) << 32
        }
        try unsafe withBytesAtBorder(count: room + Int(gram_hashes_padding)) { bytes in
            let expected = bounds.map { bounds in
                let gram = unsafe Array(bytes[Int(bounds & 0xFFFF_FFFF)..<Int(bounds >> 32)])
                return MurmurHash3.hash(gram.span)
            }
            // One more than is asked for, which must stay.
            var best = [Int32](repeating: 7, count: lengths.count + 1)
            var portable = best
            unsafe gram_hashes(bytes.baseAddress, bounds, bounds.count, &best)
            unsafe gram_hashes_portable(bytes.baseAddress, bounds, bounds.count, &portable)
            #expect(best == expected + [7], "\(lengths)")
            #expect(portable == expected + [7], "\(lengths)")
        }
    }

    @Test(arguments: 0..<70) func `grams of one length, one to seventeen of them`(length: Int) throws {
        for count in 1...17 { try Self.expectHashes(ofLengths: Array(repeating: length, count: count)) }
    }

    @Test func `no grams`() throws { try Self.expectHashes(ofLengths: []) }

    @Test(arguments: 0..<20) func `grams of many lengths next to each other`(round: Int) throws {
        var random = SystemRandomNumberGenerator()
        for most in [4, 12, 17, 33, 70, 1030] {
            let lengths = (0..<Int.random(in: 1...50, using: &random)).map { _ in
                Int.random(in: 0...(Bool.random(using: &random) ? most : 5), using: &random)
            }
            try Self.expectHashes(ofLengths: lengths)
        }
    }

    @Test(arguments: [1007, 1008, 1009, 1023, 1024, 1025, 1026, 5000, 100_003])
    func `one gram is long and the others are not`(length: Int) throws {
        for place in 0..<9 {
            var lengths = [3, 16, 0, 17, 5, 32, 1, 4, 12]
            lengths[place] = length
            try Self.expectHashes(ofLengths: lengths)
        }
    }

    @Test func `every byte counts, and its place`() throws {
        for length in 1...20 {
            for place in 0..<length {
                for byte in [0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                    var gram = [UInt8](repeating: 0, count: length)
                    gram[place] = byte
                    let padded = gram + [UInt8](repeating: 0xAA, count: Int(gram_hashes_padding))
                    var (best, portable): (Int32, Int32) = (0, 0)
                    unsafe gram_hashes(padded, [UInt64(length) << 32], 1, &best)
                    unsafe gram_hashes_portable(padded, [UInt64(length) << 32], 1, &portable)
                    #expect(best == MurmurHash3.hash(gram.span) && portable == best)
                }
            }
        }
    }
}
