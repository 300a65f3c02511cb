import Features
import Files
import Learning
import Values

extension SafetensorsFile {
    /// Reads and checks the model in the file at `path`.
    ///
    /// Throws what ``open(path:)`` and ``SavedModel/check()`` throw.
    ///
    /// - Complexity: O(*n*) for *n* bytes of file.
    package static func read(path: String) throws(ModelFileError) -> SavedModel {
        let model = try open(path: path)
        try model.check()
        return model
    }

    /// Reads the model in the file at `path`, and checks all but the numbers in its arrays.
    ///
    /// The header is mapped for the time of the call; the weights are read once somebody wants them. What
    /// the file says of itself is not believed, and no memory is taken that the file's own size does not warrant.
    ///
    /// Throws `file`, `notAFile`, `notAModel`, `laterFormat` or, with the place in the file, `damaged`.
    ///
    /// - Complexity: O(*n*) for *n* bytes of header.
    package static func open(path: String) throws(ModelFileError) -> SavedModel {
        let file = try MappedFile(path)
        let header = try file.withBytes { (bytes) throws(ModelFileError) in
            try SafetensorsHeader(of: bytes, path: path)
        }
        return try ModelReader(header: header, path: path).model(in: file.reader())
    }
}

/// The steps from a header that has been checked to a model.
private struct ModelReader {
    typealias Field = SafetensorsFile.Metadata

    let header: SafetensorsHeader
    let path: String

    func model(in file: FileReader) throws(ModelFileError) -> SavedModel {
        try checkFormat()
        let classifier = try SettingsText.classifier(json(.classifier))
        var vectorizer: HashingVectorizerSettings?
        if header.metadata[Field.vectorizer.rawValue] != nil {
            vectorizer = try SettingsText.vectorizer(json(.vectorizer))
        }
        let state = try state(settings: classifier, in: file)
        if let vectorizer, vectorizer.nFeatures != state.nFeatures {
            throw damage(
                .vectorizer, "settings for \(state.nFeatures) columns", "settings for \(vectorizer.nFeatures)")
        }
        return SavedModel(
            classifier: state, vectorizer: vectorizer, watermarks: try watermarks(),
            classCounts: try classCounts(of: state), writtenBy: try writtenBy(),
            identity: ModelIdentity(try statement(in: file)))
    }

    private func statement(in file: FileReader) throws(ModelFileError) -> DigestStatement {
        let stated = try required(.digest)
        guard stated.text.utf8.count == 64, stated.text.utf8.allSatisfy("0123456789abcdef".utf8.contains) else {
            throw damage(.digest, "64 lower-case hexadecimal digits", String(stated.text.prefix(64)))
        }
        var offsets: [LearnedArray.Name: Int] = [:]
        for name in LearnedArray.Name.allCases {
            offsets[name] = header.tensors[name.rawValue]?.range.lowerBound
        }
        return DigestStatement(
            path: path, digest: .ofModel(stated.text, offset: stated.offset), arrayOffsets: offsets,
            failures: file.failures, leased: file.isLeased ? file : nil)
    }

    private func checkFormat() throws(ModelFileError) {
        guard header.metadata[Field.format.rawValue] != nil else {
            throw .notAModel(path: path, missing: Field.format.rawValue)
        }
        var reader = try json(.format)
        let version = try reader.integer()
        try reader.end()
        guard version <= SavedModel.formatVersion else { throw .laterFormat(path: path, version: version) }
        guard version >= 1 else { throw damage(.format, "1 to \(SavedModel.formatVersion)", String(version)) }
    }

    private func state(
        settings: SGDClassifierSettings, in file: FileReader
    ) throws(ModelFileError) -> SGDClassifierState {
        let tensors = TensorReader(header: header, path: path)
        let (classes, areBool) = try classes(tensors, file)
        let nFeatures = try tensors.columns()
        let t = try tensors.reals("t_", shape: [], in: file)[0]
        guard t >= 1, t < SavedModel.endOfCounting, t == t.rounded(.down) else {
            throw tensors.damage("t_", "a whole number from 1 on", String(t))
        }
        let isAveraged = settings.average > 0
        var state = SGDClassifierState(
            settings: settings, classes: classes, nFeatures: nFeatures, t: t, epochs: try epochs(),
            coef: Coefficients([]),
            intercept: [], averages: nil)
        state.hasBoolClasses = areBool
        let arrays = LearnedArray.all(
            problems: classes.count == 2 ? 1 : classes.count, nFeatures: nFeatures, averages: isAveraged,
            reportsAverages: state.reportsAverages)
        try tensors.checkNames(arrays, hasIntegerClasses: header.metadata[Field.classes.rawValue] == nil)
        try checkAliases(arrays)
        var numbers: [LearnedArray.Name: Coefficients] = [:]
        for array in arrays where array.alias == nil {
            let name = array.name.rawValue
            numbers[array.name] =
                array.name.isOfWeights
                ? Coefficients(try tensors.weights(name, shape: array.shape, in: file))
                : Coefficients(try tensors.reals(name, shape: array.shape, in: file))
        }
        for array in arrays {
            if let alias = array.alias { numbers[array.name] = numbers[alias] }
        }
        func taken(_ name: LearnedArray.Name) -> Coefficients { numbers[name] ?? Coefficients([]) }
        state.coef = taken(.coef)
        state.intercept = taken(.intercept).numbers
        if isAveraged {
            state.averages = SGDClassifierState.Averages(
                standardCoef: taken(.standardCoef), standardIntercept: taken(.standardIntercept).numbers,
                averageCoef: taken(.averageCoef), averageIntercept: taken(.averageIntercept).numbers)
        }
        return state
    }

    private func classes(
        _ tensors: TensorReader, _ file: FileReader
    ) throws(ModelFileError) -> ([Label], areBool: Bool) {
        var classes: [Label] = []
        var truths: [Bool] = []
        if header.metadata[Field.classes.rawValue] != nil {
            var reader = try json(.classes)
            try reader.array { (reader) throws(ModelFileError) in
                let start = reader.peek()
                guard start == UInt8(ascii: "f") || start == UInt8(ascii: "t") else {
                    return classes.append(try reader.label())
                }
                truths.append(start == UInt8(ascii: "t"))
                try reader.word(start == UInt8(ascii: "t") ? "true" : "false")
            }
            try reader.end()
            if truths == [false, true], classes.isEmpty { return ([.integer(0), .integer(1)], true) }
        } else {
            classes = try tensors.integers("classes_", in: file).map(Label.integer)
        }
        let isAscending = zip(classes, classes.dropFirst()).allSatisfy { $0 < $1 }
        guard classes.count >= 2, isAscending, truths.isEmpty else {
            throw damage(.classes, "two classes or more, ascending, each once", "\(classes.count) of another kind")
        }
        // No dataset has more, and every table of scores grows with the square.
        guard classes.count <= SavedModel.mostClasses else {
            throw damage(.classes, "at most \(SavedModel.mostClasses) classes", "\(classes.count)")
        }
        return (classes, false)
    }

    private func epochs() throws(ModelFileError) -> Int {
        var reader = try json(.epochs)
        let epochs = try reader.count()
        try reader.end()
        return epochs
    }

    /// Checks that the arrays with two names are those that averaging makes so.
    private func checkAliases(_ arrays: [LearnedArray]) throws(ModelFileError) {
        var aliases: [String: String] = [:]
        if header.metadata[Field.aliases.rawValue] != nil {
            var reader = try json(.aliases)
            try reader.object { (reader, name) throws(ModelFileError) in aliases[name] = try reader.text() }
            try reader.end()
        }
        for array in arrays {
            guard aliases.removeValue(forKey: array.name.rawValue) == array.alias?.rawValue else {
                let expected = array.alias.map { "\(array.name.rawValue) as another name of \($0.rawValue)" }
                throw damage(.aliases, expected ?? "\(array.name.rawValue) as an array of its own", "otherwise")
            }
        }
        if let other = aliases.keys.min() { throw damage(.aliases, "of arrays", "of '\(other.prefix(40))'") }
    }

    private func writtenBy() throws(ModelFileError) -> String {
        let text = try required(.writtenBy).text
        guard SafetensorsFile.isProgramName(text) else {
            throw damage(.writtenBy, "a name of one line", "something else")
        }
        return text
    }

    private func watermarks() throws(ModelFileError) -> [Watermark] {
        let text = try required(.watermarks).text
        guard try required(.watermarksDigest).text == SafetensorsFile.digest(of: text) else {
            throw damage(.watermarks, "the text that watermarks_sha256 is of", "another")
        }
        var reader = try json(.watermarks)
        let watermarks = try reader.watermarks()
        try reader.end()
        return watermarks
    }

    private func classCounts(of classifier: SGDClassifierState) throws(ModelFileError) -> [Int]? {
        guard header.metadata[Field.classCounts.rawValue] != nil else { return nil }
        var reader = try json(.classCounts)
        let counts = try reader.classCounts()
        try reader.end()
        guard ClassCounts.fit(counts, classifier) else {
            throw damage(
                .classCounts, "counts of \(classifier.classes.count) classes that come to t_ less 1",
                "\(counts.count) others")
        }
        return counts
    }

    private func required(
        _ field: Field
    ) throws(ModelFileError) -> SafetensorsHeader.Quotation {
        guard let quotation = header.metadata[field.rawValue] else {
            throw .damaged(
                ModelFileError.Damage(
                    path: path, byteOffset: SafetensorsHeader.prefixLength, field: "__metadata__",
                    expected: "with \(field.rawValue)", actual: "without it"))
        }
        return quotation
    }

    private func json(_ field: Field) throws(ModelFileError) -> JSONReader {
        let quotation = try required(field)
        return JSONReader(
            Array(quotation.text.utf8),
            origin: JSONReader.Origin(path: path, field: field.rawValue, offset: quotation.offset, isQuoted: true))
    }

    private func damage(_ field: Field, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: header.metadata[field.rawValue]?.offset, field: field.rawValue,
                expected: expected, actual: actual))
    }
}
