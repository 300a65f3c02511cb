import Values

extension SkopsFile {
    /// Reads and checks the classifier in the file at `path`, with what refit added to it.
    ///
    /// Nothing is imported or called; see ``SkopsSchema``. Besides scikit-learn's own attributes only refit's is read, and
    /// another is refused, since it would be lost when the model is written again. A file that refit did not write has no
    /// vectorizer and no watermarks.
    ///
    /// Throws `file`, `notAFile`, `notAModel`, `laterFormat`, `forbidden` with the name of a type or attribute, or
    /// `damaged` with the place.
    ///
    /// - Complexity: O(*n*) for *n* bytes of the unpacked entries, which are at most 1,032 times those of the file.
    package static func read(path: String) throws(ModelFileError) -> SavedModel {
        try MappedFile(path).withBytes { (bytes) throws(ModelFileError) in try read(bytes, path: path) }
    }

    /// Reads the bytes of a file that is called `path`.
    package static func read(_ bytes: RawSpan, path: String) throws(ModelFileError) -> SavedModel {
        let archive = try ZipReader(of: bytes, path: path)
        guard let entry = archive.entries[schemaName] else { throw .notAModel(path: path, missing: schemaName) }
        guard entry.byteCount <= SkopsNode.longestSchema else {
            throw archive.damage(
                schemaName, "at most \(SkopsNode.longestSchema) bytes", "\(entry.byteCount)", at: entry.offset)
        }
        let schema = try archive.withContents(of: entry, in: bytes) { (text, start) throws(ModelFileError) in
            var reader = JSONReader(
                unsafe text.withUnsafeBytes { unsafe Array($0) },
                origin: JSONReader.Origin(
                    path: path, field: schemaName, offset: start ?? entry.offset, isQuoted: start == nil))
            var count = 0
            let root = try reader.skopsNode(count: &count)
            try reader.end()
            return try SkopsSchema(root, path: path)
        }
        var attributes = ClassifierAttributes(path: path, writtenBy: "skops \(schema.skopsVersion?.prefix(40) ?? "")")
        var arrays: [String: NumPyFile] = [:]
        for attribute in schema.attributes {
            switch attribute.value {
            case .loss: try attributes.takeLoss(attribute.name, at: attribute.offset)
            case .plain(let value): try attributes.take(value, as: attribute.name, at: attribute.offset)
            case .array(let name):
                guard let entry = archive.entries[name] else {
                    throw NumPyHeader.Origin(path: path, field: attribute.name, offset: attribute.offset).damage(
                        "in an entry of the archive", "in '\(name.prefix(80))', which is none")
                }
                // Asked first: a hundred names of one large entry would be read a hundred times before the last is refused.
                guard ClassifierAttributes.arrayNames.contains(attribute.name) || entry.byteCount <= longestScalar
                else {
                    throw attributes.unknown(attribute.name, at: attribute.offset)
                }
                // Several attributes may share an array.
                if arrays[name] == nil { arrays[name] = try read(entry, as: attribute.name, of: archive, bytes) }
                if let array = arrays[name] { try attributes.take(array, as: attribute.name, at: entry.offset) }
            }
        }
        return try attributes.model()
    }

    private static let longestScalar = 4096

    private static func read(
        _ entry: ZipReader.Entry, as name: String, of archive: ZipReader, _ file: RawSpan
    ) throws(ModelFileError) -> NumPyFile {
        try archive.withContents(of: entry, in: file) { (bytes, start) throws(ModelFileError) in
            try NumPyFile(
                bytes, origin: NumPyHeader.Origin(path: archive.path, field: name, offset: start ?? entry.offset))
        }
    }
}
