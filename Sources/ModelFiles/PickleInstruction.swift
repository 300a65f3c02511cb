/// One instruction of a pickle: its opcode and where its argument lies.
///
/// Nothing of the argument is copied, so that walking past a gigabyte costs nothing.
struct PickleInstruction {
    /// The byte of the file at which the opcode stands.
    let offset: Int
    /// What it does.
    let opcode: PickleOpcode
    /// The bytes of the argument without its length or its line feed; the first line of two.
    let argument: Range<Int>
    /// The bytes of the second line of two.
    let secondLine: Range<Int>
    /// The byte behind the instruction.
    let end: Int

    /// Longer than any name in a line: a `GLOBAL` without line feeds is not sought through the whole file.
    private static let longestLine = 1 << 16

    /// Reads the instruction at `offset` of the pickle.
    ///
    /// Throws `damaged` for a byte that is no opcode, and for an argument that the file does not hold; `path` is the file.
    ///
    /// - Complexity: O(1), and O(*n*) for a line of *n* bytes, at most 65,536.
    init(at offset: Int, of pickle: RawSpan, path: String) throws(ModelFileError) {
        guard offset < pickle.byteCount else {
            throw NumPyHeader.Origin(path: path, field: "the end", offset: offset).damage("a STOP", "none")
        }
        let code = pickle.number(UInt8.self, at: offset)
        guard let opcode = PickleOpcode(rawValue: code) else {
            let shown = "0x" + (code < 16 ? "0" : "") + String(code, radix: 16)
            throw NumPyHeader.Origin(path: path, field: "an opcode", offset: offset)
                .damage("one of protocols 0 to 5", shown)
        }
        var cursor = Cursor(position: offset + 1, opcode: opcode, path: path)
        var argument = offset + 1..<offset + 1
        var secondLine = argument
        switch opcode.argument {
        case nil: break
        case .number(let size, _): argument = try cursor.take(size, of: pickle)
        case .real: argument = try cursor.take(8, of: pickle)
        case .counted(let size, _):
            let count = pickle.unsigned(try cursor.take(size, of: pickle))
            argument = try cursor.take(count, of: pickle)
        case .lines(let count):
            argument = try cursor.line(of: pickle)
            if count == 2 { secondLine = try cursor.line(of: pickle) }
        }
        self.offset = offset
        self.opcode = opcode
        self.argument = argument
        self.secondLine = secondLine
        end = cursor.position
    }

    /// A place behind an opcode.
    private struct Cursor {
        var position: Int
        let opcode: PickleOpcode
        let path: String

        mutating func take(_ count: Int, of pickle: RawSpan) throws(ModelFileError) -> Range<Int> {
            guard count <= pickle.byteCount - position else {
                throw NumPyHeader.Origin(path: path, field: "a length", offset: position)
                    .damage("within the file", "\(count) bytes")
            }
            defer { position += count }
            return position..<position + count
        }

        mutating func line(of pickle: RawSpan) throws(ModelFileError) -> Range<Int> {
            let start = position
            let last = min(pickle.byteCount, start + longestLine)
            while position < last {
                position += 1
                if pickle.number(UInt8.self, at: position - 1) == 0x0A { return start..<position - 1 }
            }
            throw NumPyHeader.Origin(path: path, field: opcode.name, offset: start)
                .damage("a line of at most \(longestLine) bytes", "a longer one, or one without an end")
        }
    }
}

extension RawSpan {
    /// The little-endian number in at most eight bytes; the largest `Int` for a larger one.
    func unsigned(_ range: Range<Int>) -> Int { Int(clamping: bits(range)) }

    /// The little-endian number in at most eight bytes, the last of which has the sign; none is 0.
    func signed(_ range: Range<Int>) -> Int64 {
        guard let last = range.last, range.count < 8, number(UInt8.self, at: last) >= 0x80 else {
            return Int64(bitPattern: bits(range))
        }
        return Int64(bitPattern: bits(range) | ~0 << (8 * UInt64(range.count)))
    }

    /// The big-endian float64 in eight bytes.
    func real(_ range: Range<Int>) -> Double {
        Double(bitPattern: number(UInt64.self, at: range.lowerBound).byteSwapped)
    }

    /// The text in UTF-8; `nil` for other bytes.
    func text(_ range: Range<Int>) -> String? {
        unsafe extracting(range).withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) }
    }

    private func bits(_ range: Range<Int>) -> UInt64 {
        range.reversed().reduce(0) { $0 << 8 | UInt64(number(UInt8.self, at: $1)) }
    }
}
