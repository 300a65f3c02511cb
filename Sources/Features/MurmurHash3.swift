/// MurmurHash3 in its 32-bit form for x86, the hash behind scikit-learn's feature hashing.
///
/// Source: Austin Appleby, "MurmurHash3_x86_32" (SMHasher, public domain).
package enum MurmurHash3 {
    /// The hash of `bytes`, read as a signed number as scikit-learn does.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    @inline(__always)
    package static func hash(_ bytes: Span<UInt8>, seed: UInt32 = 0) -> Int32 {
        let end = bytes.count
        var hash = seed
        var index = 0
        let raw = unsafe bytes.bytes
        while end - index >= 4 {
            let block = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
            hash = rotateLeft(hash ^ scramble(UInt32(littleEndian: block)), by: 13) &* 5 &+ 0xE654_6B64
            index += 4
        }
        if index < end {
            var tail = UInt32(bytes[index])
            if end - index > 1 { tail |= UInt32(bytes[index + 1]) << 8 }
            if end - index > 2 { tail |= UInt32(bytes[index + 2]) << 16 }
            hash ^= scramble(tail)
        }
        return finished(hash, count: end)
    }

    @inline(__always)
    private static func finished(_ hash: UInt32, count: Int) -> Int32 {
        var hash = hash ^ UInt32(truncatingIfNeeded: count)
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return Int32(bitPattern: hash ^ hash >> 16)
    }

    @inline(__always)
    private static func scramble(_ block: UInt32) -> UInt32 {
        rotateLeft(block &* 0xCC9E_2D51, by: 15) &* 0x1B87_3593
    }

    @inline(__always)
    private static func rotateLeft(_ value: UInt32, by count: UInt32) -> UInt32 {
        value &<< count | value &>> (32 - count)
    }
}
