import Text

/// The rows of a CSV or TSV file with a header.
final class DelimitedReader: RowReader {
    let columns: ColumnPair
    private var records: DelimitedFields
    private let columnCount: Int
    private let decoder: TextDecoder

    var bytesRead: Int { records.window.bytesRead }

    /// Opens a file and reads its header.
    init(_ source: DatasetSource, delimiter: UInt8, hashing: Bool) throws(DatasetError) {
        var window = try ByteWindow(path: source.path, hashing: hashing)
        try window.skipByteOrderMark()
        records = DelimitedFields(window, delimiter: delimiter)
        decoder = TextDecoder(encoding: source.encoding, decodeError: source.decodeError)
        // The header is no row: rows count from 1 after it.
        records.row = -1
        guard try records.next() else {
            throw .empty(path: source.path, expected: "a header row with the names of the columns")
        }
        var names: [String] = []
        for index in records.fields.indices {
            names.append(try Self.decode(index, of: records, with: decoder))
        }
        columnCount = names.count
        columns = try ColumnPair(of: names, for: source)
    }

    func next() throws(DatasetError) -> Row? {
        guard try advance() else { return nil }
        return try row(Self.decode(columns.textIndex, of: records, with: decoder))
    }

    func nextChecked() throws(DatasetError) -> Row? {
        guard try advance() else { return nil }
        let index = columns.textIndex
        do {
            try records.withContents(of: index) { bytes throws(TextError) in try decoder.check(bytes) }
        } catch {
            throw .undecodable(records.place(inField: index, at: error.byteOffset), error)
        }
        return try row("")
    }

    /// The row at hand, with the text that was made of it.
    private func row(_ text: String) throws(DatasetError) -> Row {
        let label = try Self.decode(columns.labelIndex, of: records, with: decoder)
        guard !label.isEmpty else {
            let field = records.fields[columns.labelIndex]
            throw .missingValue(records.place(at: field.lower), role: .label, column: columns.label)
        }
        return Row(text: text, label: label, position: records.window.offset)
    }

    func skip() throws(DatasetError) -> Bool {
        try advance()
    }

    func seek(to position: Int, row: Int?) throws(DatasetError) {
        try records.seek(to: position, row: row.map { $0 - 1 })
    }

    func finishDigest() -> String {
        records.window.finishDigest()
    }

    private func advance() throws(DatasetError) -> Bool {
        guard try records.next() else { return false }
        guard records.fields.count == columnCount else {
            throw .malformed(
                records.place(), expected: "\(columnCount) fields, as in the header",
                actual: "\(records.fields.count)")
        }
        return true
    }

    private static func decode(
        _ index: Int, of records: borrowing DelimitedFields, with decoder: TextDecoder
    ) throws(DatasetError) -> String {
        do {
            return try records.withContents(of: index) { bytes throws(TextError) in try decoder.decode(bytes) }
        } catch {
            throw .undecodable(records.place(inField: index, at: error.byteOffset), error)
        }
    }
}
