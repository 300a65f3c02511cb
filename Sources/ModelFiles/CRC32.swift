/// The checksum of ZIP archives: CRC-32 with the polynomial 0xEDB88320, bits reversed (ISO 3309).
///
/// zlib has one, and its headers would be one more package to install for these few lines; a table of 256 entries is
/// fast enough for files that are read and written once.
///
/// - Complexity: O(*n*) for *n* bytes.
struct CRC32 {
    /// The checksum of the bytes so far; 0 for none.
    var value: UInt32 { ~state }
    private var state: UInt32 = .max

    private static let table = (0..<UInt32(256)).map { byte in
        (0..<8).reduce(byte) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }

    /// Takes in the next bytes.
    mutating func update(_ bytes: RawSpan) {
        let table = Self.table
        var state = state
        for offset in bytes.byteOffsets {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
        }
        self.state = state
    }
}
