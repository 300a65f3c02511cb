import Features
import Files
import Learning
import Values

extension SafetensorsFile {
    /// Writes a model in the place of the file at `path`, whole or not at all.
    ///
    /// Throws `unwritable` for a model that could not be read back, such as one with a number that is not finite, a
    /// watermark that contradicts itself or a setting that cannot be; and `file` where the system refuses. The file
    /// that was there is then untouched.
    ///
    /// - Complexity: O(*n*) for *n* bytes of arrays, none of which is copied.
    @discardableResult
    package static func write(_ model: SavedModel, to path: String) throws(ModelFileError) -> ModelFile.Written {
        try model.check()
        return try Layout(of: model, at: path).stage().commit()
    }

    /// A model with the header of its file, which tells all that is known of the file before it is there.
    struct Layout: Sendable {
        private let model: SavedModel
        private let path: String
        private let sizeBytes: Int
        /// The header, with the digest if that was known, and as long as it is with it.
        private let header: [UInt8]
        private let digest: String?
        private let tensors: [StoredTensor]

        /// Throws what ``write(_:to:)`` throws before it has to do with the disk, but for what the model's own check
        /// finds: whoever commits sees to that.
        init(of model: SavedModel, at path: String) throws(ModelFileError) {
            try check(model)
            self.model = model
            self.path = path
            digest = model.identity.presentDigest
            tensors = model.classifier.storedTensors
            let none = String(repeating: "0", count: 64)
            header = try SafetensorsFile.header(of: model, tensors: tensors, digest: digest ?? none)
            sizeBytes = header.count + tensors.reduce(0) { $0 + $1.byteCount }
        }

        /// Whether ``written`` takes no time, and no digest that is taken while the model is written.
        var isToldAtOnce: Bool { digest != nil }

        /// What will have become of the model once it is written.
        ///
        /// - Complexity: that of ``SavedModel/digest``.
        var written: ModelFile.Written {
            ModelFile.Written(path: path, sizeBytes: sizeBytes, modelDigest: model.digest)
        }
    }
}

extension SafetensorsFile.Layout {
    /// Brings the model to disk beside the file that it replaces when it is committed.
    func stage() throws(ModelFileError) -> StagedModel {
        var file = try ModelFileError.ofFile { () throws(FileError) in try AtomicFile(replacing: path) }
        try ModelFileError.ofFile { () throws(FileError) in
            unsafe try file.write(header.span.bytes)
            for tensor in tensors { try write(tensor, to: &file) }
        }
        let written = written
        let start = try SafetensorsFile.header(of: model, tensors: tensors, digest: written.modelDigest)
        do {
            if start != header { unsafe try file.replaceStart(with: start.span.bytes) }
            try file.sync()
            return StagedModel(file: file, written: written)
        } catch {
            throw .file(error)
        }
    }

    private func write(_ tensor: StoredTensor, to file: inout AtomicFile) throws(FileError) {
        switch tensor.content {
        case .reals where tensor.name == LearnedArray.Name.coef.rawValue:
            try model.writeWeights(to: &file)
        case .reals(let numbers):
            try numbers.forEachPiece { (_, piece) throws(FileError) in unsafe try file.write(piece.bytes) }
        case .integers(let numbers): unsafe try file.write(numbers.span.bytes)
        }
    }
}

extension SafetensorsFile {
    /// Throws `unwritable` for a model that could not be read back.
    static func check(_ model: SavedModel) throws(ModelFileError) {
        for tensor in model.classifier.storedTensors {
            // Of a model that a file has stated, the look at what it states finds them.
            guard case .reals(let numbers) = tensor.content, !numbers.isArriving, !numbers.isFinite else { continue }
            if let index = numbers.numbers.firstIndex(where: { !$0.isFinite }) {
                throw .unwritable(field: tensor.name, reason: "holds a number that is not finite, at \(index)")
            }
        }
        // What the reader would refuse must not take a good file's place.
        guard model.classifier.t >= 1, model.classifier.t < SavedModel.endOfCounting else {
            throw .unwritable(field: "t_", reason: "has counted beyond 2^53, where whole numbers end")
        }
        guard (2...SavedModel.mostClasses).contains(model.classifier.classes.count) else {
            throw .unwritable(field: "classes_", reason: "should be 2 to \(SavedModel.mostClasses)")
        }
        guard isProgramName(model.writtenBy) else {
            throw .unwritable(field: "written_by", reason: "is not a name of one line")
        }
        if let counts = model.classCounts, !ClassCounts.fit(counts, model.classifier) {
            throw .unwritable(field: ClassCounts.name, reason: "does not count by class what t_ counts")
        }
        for watermark in model.watermarks {
            if let contradiction = watermark.contradiction {
                throw .unwritable(
                    field: "a watermark", reason: "should be \(contradiction.expected), but is \(contradiction.actual)")
            }
        }
    }

    /// The header with its length before it, padded with spaces so that the data begins at a multiple of eight bytes.
    fileprivate static func header(
        of model: SavedModel, tensors: [StoredTensor], digest: String
    ) throws(ModelFileError) -> [UInt8] {
        var members = [
            (
                "__metadata__",
                JSONText.object(try metadata(of: model, digest: digest).map { ($0.0.rawValue, JSONText.text($0.1)) })
            )
        ]
        var begin = 0
        for tensor in tensors {
            let end = begin + tensor.byteCount
            let description = JSONText.object([
                ("dtype", JSONText.text(tensor.dtype)), ("shape", JSONText.array(tensor.shape.map(String.init))),
                ("data_offsets", JSONText.array([String(begin), String(end)])),
            ])
            members.append((tensor.name, description))
            begin = end
        }
        let header = JSONText.object(members)
        let length = SafetensorsHeader.prefixLength + header.utf8.count
        let padded = header + String(repeating: " ", count: (8 - length % 8) % 8)
        guard padded.utf8.count <= SafetensorsHeader.longest else {
            throw .unwritable(
                field: "its settings and watermarks", reason: "take more than \(SafetensorsHeader.longest) bytes")
        }
        let count = padded.utf8.count
        return (0..<SafetensorsHeader.prefixLength).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + padded.utf8
    }

    private static func metadata(of model: SavedModel, digest: String) throws(ModelFileError) -> [(Metadata, String)] {
        let watermarks = JSONText.array(model.watermarks.map(\.json))
        let aliases = model.classifier.learnedArrays.compactMap { array in
            array.alias.map { (array.name.rawValue, JSONText.text($0.rawValue)) }
        }
        var metadata: [(Metadata, String)] = [
            (.format, String(SavedModel.formatVersion)),
            (.writtenBy, model.writtenBy),
            (.epochs, String(model.classifier.epochs)),
            (.classifier, try SettingsText.json(of: model.classifier.settings)),
        ]
        if let vectorizer = model.vectorizer {
            metadata.append((.vectorizer, try SettingsText.json(of: vectorizer)))
        }
        if model.classifier.integerClasses == nil {
            let classes = model.classifier.hasBoolClasses ? ["false", "true"] : model.classifier.classes.map(\.json)
            metadata.append((.classes, JSONText.array(classes)))
        }
        if !aliases.isEmpty { metadata.append((.aliases, JSONText.object(aliases))) }
        if let counts = model.classCounts { metadata.append((.classCounts, ClassCounts.json(counts))) }
        metadata.append((.watermarks, watermarks))
        metadata.append((.watermarksDigest, Self.digest(of: watermarks)))
        metadata.append((.digest, digest))
        return metadata
    }

    /// The digest of a text's UTF-8 bytes.
    static func digest(of text: String) -> String {
        var hasher = SHA256Hasher()
        hasher.update(text)
        return hasher.finishHex()
    }
}
