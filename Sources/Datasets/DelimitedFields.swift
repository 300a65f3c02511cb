import Glibc

/// The fields of one record of a CSV or TSV file, found in a window (RFC 4180).
///
/// A record ends with LF, CR LF, a lone CR (as in Python's `csv`) or the end of the file. Line ends inside quotes
/// belong to the field as they are.
struct DelimitedFields: ~Copyable {
    /// One field: where its contents are, counted from the start of the record.
    struct Field {
        /// The first byte of the contents, after an opening quote.
        var lower: Int
        /// The byte after the contents.
        var upper: Int
        /// Whether quotes inside are written twice.
        var hasDoubledQuotes: Bool
    }

    /// The file.
    var window: ByteWindow
    /// The fields of the present record; empty before the first.
    private(set) var fields: [Field] = []
    /// The number of the present record from 1, the header not counted; `nil` where it is not known.
    var row: Int? = 0
    private let delimiter: UInt8
    private var recordEnd = 0

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads a file from where its window stands.
    init(_ window: consuming ByteWindow, delimiter: UInt8) {
        self.window = window
        self.delimiter = delimiter
    }

    /// Where a position of the present record stands in the file.
    func place(at position: Int = 0) -> RowPlace {
        RowPlace(path: window.path, row: row, byteOffset: window.offset + position)
    }

    /// Goes on to a record that begins at an offset of the file; `row` is the number of the record before it.
    mutating func seek(to offset: Int, row: Int?) throws(DatasetError) {
        try window.seek(to: offset)
        recordEnd = 0
        self.row = row
    }

    /// Finds the fields of the next record that is not a blank line; `false` at the end of the file.
    ///
    /// - Complexity: O(*n*) for a record of *n* bytes.
    mutating func next() throws(DatasetError) -> Bool {
        window.advance(to: recordEnd)
        recordEnd = 0
        fields.removeAll(keepingCapacity: true)
        while let byte = try window.byte(at: 0), byte == Self.lineFeed || byte == Self.carriageReturn {
            window.advance(to: 1)
        }
        guard window.count > 0 else { return false }
        row = row.map { $0 + 1 }
        do {
            try findFields()
        } catch .rowTooLong(_, let limit) {
            throw .rowTooLong(place(), limit: limit)
        }
        return true
    }

    /// The contents of a field of the present record.
    func withContents<Result, Failure: Error>(
        of index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let field = fields[index]
        let positions = field.lower..<field.upper
        guard field.hasDoubledQuotes else { return try window.withBytes(positions, body) }
        let single = window.withBytes(positions, Self.withSingleQuotes)
        return try body(single.span)
    }

    /// Where the byte at an offset of a field's contents, as `withContents` hands them over, stands in the file.
    func place(inField index: Int, at offset: Int) -> RowPlace {
        let field = fields[index]
        var position = 0
        if field.hasDoubledQuotes {
            window.withBytes(field.lower..<field.upper) { contents in
                for _ in 0..<offset { position += contents[position] == Self.quote ? 2 : 1 }
            }
        } else {
            position = offset
        }
        return place(at: field.lower + position)
    }

    private static func withSingleQuotes(_ contents: Span<UInt8>) -> [UInt8] {
        var single: [UInt8] = []
        single.reserveCapacity(contents.count)
        unsafe contents.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count, let base = bytes.baseAddress {
                // Up to the first quote of the next pair, that quote included.
                let found = unsafe memchr(base + start, Int32(quote), bytes.count - start)
                let end = unsafe found.map { unsafe UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
                unsafe single.append(contentsOf: bytes[start..<end])
                start = unsafe found == nil ? end : end + 1
            }
        }
        return single
    }

    private mutating func findFields() throws(DatasetError) {
        var position = 0
        while true {
            let field: Field
            if try window.byte(at: position) == Self.quote {
                field = try quotedField(from: position + 1)
                position = field.upper + 1
            } else {
                field = try plainField(from: position)
                position = field.upper
            }
            fields.append(field)
            switch try window.byte(at: position) {
            case delimiter:
                position += 1
            case Self.carriageReturn:
                recordEnd = try window.byte(at: position + 1) == Self.lineFeed ? position + 2 : position + 1
                return
            case Self.lineFeed:
                recordEnd = position + 1
                return
            case nil:
                recordEnd = position
                return
            case Self.quote?:
                throw .malformed(
                    place(at: position), expected: "a field without quotes or one that begins with a quote",
                    actual: "a quote inside field \(fields.count)")
            default:
                throw .malformed(
                    place(at: position), expected: "a separator or the end of the row after a closing quote",
                    actual: "another character after field \(fields.count)")
            }
        }
    }

    private mutating func plainField(from lower: Int) throws(DatasetError) -> Field {
        var position = lower
        while true {
            position = window.firstPosition(ofLineEndQuoteOr: delimiter, from: position)
            guard position == window.count, try window.readMore() else {
                return Field(lower: lower, upper: position, hasDoubledQuotes: false)
            }
        }
    }

    private mutating func quotedField(from lower: Int) throws(DatasetError) -> Field {
        var position = lower
        var hasDoubledQuotes = false
        while true {
            position = window.firstPosition(of: Self.quote, from: position)
            if position == window.count {
                guard try window.readMore() else {
                    throw .malformed(
                        place(at: lower - 1), expected: DatasetError.closingQuote, actual: "the end of the file")
                }
                continue
            }
            guard try window.byte(at: position + 1) == Self.quote else {
                return Field(lower: lower, upper: position, hasDoubledQuotes: hasDoubledQuotes)
            }
            hasDoubledQuotes = true
            position += 2
        }
    }
}
