import Values

/// The entries of a ZIP archive (APPNOTE 6.3), each found by its name, none read before its place has been checked.
///
/// What the directory says is held against the archive: every entry has a local header that says the same, lies before the
/// directory and overlaps no other, and a packed entry unpacks to no more than deflate can make of its bytes. Refused by
/// name are ZIP64, encryption, several disks, streamed entries and every method but *stored* and *deflated*; a comment or
/// bytes around the archive are refused, too, since nothing that writes models leaves any.
struct ZipReader {
    /// The entries by name.
    private(set) var entries: [String: Entry] = [:]
    /// The archive's own path, for errors.
    let path: String

    /// One file in the archive.
    struct Entry {
        /// Its name.
        var name: String
        /// Whether it is deflated rather than stored.
        var isDeflated: Bool
        /// CRC-32 of what it holds.
        var checksum: UInt32
        /// The bytes of the archive that hold it, packed or not.
        var range: Range<Int>
        /// The size of what it holds.
        var byteCount: Int
        /// The byte at which the archive begins to speak of it.
        var offset: Int
    }

    /// More than a model has.
    static let mostEntries = 64
    /// The most bytes that deflate makes of one: 258 from two bits, less what its blocks take.
    static let mostPerByte = 1032

    private static let endLength = 22
    private static let directoryLength = 46
    private static let localLength = 30

    /// Reads the directory of the archive `path`, whose bytes are `file`.
    init(of file: RawSpan, path: String) throws(ModelFileError) {
        self.path = path
        let end = file.byteCount - Self.endLength
        guard end >= 0, file.number(UInt32.self, at: end) == 0x0605_4B50, file.number(UInt16.self, at: end + 20) == 0
        else {
            throw damage("the end", "a ZIP archive's end without a comment", "something else", at: max(0, end))
        }
        let count = Int(file.number(UInt16.self, at: end + 10))
        let length = Int(file.number(UInt32.self, at: end + 12))
        let start = Int(file.number(UInt32.self, at: end + 16))
        guard count != 0xFFFF, start != 0xFFFF_FFFF else {
            throw damage("the directory", "of 32-bit offsets", "ZIP64", at: end + 16)
        }
        guard file.number(UInt32.self, at: end + 4) == 0, file.number(UInt16.self, at: end + 8) == UInt16(count) else {
            throw damage("the directory", "on one disk", "on several", at: end + 4)
        }
        guard start + length == end else {
            throw damage("the directory", "right before the end, at byte \(end)", "\(start) + \(length)", at: end + 12)
        }
        guard count <= Self.mostEntries else {
            throw damage("the directory", "at most \(Self.mostEntries) entries", "\(count)", at: end + 10)
        }
        var next = start
        for _ in 0..<count { next = try readEntry(at: next, directory: start..<end, of: file) }
        guard next == end else { throw damage("the directory", "\(count) entries long", "longer", at: next) }
    }

    /// Takes up the directory's entry at a place and returns the next one's.
    private mutating func readEntry(
        at offset: Int, directory: Range<Int>, of file: RawSpan
    ) throws(ModelFileError) -> Int {
        guard directory.upperBound - offset >= Self.directoryLength,
            file.number(UInt32.self, at: offset) == 0x0201_4B50
        else { throw damage("the directory", "an entry", "something else", at: offset) }
        let lengths = [28, 30, 32].map { Int(file.number(UInt16.self, at: offset + $0)) }
        let next = offset + Self.directoryLength + lengths.reduce(0, +)
        guard next <= directory.upperBound else { throw damage("the directory", "a whole entry", "less", at: offset) }
        let name = try name(at: offset + Self.directoryLength, length: lengths[0], of: file)
        func refuse(_ expected: String, _ actual: String) -> ModelFileError {
            damage(name, expected, actual, at: offset)
        }
        guard entries[name] == nil else { throw refuse("there once", "there twice") }
        let flags = file.number(UInt16.self, at: offset + 8)
        guard flags & ~0x0806 == 0 else { throw refuse("neither encrypted nor streamed", "with the flags \(flags)") }
        let method = file.number(UInt16.self, at: offset + 10)
        guard method == 0 || method == 8 else { throw refuse("stored or deflated", "packed by method \(method)") }
        let packed = Int(file.number(UInt32.self, at: offset + 20))
        let byteCount = Int(file.number(UInt32.self, at: offset + 24))
        let local = Int(file.number(UInt32.self, at: offset + 42))
        guard ![packed, byteCount, local].contains(0xFFFF_FFFF) else { throw refuse("of 32-bit sizes", "of ZIP64") }
        guard method == 8 ? byteCount <= packed * Self.mostPerByte : byteCount == packed else {
            throw refuse("of a size that its \(packed) bytes can hold", "\(byteCount) bytes")
        }
        guard file.number(UInt16.self, at: offset + 34) == 0 else { throw refuse("on this disk", "on another") }
        guard local <= directory.lowerBound - Self.localLength, file.number(UInt32.self, at: local) == 0x0403_4B50
        else {
            throw refuse("at a local header", "at byte \(local)")
        }
        let start =
            local + Self.localLength + Int(file.number(UInt16.self, at: local + 26))
            + Int(file.number(UInt16.self, at: local + 28))
        guard start <= directory.lowerBound, packed <= directory.lowerBound - start else {
            throw refuse("before the directory", "\(packed) bytes from byte \(start)")
        }
        // Flags, method, checksum, sizes and the length of the name; the times between them say nothing.
        let isSame =
            file.number(UInt32.self, at: local + 6) == file.number(UInt32.self, at: offset + 8)
            && (14..<28).allSatisfy {
                file.number(UInt8.self, at: local + $0) == file.number(UInt8.self, at: offset + $0 + 2)
            }
        guard isSame, try self.name(at: local + Self.localLength, length: lengths[0], of: file) == name else {
            throw refuse("the same in its local header", "another")
        }
        let place = local..<start + packed
        if let other = entries.values.first(where: {
            $0.offset < place.upperBound && place.lowerBound < $0.range.upperBound
        }) {
            throw refuse("in a place of its own", "in that of \(other.name)")
        }
        entries[name] = Entry(
            name: name, isDeflated: method == 8, checksum: file.number(UInt32.self, at: offset + 16),
            range: start..<start + packed, byteCount: byteCount, offset: local)
        return next
    }

    private func name(at offset: Int, length: Int, of file: RawSpan) throws(ModelFileError) -> String {
        let bytes = unsafe file.extracting(offset..<offset + length).withUnsafeBytes { unsafe Array($0) }
        let isPrintable = bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        guard isPrintable, (1...200).contains(length) else {
            throw damage("the directory", "names of 1 to 200 ASCII characters", "another", at: offset)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The error that something in the archive is not as it must be.
    func damage(_ field: String, _ expected: String, _ actual: String, at offset: Int) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: offset, field: String(field.prefix(80)), expected: expected, actual: actual))
    }
}

extension RawSpan {
    /// The little-endian whole number at a place that is known to be within.
    func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        Number(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
