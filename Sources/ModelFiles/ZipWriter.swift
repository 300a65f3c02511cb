import Files

/// A ZIP archive on its way to disk, whole or not at all: entries stored as they are, the same bytes for the same entries.
///
/// Entries are not compressed, as skops does it too, so that no library is needed and a reader finds arrays as they
/// are. Every entry bears ZIP's first day, 1 January 1980: the clock is no part of a file. Sizes and offsets are of
/// 32 bits; the caller sees to it that the archive stays below ``largest``.
struct ZipWriter: ~Copyable {
    /// The size in bytes that an archive stays below, where its offsets end.
    static let largest = Int(UInt32.max)

    /// The bytes that an entry takes beside its content.
    static func overhead(name: String) -> Int { 30 + 46 + 2 * name.utf8.count }

    /// The bytes that every archive ends with.
    static let endLength = 22

    /// The archive's file, to be committed once it is finished.
    var file: AtomicFile
    private var directory: [UInt8] = []
    private var entries = 0
    private var offset = 0

    /// Begins an archive that takes the place of the file at `path` once it is finished.
    init(replacing path: String) throws(FileError) {
        file = try AtomicFile(replacing: path)
    }

    /// Adds an entry of two pieces, the second of which may be as large as a model and is read twice, never copied.
    ///
    /// The name is ASCII.
    mutating func add(_ name: String, _ head: [UInt8], _ body: RawSpan) throws(FileError) {
        var checksum = CRC32()
        unsafe checksum.update(head.span.bytes)
        checksum.update(body)
        let size = UInt32(head.count + body.byteCount)
        var entry: [UInt8] = []
        // Version 2.0, no flags, stored, midnight of the first day; then checksum, size packed and not, lengths.
        for field in [20, 0, 0, 0, 0x21] as [UInt16] { entry.append(littleEndian: field) }
        for field in [checksum.value, size, size] { entry.append(littleEndian: field) }
        entry.append(littleEndian: UInt16(name.utf8.count))
        entry.append(littleEndian: UInt16(0))

        var header: [UInt8] = []
        header.append(littleEndian: UInt32(0x0403_4B50))
        header += entry + Array(name.utf8)

        directory.append(littleEndian: UInt32(0x0201_4B50))
        // Made by Unix, so that the attributes below are a file's mode.
        directory.append(littleEndian: UInt16(3 << 8 | 20))
        directory += entry
        for field in [0, 0, 0] as [UInt16] { directory.append(littleEndian: field) }
        directory.append(littleEndian: UInt32(0o100644) << 16)
        directory.append(littleEndian: UInt32(offset))
        directory += Array(name.utf8)

        unsafe try file.write(header.span.bytes)
        unsafe try file.write(head.span.bytes)
        try file.write(body)
        offset += header.count + Int(size)
        entries += 1
    }

    /// Writes the directory, after which there is no entry more; returns the archive's size in bytes.
    mutating func finish() throws(FileError) -> Int {
        var end = directory
        end.append(littleEndian: UInt32(0x0605_4B50))
        for field in [0, 0, entries, entries] { end.append(littleEndian: UInt16(field)) }
        end.append(littleEndian: UInt32(directory.count))
        end.append(littleEndian: UInt32(offset))
        end.append(littleEndian: UInt16(0))
        let size = offset + end.count
        unsafe try file.write(end.span.bytes)
        return size
    }

    /// Puts an archive that is finished in the file's place.
    consuming func commit() throws(FileError) { try file.commit() }
}

extension [UInt8] {
    /// Appends a whole number, least significant byte first.
    fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
