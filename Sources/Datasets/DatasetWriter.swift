import Files
package import Values

/// Documents on their way into a CSV, TSV or JSON Lines file, which appears whole or not at all.
///
/// What is written reads back as the same documents: fields are quoted where they must be, and line ends inside a text
/// stay as they are.
package struct DatasetWriter: ~Copyable {
    private var file: AtomicFile
    private let format: DatasetFormat
    private let textColumn: String
    private let labelColumn: String
    private var pending: [UInt8] = []

    private static let pendingLimit = 256 << 10

    /// Begins a file in the format of its ending, or in `format`, with a header where the format has one.
    package init(
        path: String, format: DatasetFormat? = nil, textColumn: String = ColumnRole.text.defaultName,
        labelColumn: String = ColumnRole.label.defaultName
    ) throws(DatasetError) {
        let ending = Path.ending(of: path)
        guard let format = format ?? DatasetFormat(ending: ending) else {
            throw .unknownFormat(path: path, ending: ending)
        }
        guard [.csv, .tsv, .jsonLines].contains(format) else { throw .unwritableFormat(path: path, format: format) }
        do {
            file = try AtomicFile(replacing: path)
        } catch {
            throw .file(error)
        }
        self.format = format
        self.textColumn = textColumn
        self.labelColumn = labelColumn
        if format != .jsonLines { appendRow(textColumn, labelColumn) }
    }

    /// Appends one document.
    package mutating func write(_ document: Document) throws(DatasetError) {
        if format == .jsonLines {
            appendObject(document)
        } else {
            appendRow(document.text, document.label.description)
        }
        if pending.count >= Self.pendingLimit { try flush() }
    }

    /// Puts the file in its place.
    package consuming func commit() throws(DatasetError) {
        try flush()
        do {
            try file.commit()
        } catch {
            throw .file(error)
        }
    }

    private mutating func flush() throws(DatasetError) {
        do {
            let bytes = pending
            try unsafe file.write(bytes.span.bytes)
        } catch {
            throw .file(error)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func appendRow(_ text: String, _ label: String) {
        appendField(text)
        pending.append(separator)
        appendField(label)
        pending.append(UInt8(ascii: "\n"))
    }

    private mutating func appendField(_ field: String) {
        let needsQuotes = field.utf8.contains { byte in
            byte == separator || byte == 0x22 || byte == 0x0A || byte == 0x0D
        }
        guard needsQuotes else {
            pending.append(contentsOf: field.utf8)
            return
        }
        pending.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { pending.append(byte) }
            pending.append(byte)
        }
        pending.append(UInt8(ascii: "\""))
    }

    private mutating func appendObject(_ document: Document) {
        let label =
            switch document.label {
            case .integer(let value): String(value)
            case .text(let value): JSONString.quoted(value)
            }
        let text = "\(JSONString.quoted(textColumn)): \(JSONString.quoted(document.text))"
        pending.append(contentsOf: "{\(text), \(JSONString.quoted(labelColumn)): \(label)}\n".utf8)
    }

    private var separator: UInt8 { UInt8(ascii: format == .tsv ? "\t" : ",") }
}
