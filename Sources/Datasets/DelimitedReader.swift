import Text
import Values

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
        for index in 0..<records.count {
            names.append(try Self.decode(index, of: &records, with: decoder))
        }
        columnCount = names.count
        columns = try ColumnPair(of: names, for: source)
    }

    func next() throws(DatasetError) -> Row? {
        try row(of: &records, hasText: true)
    }

    func nextChecked() throws(DatasetError) -> Row? {
        try row(of: &records, hasText: false)
    }

    func lendNext(
        to body: (_ text: Span<UInt8>, _ label: String, _ position: Int) -> Void
    ) throws(DatasetError) -> Bool {
        guard try advance(&records) else { return false }
        guard records.field(columns.textIndex).isASCII else {
            let text = try Self.decode(columns.textIndex, of: &records, with: decoder)
            body(text.utf8.span, try label(of: &records), records.window.offset)
            return true
        }
        let label = try label(of: &records)
        let position = records.window.offset
        records.withContents(of: columns.textIndex) { bytes in body(bytes, label, position) }
        return true
    }

    /// The next row of `records`, which are this reader's; without its text, that is only checked.
    private func row(of records: inout DelimitedFields, hasText: Bool) throws(DatasetError) -> Row? {
        guard try advance(&records) else { return nil }
        var text = ""
        if hasText {
            text = try Self.decode(columns.textIndex, of: &records, with: decoder)
        } else {
            try check(columns.textIndex, of: &records)
        }
        return Row(text: text, label: try label(of: &records), position: records.window.offset)
    }

    /// The label of the present row, as it is written.
    private func label(of records: inout DelimitedFields) throws(DatasetError) -> String {
        let label = try Self.decode(columns.labelIndex, of: &records, with: decoder)
        guard !label.isEmpty else {
            let field = records.field(columns.labelIndex)
            throw .missingValue(records.place(at: field.lower), role: .label, column: columns.label)
        }
        return label
    }

    func skip() throws(DatasetError) -> Bool {
        try advance(&records)
    }

    func seek(to position: Int, row: Int?) throws(DatasetError) {
        try records.seek(to: position, row: row.map { $0 - 1 })
    }

    func finishDigest() -> String {
        records.window.finishDigest()
    }

    private func advance(_ records: inout DelimitedFields) throws(DatasetError) -> Bool {
        guard try records.next() else { return false }
        guard records.count == columnCount else {
            throw .malformed(
                records.place(), expected: "\(columnCount) fields, as in the header",
                actual: "\(records.count)")
        }
        return true
    }

    private func check(_ index: Int, of records: inout DelimitedFields) throws(DatasetError) {
        // ASCII is text in every encoding.
        guard !records.field(index).isASCII else { return }
        do {
            try records.withContents(of: index) { bytes throws(TextError) in try decoder.check(bytes) }
        } catch {
            throw .undecodable(records.place(inField: index, at: error.byteOffset), error)
        }
    }

    private static func decode(
        _ index: Int, of records: inout DelimitedFields, with decoder: TextDecoder
    ) throws(DatasetError) -> String {
        let isASCII = records.field(index).isASCII
        do {
            return try records.withContents(of: index) { bytes throws(TextError) in
                isASCII ? unsafe String(ascii: bytes) : try decoder.decode(bytes)
            }
        } catch {
            throw .undecodable(records.place(inField: index, at: error.byteOffset), error)
        }
    }
}
