import CZlib

/// The checksum of ZIP archives: CRC-32 with the polynomial 0xEDB88320, bits reversed (ISO 3309), by zlib.
///
/// - Complexity: O(*n*) for *n* bytes.
struct CRC32 {
    /// The checksum of the bytes so far; 0 for none.
    private(set) var value: UInt32 = 0

    /// Takes in the next bytes.
    mutating func update(_ bytes: RawSpan) {
        value = unsafe bytes.withUnsafeBytes { buffer in
            UInt32(truncatingIfNeeded: unsafe crc32_z(UInt(value), buffer.baseAddress, buffer.count))
        }
    }
}
