import CFeatures
import Features
import TestSupport
import Testing
import Text

/// Grams hashed many at a time, in every way that this processor has, beside hashes one by one.
@Suite struct GramHashesTests {
    /// Expects the right hashes of grams of these lengths, of which every other ends as near to the bytes' end as it may.
    private static func expectHashes(ofLengths lengths: [Int]) throws {
        let room = (lengths.max() ?? 0) + 3
        var random = SystemRandomNumberGenerator()
        let bounds = lengths.enumerated().map { number, count in
            let start = number % 2 == 0 ? room - count : Int.random(in: 0...room - count, using: &random)
            return UInt64(start) | UInt64(start + count) << 32
        }
        try unsafe withElementsAtBorder(UInt8.self, count: room + Int(features_gram_padding)) { bytes in
            for index in bytes.indices { unsafe bytes[index] = .random(in: .min ... .max, using: &random) }
            let expected = bounds.map { bounds in
                let gram = unsafe Array(bytes[Int(bounds & 0xFFFF_FFFF)..<Int(bounds >> 32)])
                return MurmurHash3.hash(gram.span)
            }
            for instructions in everyInstructions {
                // One more than is asked for, which must stay.
                var hashes = [Int32](repeating: 7, count: lengths.count + 1)
                unsafe features_hash_grams(bytes.baseAddress, bounds, bounds.count, &hashes, instructions)
                #expect(hashes == expected + [7], "\(lengths) \(instructions)")
            }
        }
    }

    @Test(arguments: 0..<70) func `grams of one length, one to thirty-three of them`(length: Int) throws {
        for count in 1...33 { try Self.expectHashes(ofLengths: Array(repeating: length, count: count)) }
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
        for place in 0..<18 {
            var lengths = [3, 16, 0, 17, 5, 32, 1, 4, 12] + [3, 16, 0, 17, 5, 32, 1, 4, 12]
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
                    let padded = gram + [UInt8](repeating: 0xAA, count: Int(features_gram_padding))
                    for instructions in everyInstructions {
                        var hash: Int32 = 0
                        unsafe features_hash_grams(padded, [UInt64(length) << 32], 1, &hash, instructions)
                        #expect(hash == MurmurHash3.hash(gram.span))
                    }
                }
            }
        }
    }
}
