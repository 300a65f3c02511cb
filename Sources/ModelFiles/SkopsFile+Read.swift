import Features
import Learning
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
        var reader = SkopsModelReader(path: path, writtenBy: "skops \(schema.skopsVersion?.prefix(40) ?? "")")
        for attribute in schema.attributes { try reader.take(attribute, from: archive, bytes) }
        return try reader.model()
    }
}

/// The steps from a classifier's attributes to a model.
private struct SkopsModelReader {
    let path: String
    let writtenBy: String
    private var settings = SGDClassifierSettings()
    private var missing = Set(SGDClassifierSettings().parameters.map(\.name))
    private var arrays: [String: NumPyFile] = [:]
    private var offsets: [String: Int] = [:]
    private var entries: [String: NumPyFile] = [:]
    private var t: Double?
    private var epochs = 0
    private var nFeatures: Int64?
    private var version: String?
    private var extras: RefitAttribute?

    private static let arrayNames =
        Set(LearnedArray.Name.allCases.map(\.rawValue)).union(["classes_", "_expanded_class_weight"])
    private static let longestScalar = 4096

    init(path: String, writtenBy: String) {
        self.path = path
        self.writtenBy = writtenBy
    }

    mutating func take(_ attribute: SkopsSchema.Attribute, from archive: ZipReader, _ file: RawSpan)
        throws(ModelFileError)
    {
        let name = attribute.name
        offsets[name] = attribute.offset
        switch attribute.value {
        case .loss where name == "_loss_function_" || name == "loss_function_": break
        case .loss: throw other(attribute)
        case .plain(let value): try take(value, as: attribute)
        case .array(let fileName):
            guard let entry = archive.entries[fileName] else {
                throw damage(attribute, "in an entry of the archive", "in '\(fileName.prefix(80))', which is none")
            }
            let isArray = Self.arrayNames.contains(name)
            // Asked first: a hundred names of one large entry would be read a hundred times before the last is refused.
            guard isArray || entry.byteCount <= Self.longestScalar else { throw other(attribute) }
            let array = try read(entry, as: name, from: archive, file)
            if isArray {
                arrays[name] = array
                offsets[name] = entry.offset
            } else if array.shape.isEmpty, let value = array.first {
                // A setting that is a NumPy scalar.
                try take(value, as: attribute)
            } else {
                throw other(attribute)
            }
        }
    }

    /// The array in an entry, which several attributes may share.
    private mutating func read(
        _ entry: ZipReader.Entry, as name: String, from archive: ZipReader, _ file: RawSpan
    ) throws(ModelFileError) -> NumPyFile {
        if let array = entries[entry.name] { return array }
        let array = try archive.withContents(of: entry, in: file) { (bytes, start) throws(ModelFileError) in
            try NumPyFile(bytes, origin: NumPyHeader.Origin(path: path, field: name, offset: start ?? entry.offset))
        }
        entries[entry.name] = array
        return array
    }

    private mutating func take(_ value: ParameterValue, as attribute: SkopsSchema.Attribute) throws(ModelFileError) {
        switch (attribute.name, value) {
        case ("t_", .real(let number)): t = number
        case ("t_", .integer(let number)): t = Double(number)
        case ("n_iter_", .integer(let number)) where number >= 0: epochs = Int(number)
        case ("n_features_in_", .integer(let number)): nFeatures = number
        case ("_sklearn_version", .text(let text)): version = text
        // Before 1.8 a parameter that has no effect in this class.
        case ("C", .real), ("C", .integer): break
        case (RefitAttribute.name, .text(let text)):
            extras = try RefitAttribute(text, path: path, offset: attribute.offset)
        default:
            do {
                guard try settings.set(attribute.name, to: value), missing.remove(attribute.name) != nil else {
                    throw other(attribute)
                }
            } catch let error as ModelFileError {
                throw error
            } catch {
                throw damage(
                    attribute, "a value that refit can go on with", (error as? LearningError)?.message ?? "another")
            }
        }
    }

    func model() throws(ModelFileError) -> SavedModel {
        if let name = missing.min() { throw lacking(name) }
        let classes = try classes()
        let problems = classes.count == 2 ? 1 : classes.count
        guard let coef = arrays["coef_"] else { throw lacking("coef_") }
        guard coef.shape.count == 2, (1...Int(Int32.max)).contains(coef.shape[1]) else {
            throw damage("coef_", "of two axes and 1 to \(Int32.max) columns", "of shape \(coef.shape)")
        }
        let columns = coef.shape[1]
        guard nFeatures == nil || nFeatures == Int64(columns) else {
            throw damage("coef_", "\(nFeatures ?? 0) columns wide, as n_features_in_ says", "\(columns) wide")
        }
        guard let t else { throw lacking("t_") }
        guard t >= 1, t < SavedModel.endOfCounting, t == t.rounded(.down) else {
            throw damage("t_", "a whole number from 1 on", String(t))
        }
        var state = SGDClassifierState(
            settings: settings, classes: classes, nFeatures: columns, t: t, epochs: epochs, coef: [], intercept: [],
            averages: nil)
        var numbers: [LearnedArray.Name: [Double]] = [:]
        let learned = LearnedArray.all(
            problems: problems, nFeatures: columns, averages: settings.average > 0,
            reportsAverages: state.reportsAverages)
        for array in learned { numbers[array.name] = try reals(array) }
        state.coef = numbers[.coef] ?? []
        state.intercept = numbers[.intercept] ?? []
        if settings.average > 0 {
            state.averages = SGDClassifierState.Averages(
                standardCoef: numbers[.standardCoef] ?? [], standardIntercept: numbers[.standardIntercept] ?? [],
                averageCoef: numbers[.averageCoef] ?? [], averageIntercept: numbers[.averageIntercept] ?? [])
        }
        if let name = arrays.keys.filter({ name in
            LearnedArray.Name(rawValue: name).map { numbers[$0] == nil } ?? false
        }).min() {
            throw damage(name, "absent, as the settings have it", "there")
        }
        if let vectorizer = extras?.vectorizer, vectorizer.nFeatures != columns {
            throw damage(
                RefitAttribute.name, "settings for \(columns) columns", "settings for \(vectorizer.nFeatures)")
        }
        return SavedModel(
            classifier: state, vectorizer: extras?.vectorizer, watermarks: extras?.watermarks ?? [],
            writtenBy: extras?.writtenBy ?? program)
    }

    /// What wrote a file that says nothing of refit.
    private var program: String {
        let name = "scikit-learn \(version?.prefix(40) ?? "of an unknown version") by \(writtenBy)"
        return SafetensorsFile.isProgramName(name) ? name : "scikit-learn"
    }

    private func classes() throws(ModelFileError) -> [Label] {
        guard let array = arrays["classes_"] else { throw lacking("classes_") }
        let classes: [Label]
        switch array.content {
        case .integers(let integers): classes = integers.map(Label.integer)
        case .texts(let texts): classes = texts.map(Label.text)
        case .reals: throw damage("classes_", "whole numbers, truth values or texts", "of float64")
        }
        guard array.shape.count == 1, (2...SavedModel.mostClasses).contains(classes.count),
            zip(classes, classes.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw damage("classes_", "2 to \(SavedModel.mostClasses) labels, ascending, each once", "others")
        }
        return classes
    }

    private func reals(_ learned: LearnedArray) throws(ModelFileError) -> [Double] {
        let name = learned.name.rawValue
        guard let array = arrays[name] else { throw lacking(name) }
        guard case .reals(let numbers) = array.content else { throw damage(name, "of float64", "of another kind") }
        guard array.shape == learned.shape else {
            throw damage(name, "of shape \(learned.shape)", "of shape \(array.shape)")
        }
        if let index = numbers.firstIndex(where: { !$0.isFinite }) {
            throw damage(name, "finite numbers", "\(numbers[index]) at \(index)")
        }
        return numbers
    }

    private static let unknown = "is no attribute of SGDClassifier that refit knows, and would be lost"

    private func other(_ attribute: SkopsSchema.Attribute) -> ModelFileError {
        .forbidden(
            path: path, name: String(attribute.name.prefix(80)), byteOffset: attribute.offset, reason: Self.unknown)
    }

    private func lacking(_ name: String) -> ModelFileError { .notAModel(path: path, missing: name) }

    private func damage(_ attribute: SkopsSchema.Attribute, _ expected: String, _ actual: String) -> ModelFileError {
        NumPyHeader.Origin(path: path, field: attribute.name, offset: attribute.offset).damage(expected, actual)
    }

    private func damage(_ name: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: offsets[name], field: name, expected: expected, actual: actual))
    }
}

extension NumPyFile {
    /// The first element as a value; `nil` where there is none.
    fileprivate var first: ParameterValue? {
        switch content {
        case .reals(let numbers): numbers.first.map(ParameterValue.real)
        case .integers(let numbers): numbers.first.map(ParameterValue.integer)
        case .texts(let texts): texts.first.map(ParameterValue.text)
        }
    }
}
