import Text

/// The rows of a JSON Lines file: one object a line.
///
/// A text is a string. A label is a string, a number, or `true` or `false`, which are 1 and 0 as in Python. The
/// columns are the keys of the first object; of a key that comes twice the last value counts. Lines of white space
/// are passed over.
final class JSONLinesReader: RowReader {
    private(set) var columns = ColumnPair(text: "", label: "", textIndex: 0, labelIndex: 0)
    private var window: ByteWindow
    private let decoder: TextDecoder
    private var row: Int? = 0
    private var lineLength = 0
    private var nextOffset = 0

    var bytesRead: Int { window.bytesRead }

    /// Opens a file and reads the first object for the names of the columns.
    init(_ source: DatasetSource, hashing: Bool) throws(DatasetError) {
        decoder = TextDecoder(encoding: source.encoding, decodeError: source.decodeError)
        window = try ByteWindow(path: source.path, hashing: hashing)
        try window.skipByteOrderMark()
        guard try advance() else {
            throw .empty(path: source.path, expected: "one JSON object a line")
        }
        var names: [String] = []
        var seen: Set<String> = []
        for member in try object().members {
            let name = JSONText.unescaped(try decode(member.name))
            if seen.insert(name).inserted { names.append(name) }
        }
        columns = try ColumnPair(of: names, for: source)
        // The first line is a row as well: it is read again.
        nextOffset = 0
        row = 0
    }

    func next() throws(DatasetError) -> Row? {
        guard try advance() else { return nil }
        var text: JSONObject.Value?
        var label: JSONObject.Value?
        for member in try object().members {
            let name = try decode(member.name)
            switch name.contains("\\") ? JSONText.unescaped(name) : name {
            case columns.text: text = member.value
            case columns.label: label = member.value
            default: break
            }
        }
        return Row(text: try self.text(of: text), label: try self.label(of: label), position: window.offset)
    }

    func skip() throws(DatasetError) -> Bool {
        try advance()
    }

    func seek(to position: Int, row: Int?) throws(DatasetError) {
        try window.seek(to: position)
        nextOffset = 0
        self.row = row.map { $0 - 1 }
    }

    func finishDigest() -> String {
        window.finishDigest()
    }

    /// Makes the next line that holds anything the present one.
    private func advance() throws(DatasetError) -> Bool {
        window.advance(to: nextOffset)
        (lineLength, nextOffset) = (0, 0)
        while true {
            guard try findLineEnd() else { return false }
            let length = lineLength
            let isBlank = window.withBytes(0..<length) { line in
                line.indices.allSatisfy { line[$0] == 0x20 || line[$0] == 0x09 || line[$0] == 0x0D }
            }
            if !isBlank { break }
            window.advance(to: nextOffset)
        }
        row = row.map { $0 + 1 }
        return true
    }

    private func findLineEnd() throws(DatasetError) -> Bool {
        var position = 0
        while true {
            position = window.firstPosition(of: UInt8(ascii: "\n"), from: position)
            if position < window.count {
                (lineLength, nextOffset) = (position, position + 1)
                try window.checkLength(nextOffset)
                return true
            }
            guard try window.readMore() else {
                (lineLength, nextOffset) = (position, position)
                try window.checkLength(nextOffset)
                return position > 0
            }
        }
    }

    private func place(at position: Int = 0) -> RowPlace {
        RowPlace(path: window.path, row: row, byteOffset: window.offset + position)
    }

    private func object() throws(DatasetError) -> JSONObject {
        do {
            return try window.withBytes(0..<lineLength) { line throws(JSONObject.Fault) in try JSONObject(line) }
        } catch {
            let isAtEnd = error.position >= lineLength
            throw .malformed(
                place(at: error.position), expected: error.expected,
                actual: isAtEnd ? "the end of the line" : "something else")
        }
    }

    private func decode(_ positions: Range<Int>) throws(DatasetError) -> String {
        do {
            return try window.withBytes(positions) { bytes throws(TextError) in try decoder.decode(bytes) }
        } catch {
            throw .undecodable(place(at: positions.lowerBound + error.byteOffset), error)
        }
    }

    private func text(of value: JSONObject.Value?) throws(DatasetError) -> String {
        switch value {
        case .string(let contents): return JSONText.unescaped(try decode(contents))
        case nil, .null: throw .missingValue(place(), role: .text, column: columns.text)
        case .number, .bool, .nested:
            throw .malformed(place(), expected: "a string in '\(columns.text)'", actual: "a value of another kind")
        }
    }

    private func label(of value: JSONObject.Value?) throws(DatasetError) -> String {
        switch value {
        case .string(let contents):
            // Bytes that are not text may have been all that there was, and are left out where errors are ignored.
            let label = JSONText.unescaped(try decode(contents))
            guard label.isEmpty else { return label }
            throw .missingValue(place(), role: .label, column: columns.label)
        case .number(let digits): return try decode(digits)
        case .bool(let value): return value ? "1" : "0"
        case nil, .null: throw .missingValue(place(), role: .label, column: columns.label)
        case .nested:
            throw .malformed(
                place(), expected: "a string, a number, true or false in '\(columns.label)'",
                actual: "an object or an array")
        }
    }
}
