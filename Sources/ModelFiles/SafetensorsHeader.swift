import Values

/// The first part of a safetensors file: what tensors there are, and where; and the texts beside them.
///
/// A file is eight bytes that say how long the header is (least significant first), the header as a JSON object, and
/// the tensors' bytes. `init` believes nothing: a header that promises what the file does not hold is damage.
struct SafetensorsHeader {
    /// The texts of `__metadata__` by name.
    var metadata: [String: Quotation] = [:]
    /// The tensors by name.
    var tensors: [String: Tensor] = [:]

    /// A text of the metadata.
    struct Quotation {
        /// The text.
        var text: String
        /// The byte of the file at which its quotation begins.
        var offset: Int
    }

    /// Where a tensor lies, and as what.
    struct Tensor {
        /// The kind of number, such as `F64`.
        var dtype: String
        /// The length along each axis; none for a single number.
        var shape: [Int]
        /// The bytes of the file that hold its numbers, row after row.
        var range: Range<Int>
        /// The byte of the file at which the header speaks of it.
        var offset: Int
    }

    /// The longest header that is read: 16 MiB, enough for the watermark of some 500 million rows.
    static let longest = 1 << 24

    /// The bytes before the header.
    static let prefixLength = 8

    /// Reads the header of the file `path`, whose bytes are `file`.
    ///
    /// - Complexity: O(*n* log *n*) for *n* bytes of header; the tensors are not touched.
    init(of file: RawSpan, path: String) throws(ModelFileError) {
        let length = try Self.length(in: file, path: path)
        let start = Self.prefixLength
        let bytes = unsafe file.extracting(start..<start + length).withUnsafeBytes { unsafe Array($0) }
        let origin = JSONReader.Origin(path: path, field: "the header", offset: start)
        var reader = JSONReader(bytes, origin: origin)
        let dataStart = start + length
        let dataLength = file.byteCount - dataStart
        var metadata: [String: Quotation] = [:]
        var tensors: [String: Tensor] = [:]
        try reader.object { (reader, name) throws(ModelFileError) in
            if name == "__metadata__" {
                try reader.object { (reader, name) throws(ModelFileError) in
                    _ = reader.peek()
                    let offset = reader.fileOffset
                    metadata[name] = Quotation(text: try reader.text(), offset: offset)
                }
            } else {
                tensors[name] = try reader.tensor(named: name, dataStart: dataStart, dataLength: dataLength)
            }
        }
        try reader.end()
        self.metadata = metadata
        self.tensors = tensors
        try checkCoverage(of: dataStart..<file.byteCount, origin: origin)
    }

    private static func length(in file: RawSpan, path: String) throws(ModelFileError) -> Int {
        func damage(_ expected: String, _ actual: String) -> ModelFileError {
            .damaged(
                ModelFileError.Damage(
                    path: path, byteOffset: 0, field: "the length of the header", expected: expected, actual: actual))
        }
        guard file.byteCount >= prefixLength else {
            throw damage("\(prefixLength) bytes", "cut off: the file has \(file.byteCount)")
        }
        let length = unsafe UInt64(littleEndian: file.unsafeLoadUnaligned(as: UInt64.self))
        guard length <= UInt64(longest) else { throw damage("at most \(longest)", String(length)) }
        let rest = file.byteCount - prefixLength
        guard length <= UInt64(rest) else { throw damage("at most the \(rest) bytes that follow", String(length)) }
        return Int(length)
    }

    /// Checks that the tensors lie side by side from the header's end to the file's.
    private func checkCoverage(of data: Range<Int>, origin: JSONReader.Origin) throws(ModelFileError) {
        var end = data.lowerBound
        // Tensors without numbers may share a place with the next one, which they must then come before.
        let byPlace = tensors.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound, $0.value.offset)
                < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.value.offset)
        }
        for (name, tensor) in byPlace {
            guard tensor.range.lowerBound == end else {
                throw .damaged(
                    ModelFileError.Damage(
                        path: origin.path, byteOffset: tensor.offset, field: "the beginning of \(name.prefix(40))",
                        expected: "where the tensor before it ends, at byte \(end)",
                        actual: "at byte \(tensor.range.lowerBound)"))
            }
            end = tensor.range.upperBound
        }
        guard end == data.upperBound else {
            throw .damaged(
                ModelFileError.Damage(
                    path: origin.path, byteOffset: end, field: "the end of the file", expected: "at byte \(end)",
                    actual: "at byte \(data.upperBound)"))
        }
    }
}

extension JSONReader {
    /// Reads what the header says of one tensor, and checks its place against the file.
    fileprivate mutating func tensor(
        named name: String, dataStart: Int, dataLength: Int
    ) throws(ModelFileError) -> SafetensorsHeader.Tensor {
        _ = peek()
        let offset = fileOffset
        let field = "the header's \(name.prefix(40))"
        var dtype: String?
        var shape: [Int]?
        var offsets: [Int]?
        try object { (reader, member) throws(ModelFileError) in
            switch member {
            case "dtype": dtype = try reader.text()
            case "shape": shape = try reader.counts(atMost: 8)
            case "data_offsets": offsets = try reader.counts(atMost: 2)
            default: throw reader.damage("dtype, shape and data_offsets", "'\(member.prefix(40))'", field: field)
            }
        }
        guard let dtype, let shape, let offsets, offsets.count == 2 else {
            throw damage("dtype, shape and two data_offsets", "without one of them", at: offset, field: field)
        }
        guard offsets[0] <= offsets[1], offsets[1] <= dataLength else {
            throw damage(
                "within the \(dataLength) bytes of data", "\(offsets[0]) to \(offsets[1])", at: offset, field: field)
        }
        return SafetensorsHeader.Tensor(
            dtype: dtype, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1], offset: offset)
    }

    private mutating func counts(atMost limit: Int) throws(ModelFileError) -> [Int] {
        var counts: [Int] = []
        try array { (reader) throws(ModelFileError) in
            guard counts.count < limit else { throw reader.damage("at most \(limit) numbers", "more") }
            counts.append(try reader.count())
        }
        return counts
    }
}
