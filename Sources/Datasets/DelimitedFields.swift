import CText

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
        var hasDoubledQuotes = false
        /// Whether the contents are ASCII.
        var isASCII = true

        /// Adds what a search has found that begins at `upper`.
        fileprivate mutating func append(_ found: text_field) {
            upper += found.length
            hasDoubledQuotes = hasDoubledQuotes || found.has_pairs
            isASCII = isASCII && found.is_ascii
        }
    }

    /// The file.
    var window: ByteWindow
    /// How many fields the present record has; 0 before the first.
    private(set) var count = 0
    /// The fields of the present record, and behind them what is left of longer ones: to empty an array costs a call.
    private var fields: [Field] = []
    /// The number of the present record from 1, the header not counted; `nil` where it is not known.
    var row: Int? = 0
    private let delimiter: UInt8
    private let instructions: text_instructions
    private var recordEnd = 0
    /// The contents of the field that was asked for last, where its quotes were doubled.
    private var single: [UInt8] = []

    /// A row of nothing but separators would need many times its own memory.
    static let mostFields = 1 << 16

    /// A longer field than this leaves no buffer behind.
    private static let singleLimit = 1 << 20

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads a file from where its window stands.
    init(
        _ window: consuming ByteWindow, delimiter: UInt8,
        instructions: text_instructions = text_best_instructions()
    ) {
        self.window = window
        self.delimiter = delimiter
        self.instructions = instructions
    }

    /// A field of the present record, of which there are `count`.
    func field(_ index: Int) -> Field {
        precondition(index < count)
        return fields[index]
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
        count = 0
        while let byte = try window.byte(at: 0), byte == Self.lineFeed || byte == Self.carriageReturn {
            window.advance(to: 1)
        }
        guard window.count > 0 else { return false }
        row = row.map { $0 + 1 }
        do {
            try findFields()
            try window.checkLength(recordEnd)
        } catch .rowTooLong(_, let limit) {
            throw .rowTooLong(place(), limit: limit)
        }
        return true
    }

    /// The contents of a field of the present record.
    mutating func withContents<Result, Failure: Error>(
        of index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let field = field(index)
        guard field.hasDoubledQuotes else { return try window.withBytes(field.lower..<field.upper, body) }
        let count = unpairQuotes(of: field)
        defer { if single.count > Self.singleLimit { single = [] } }
        return try body(single.span.extracting(first: count))
    }

    /// Where the byte at an offset of a field's contents, as `withContents` hands them over, stands in the file.
    func place(inField index: Int, at offset: Int) -> RowPlace {
        let field = field(index)
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

    /// Writes the contents of a field to `single`, with one quote for every two, and returns their length.
    private mutating func unpairQuotes(of field: Field) -> Int {
        let length = field.upper - field.lower
        if single.count < length { single = [UInt8](repeating: 0, count: length) }
        return window.withBytes(field.lower..<field.upper) { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe single.withUnsafeMutableBufferPointer { single in
                    unsafe text_unpair_quotes(bytes.baseAddress, bytes.count, single.baseAddress, instructions)
                }
            }
        }
    }

    private mutating func append(_ field: Field) throws(DatasetError) {
        guard count < Self.mostFields else {
            throw .malformed(
                place(at: field.lower), expected: "at most \(Self.mostFields) fields", actual: "more in one row")
        }
        if count < fields.count { fields[count] = field } else { fields.append(field) }
        count += 1
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
            try append(field)
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
                    actual: "a quote inside field \(count)")
            default:
                throw .malformed(
                    place(at: position), expected: "a separator or the end of the row after a closing quote",
                    actual: "another character after field \(count)")
            }
        }
    }

    private mutating func plainField(from lower: Int) throws(DatasetError) -> Field {
        var field = Field(lower: lower, upper: lower)
        while true {
            field.append(window.plainContents(from: field.upper, upTo: delimiter, instructions))
            guard field.upper == window.count, try window.readMore() else { return field }
        }
    }

    private mutating func quotedField(from lower: Int) throws(DatasetError) -> Field {
        var field = Field(lower: lower, upper: lower)
        while true {
            field.append(window.quotedContents(from: field.upper, instructions))
            // A quote at the end of what has been read closes the field unless another follows.
            if field.upper + 1 < window.count { return field }
            guard try window.readMore() else {
                if field.upper < window.count { return field }
                throw .malformed(
                    place(at: lower - 1), expected: DatasetError.closingQuote, actual: "the end of the file")
            }
        }
    }
}
