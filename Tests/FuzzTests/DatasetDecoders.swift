import Files
import Values

@testable import Datasets
@testable import Text

/// The decoders of labelled texts, of bytes as text, and of token patterns.
enum DatasetDecoders {
    /// The first byte chooses encoding, errors and shuffle; the file is what follows.
    static func delimited(_ bytes: [UInt8], _ format: DatasetFormat) throws(Violation) {
        guard let choice = bytes.first.map(Int.init) else { return }
        let path = try MemoryFile.write(Array(bytes.dropFirst()), "dataset.\(format.rawValue)")
        var source = DatasetSource(path: path, format: format)
        source.encoding = TextEncoding.allCases[choice % 3]
        source.decodeError = DecodeError.allCases[choice / 3 % 3]
        source.shuffleSeed = choice & 0x40 == 0 ? nil : 7
        guard let (dataset, documents) = try load(source) else { return }
        try Violation.unless(documents.count == dataset.documents, "\(documents.count) of \(dataset.documents) rows")
        for other in [DatasetFormat.csv, .tsv, .jsonLines] { try hold(documents, in: other, from: format) }
        guard documents.count > 1 else { return }
        let tail = try Violation.unlessDone("the last row") { () throws(DatasetError) in
            var reader = try dataset.reader(rows: RowRange(start: documents.count - 1, stop: nil))
            return try reader.nextBatch(2)
        }
        try Violation.unless(isSame(tail, documents.suffix(1)), "the last row is another when it is read alone")
    }

    /// Bytes as text in every encoding, alone and as a review of a folder.
    static func encoding(_ bytes: [UInt8]) throws(Violation) {
        for encoding in TextEncoding.allCases {
            for decodeError in DecodeError.allCases {
                let decoder = TextDecoder(encoding: encoding, decodeError: decodeError)
                let text = try Violation.attempt { () throws(TextError) in try decoder.decode(bytes) }
                let expected = reference(bytes, encoding, decodeError)
                try Violation.unless(
                    text.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
                    "\(encoding) \(decodeError) makes \(text.debugDescription), not \(expected.debugDescription)")
            }
        }
        let folder = MemoryFile.folder
        for label in ["pos", "neg"] {
            do throws(FileError) { try Path.makeFolders(above: "\(folder)/reviews/\(label)/0.txt") } catch {
                throw Violation("the harness cannot make a folder: \(error.message)")
            }
            _ = try MemoryFile.write(bytes, "reviews/\(label)/0.txt")
        }
        var source = DatasetSource(path: "\(folder)/reviews", format: .aclImdb)
        source.decodeError = .replace
        guard let (_, documents) = try load(source) else { throw Violation("a folder of reviews cannot be read") }
        try Violation.unless(documents.count == 2, "two reviews are \(documents.count)")
    }

    /// The first line is a pattern; the end of the rest is what it is tried on, and as short as a search without memory of
    /// its own allows.
    static func pattern(_ bytes: [UInt8]) throws(Violation) {
        guard let all = String(validating: bytes, as: UTF8.self) else { return }
        let parts = all.unicodeScalars.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let pattern = String(parts[0])
        var settings = AnalyzerSettings()
        let isSet = try Violation.attempt { () throws(TextError) in
            try settings.set("token_pattern", to: .text(pattern))
        }
        guard isSet != nil else { return }
        let compiled = try Violation.unlessDone("a pattern that is a setting") { () throws(TextError) in
            try TokenPattern(pattern)
        }
        let text = Array(String(String.UnicodeScalarView(parts.last?.suffix(4) ?? [])).utf8)
        var list = GramList()
        compiled.scan(text.span, dropping: nil, into: &list)
        try Violation.unless(
            list.tokens.count <= 2 * text.count + 2, "\(list.tokens.count) tokens of \(text.count) bytes")
        for token in list.tokens {
            let found = Array(list.bytes[token.start..<token.end])
            let isPart = found.isEmpty || text.indices.contains { text[$0...].starts(with: found) }
            try Violation.unless(isPart, "the token \(found) is no part of \(text)")
        }
    }

    // MARK: Documents

    private static func load(_ source: DatasetSource) throws(Violation) -> (Dataset, [Document])? {
        try Violation.attempt { () throws(DatasetError) in
            let dataset = try Dataset.load(source)
            var reader = try dataset.reader()
            return (dataset, try reader.nextBatch(dataset.documents + 1))
        }
    }

    private static func hold(
        _ documents: [Document], in format: DatasetFormat, from own: DatasetFormat
    ) throws(Violation) {
        let path = MemoryFile.path("written.\(format.rawValue)")
        let what = "\(format.rawValue) of documents of \(own.rawValue)"
        try Violation.unlessDone(what) { () throws(DatasetError) in
            var writer = try DatasetWriter(path: path, format: format)
            for document in documents { try writer.write(document) }
            try writer.commit()
        }
        let (_, again) = try Violation.unlessDone(what) { () throws(DatasetError) in
            let dataset = try Dataset.load(DatasetSource(path: path, format: format))
            var reader = try dataset.reader()
            return (dataset, try reader.nextBatch(dataset.documents + 1))
        }
        try Violation.unless(isSame(again, documents[...]), "\(what) are others: \(again) and \(documents)")
    }

    private static func isSame(_ left: [Document], _ right: ArraySlice<Document>) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { $0.label == $1.label && $0.text.utf8.elementsEqual($1.text.utf8) }
    }

    /// What the bytes are by Swift's own decoders; `nil` where they are no text.
    private static func reference(_ bytes: [UInt8], _ encoding: TextEncoding, _ errors: DecodeError) -> String? {
        switch encoding {
        case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .ascii:
            if errors == .strict, bytes.contains(where: { $0 >= 0x80 }) { return nil }
            let scalars = bytes.compactMap { byte -> Unicode.Scalar? in
                byte < 0x80 ? Unicode.Scalar(byte) : errors == .replace ? "\u{FFFD}" : nil
            }
            return String(String.UnicodeScalarView(scalars))
        case .utf8:
            if errors == .strict { return String(validating: bytes, as: UTF8.self) }
            if errors == .replace { return String(decoding: bytes, as: UTF8.self) }
            var kept = String.UnicodeScalarView()
            var decoder = UTF8()
            var iterator = bytes.makeIterator()
            while true {
                switch decoder.decode(&iterator) {
                case .scalarValue(let scalar): kept.append(scalar)
                case .emptyInput: return String(kept)
                case .error: continue
                }
            }
        }
    }
}
