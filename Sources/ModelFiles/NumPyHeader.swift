import Values
/// What stands before the elements of an `.npy` file: what they are, in which order and shape.
///
/// The dictionary is Python's text; it is read as the three keys that it must have, in any order, and nothing else.
struct NumPyHeader {
    /// `f`, `i`, `u`, `b` or `U`.
    private(set) var kind: Character = "?"
    /// The bytes of one element; 0 for texts without a character.
    private(set) var itemSize = 0
    /// Whether the first axis runs fastest.
    private(set) var isFortran = false
    /// The length along each axis; none for a single element.
    private(set) var shape: [Int] = []
    /// The length of the header itself.
    let byteCount: Int

    /// Where the bytes of an array lie, so that errors can name the place.
    struct Origin {
        /// The file.
        var path: String
        /// The array.
        var field: String
        /// The byte of the file at which the array begins, or at which the file speaks of it.
        var offset: Int

        /// The error that an array is not what it must be.
        func damage(_ expected: String, _ actual: String) -> ModelFileError {
            .damaged(
                ModelFileError.Damage(
                    path: path, byteOffset: offset, field: String(field.prefix(80)), expected: expected, actual: actual)
            )
        }
    }

    /// As long as NumPy itself reads one.
    private static let longest = 10_000
    private static let mostAxes = 4

    /// Reads the header.
    init(_ bytes: RawSpan, origin: Origin) throws(ModelFileError) {
        let magic = [0x93] + Array("NUMPY".utf8)
        guard bytes.byteCount >= 12, magic.indices.allSatisfy({ bytes.number(UInt8.self, at: $0) == magic[$0] }) else {
            throw origin.damage("an array in NumPy's form", "something else")
        }
        let version = bytes.number(UInt8.self, at: 6)
        guard (1...3).contains(version), bytes.number(UInt8.self, at: 7) == 0 else {
            throw origin.damage("of .npy version 1.0 to 3.0", "of \(version).\(bytes.number(UInt8.self, at: 7))")
        }
        let start = version == 1 ? 10 : 12
        let length = version == 1 ? Int(bytes.number(UInt16.self, at: 8)) : Int(bytes.number(UInt32.self, at: 8))
        guard length <= min(Self.longest, bytes.byteCount - start) else {
            throw origin.damage("a header of at most \(Self.longest) bytes", "\(length) bytes")
        }
        byteCount = start + length
        let text = unsafe bytes.extracting(start..<byteCount).withUnsafeBytes {
            unsafe String(decoding: $0, as: UTF8.self)
        }
        let pattern = /\s*\{(?<members>.*)\}\s*/.dotMatchesNewlines()
        guard let whole = text.wholeMatch(of: pattern) else {
            throw origin.damage("a header that is a Python dictionary", "something else")
        }
        try read(String(whole.members), origin)
    }

    /// The header of an array whose type, order and shape stand elsewhere; `type` as in `<f8`.
    init(type: String, isFortran: Bool, shape: [Int], origin: Origin) throws(ModelFileError) {
        guard shape.count <= Self.mostAxes else {
            throw origin.damage("of at most \(Self.mostAxes) axes", "of \(shape.count)")
        }
        self.isFortran = isFortran
        self.shape = shape
        byteCount = 0
        try readType(Substring(type), origin)
    }

    private mutating func read(_ members: String, _ origin: Origin) throws(ModelFileError) {
        let member =
            /\s*'(?<key>descr|fortran_order|shape)'\s*:\s*(?:'(?<text>[^']{1,20})'|(?<word>True|False)|\((?<tuple>[0-9, ]*)\))\s*(?:,\s*|$)/
        var rest = Substring(members)
        var keys: Set<Substring> = []
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: member), keys.insert(match.key).inserted else {
                throw origin.damage("a header with descr, fortran_order and shape", "another")
            }
            switch (match.key, match.text, match.word, match.tuple) {
            case ("descr", let text?, _, _): try readType(text, origin)
            case ("fortran_order", _, let word?, _): isFortran = word == "True"
            case ("shape", _, _, let tuple?):
                let parts = tuple.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
                shape = parts.compactMap { Int($0) }
                guard shape.count == parts.count, shape.count <= Self.mostAxes else {
                    throw origin.damage("of at most \(Self.mostAxes) axes", "of the shape (\(tuple.prefix(80)))")
                }
            default: throw origin.damage("a header with descr, fortran_order and shape", "another")
            }
            rest = rest[match.range.upperBound...]
        }
        guard keys.count == 3 else { throw origin.damage("a header with descr, fortran_order and shape", "less") }
    }

    private mutating func readType(_ text: Substring, _ origin: Origin) throws(ModelFileError) {
        let known = ["<f8", "<i8", "<i4", "<i2", "|i1", "<u4", "<u2", "|u1", "|b1"]
        let digits = text.dropFirst(2)
        kind = text.dropFirst().first ?? "?"
        guard let size = Int(digits), known.contains(String(text)) || text.hasPrefix("<U") && size <= 1 << 20 else {
            throw origin.damage(
                "of little-endian float64, whole numbers, truth values or texts",
                "of \(PickleText.escaped(String(text)))")
        }
        itemSize = kind == "U" ? 4 * size : size
    }
}
