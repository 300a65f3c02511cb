package import Features
import Files
package import Learning
import Values

/// The identity of a model: SHA-256 over its classes, learned arrays, `t_` and settings, as 64 lower-case hex digits.
///
/// Equal digests mean that the two models predict alike and go on learning alike, to the last bit. Watermarks,
/// `n_iter_` and who wrote the file are left out. What is hashed is the text `refit model digest 1` and a line feed,
/// then one value, in this form (numbers are little-endian; a count is a 64-bit whole number):
///
/// | value | bytes |
/// |---|---|
/// | `None`, `True`, `False` | `N`, `T`, `F` |
/// | whole number | `i`, 8 bytes of two's complement |
/// | real number | `d`, 8 bytes of binary64 |
/// | text | `s`, count of bytes, UTF-8 |
/// | list | `l`, count of values, each value |
/// | mapping | `m`, count of pairs, each key and value |
/// | array of reals | `a`, count of axes, the length of each, the numbers as binary64, row after row |
/// | the same array as another | `r`, count of bytes, the other's name |
///
/// The value is a mapping with these keys in this order: `classes_` (list of whole numbers, of `False` and `True`, or of texts), `n_features`,
/// `t_` (real), `coef_`, `intercept_`, `_standard_coef`, `_average_coef`, `_standard_intercept`, `_average_intercept`
/// (arrays in scikit-learn's shapes; the last four `None` without averaging), `vectorizer` and `classifier` (mappings
/// of every setting of scikit-learn's class by name, in the order of the names' bytes; `vectorizer` may be `None`).
///
/// **Edge cases.** Reals are hashed by their bits: −0.0 is not 0.0, because a bit-exact replay may not mistake one for
/// the other. NaN would be hashed by its bits too, but no file with one is written or opened.
///
/// - Complexity: O(*n*) for *n* bytes of arrays, at about the speed of SHA-256.
package enum ModelDigest {
    /// The digest of a classifier's state with the settings of the vectorizer that made its rows.
    ///
    /// Pieces of a large model are hashed by another thread, beside making them.
    package static func of(_ state: SGDClassifierState, vectorizer: HashingVectorizerSettings?) -> String {
        of(state, vectorizer: vectorizer, CanonicalBytes(by: BackgroundSHA256())) { bytes, name in
            state.numbers(of: name).forEachPiece { bytes.append($1) }
        }
    }

    /// The same, with a look at each piece of the arrays on its way into the hash, by the calling thread alone.
    ///
    /// `look` gets an array's name, the place of the piece's first number in it, and the piece; what it throws ends the work.
    static func of<Failure: Error>(
        _ state: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (LearnedArray.Name, Int, Span<Double>) throws(Failure) -> Void
    ) throws(Failure) -> String {
        try of(state, vectorizer: vectorizer, CanonicalBytes(by: nil)) { (bytes, name) throws(Failure) in
            try state.numbers(of: name).forEachPiece { (start, piece) throws(Failure) in
                try look(name, start, piece)
                bytes.append(piece)
            }
        }
    }

    /// The same, of a state whose `coef_` somebody else goes through, who hands all of its bytes to the hash.
    static func of<Failure: Error>(
        _ state: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        handingWeights hand: (BackgroundSHA256) throws(Failure) -> Void
    ) throws(Failure) -> String {
        let hash = BackgroundSHA256(pieces: 2)
        return try of(state, vectorizer: vectorizer, CanonicalBytes(by: hash)) { (bytes, name) throws(Failure) in
            if name == .coef {
                bytes.flush()
                return try hand(hash)
            }
            state.numbers(of: name).forEachPiece { bytes.append($1) }
        }
    }

    /// The same, by the calling thread alone, of a state whose `coef_` stands in a file, from the byte `start` on.
    static func of(
        _ state: SGDClassifierState, vectorizer: HashingVectorizerSettings?, in file: FileReader, at start: Int
    ) -> String {
        let range = start..<start + 8 * state.coef.count
        return of(state, vectorizer: vectorizer, CanonicalBytes(by: nil)) { bytes, name in
            if name == .coef { return file.forEachPiece(range) { bytes.append($0) } }
            state.numbers(of: name).forEachPiece { bytes.append($1) }
        }
    }

    /// The digest, whose first bytes are in `bytes`; `appendNumbers` appends those of an array.
    private static func of<Failure: Error>(
        _ state: SGDClassifierState, vectorizer: HashingVectorizerSettings?, _ bytes: consuming CanonicalBytes,
        _ appendNumbers: (inout CanonicalBytes, LearnedArray.Name) throws(Failure) -> Void
    ) throws(Failure) -> String {
        bytes.begin(.mapping, count: 11)
        let classes = state.classes.map(ParameterValue.init(label:))
        bytes.append("classes_", .list(state.hasBoolClasses ? [.bool(false), .bool(true)] : classes))
        bytes.append("n_features", .integer(Int64(state.nFeatures)))
        bytes.append("t_", .real(state.t))
        for name in LearnedArray.Name.allCases {
            if bytes.beginArray(name, of: state) { try appendNumbers(&bytes, name) }
        }
        bytes.append("vectorizer", vectorizer.map { .settings($0.parameters) } ?? .none)
        bytes.append("classifier", .settings(state.settings.parameters))
        return bytes.finish()
    }
}

extension ParameterValue {
    /// A label as a value.
    fileprivate init(label: Label) {
        self =
            switch label {
            case .integer(let value): .integer(value)
            case .text(let value): .text(value)
            }
    }

    /// Settings as a mapping in the order of their names' bytes.
    fileprivate static func settings(_ parameters: [Parameter]) -> ParameterValue {
        let entries = parameters.map { Entry(key: .text($0.name), value: $0.value) }
        return .mapping(entries.sorted { $0.key < $1.key })
    }
}

/// Values on their way into the hash, in the form that ``ModelDigest`` describes.
private struct CanonicalBytes: ~Copyable {
    private let background: BackgroundSHA256?
    /// Of use where no other thread hashes.
    private var hasher = SHA256Hasher()
    /// What the hash has not got yet.
    private var buffer: [UInt8] = []

    /// The bytes that another thread gets at a time: they are still in the cache, and handing them over costs little beside
    /// hashing them.
    private static let length = 1 << 17

    /// What a value begins with.
    enum Tag: Unicode.Scalar {
        case none = "N"
        case yes = "T"
        case no = "F"
        case integer = "i"
        case real = "d"
        case text = "s"
        case list = "l"
        case mapping = "m"
        case array = "a"
        case alias = "r"
    }

    /// Begins; `background` is `nil` where no other thread is to hash.
    init(by background: BackgroundSHA256?) {
        self.background = background
        buffer += "refit model digest 1\n".utf8
    }

    mutating func begin(_ tag: Tag) { buffer.append(UInt8(ascii: tag.rawValue)) }

    mutating func begin(_ tag: Tag, count: Int) {
        begin(tag)
        append(littleEndian: UInt64(count))
    }

    mutating func append(_ tag: Tag, _ text: String) {
        begin(tag, count: text.utf8.count)
        buffer += text.utf8
    }

    private mutating func append(littleEndian number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { buffer.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Numbers of an array.
    mutating func append(_ numbers: Span<Double>) {
        guard background != nil else { return unsafe append(numbers.bytes) }
        unsafe numbers.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
        if buffer.count >= Self.length { flush() }
    }

    /// Bytes of an array, where no other thread hashes.
    mutating func append(_ bytes: RawSpan) {
        precondition(background == nil, "bytes would get into another hash")
        flush()
        hasher.update(bytes)
    }

    /// Gives the hash what it has not got yet.
    mutating func flush() {
        if let background {
            background.update(exchange(&buffer, with: []))
            buffer = background.usedBuffer()
            buffer.reserveCapacity(Self.length + Self.length / 2)
        } else {
            hasher.update(buffer)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    mutating func append(_ key: String, _ value: ParameterValue) {
        append(.text, key)
        append(value)
    }

    /// The name of an array and what stands before its numbers; whether they are to follow.
    mutating func beginArray(_ name: LearnedArray.Name, of state: SGDClassifierState) -> Bool {
        append(.text, name.rawValue)
        guard let array = state.learnedArrays.first(where: { $0.name == name }) else {
            begin(.none)
            return false
        }
        if let alias = array.alias {
            append(.alias, alias.rawValue)
            return false
        }
        begin(.array, count: array.shape.count)
        for length in array.shape { append(littleEndian: UInt64(length)) }
        return true
    }

    mutating func append(_ value: ParameterValue) {
        switch value {
        case .none: begin(.none)
        case .bool(let value): begin(value ? .yes : .no)
        case .integer(let value):
            begin(.integer)
            append(littleEndian: UInt64(bitPattern: value))
        case .real(let value):
            begin(.real)
            append(littleEndian: value.bitPattern)
        case .text(let value): append(.text, value)
        case .list(let values):
            begin(.list, count: values.count)
            for value in values { append(value) }
        case .mapping(let entries):
            begin(.mapping, count: entries.count)
            for entry in entries {
                append(ParameterValue(label: entry.key))
                append(entry.value)
            }
        }
    }

    consuming func finish() -> String {
        guard let background else {
            hasher.update(buffer)
            return hasher.finishHex()
        }
        background.update(buffer)
        return background.hexSoFar()
    }
}
