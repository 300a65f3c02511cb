import Files
import Learning
import Values

extension PickleFile {
    /// Writes a model in the place of the file at `path`, whole or not at all, as protocol 4.
    ///
    /// Throws `unwritable` for a model that safetensors could not hold either, and for a class that ends with U+0000, which
    /// NumPy would drop; and `file` where the system refuses. The file that was there is then untouched.
    ///
    /// - Complexity: O(*n*) for *n* bytes of arrays, none of which is copied.
    @discardableResult
    package static func write(_ model: SavedModel, to path: String) throws(ModelFileError) -> ModelFile.Written {
        try stage(model, to: path).commit()
    }

    /// Brings a model to disk beside the file at `path`, which it replaces when it is committed.
    static func stage(_ model: SavedModel, to path: String) throws(ModelFileError) -> StagedModel {
        try SafetensorsFile.check(model)
        let classifier = model.classifier
        var pickle = PickleWriter()
        pickle.global("sklearn.linear_model._stochastic_gradient", "SGDClassifier")
        pickle.append(Array(")".utf8) + [0x81] + Array("}(".utf8))
        for parameter in classifier.settings.parameters {
            pickle.text(parameter.name)
            pickle.value(parameter.value)
        }
        pickle.text("C")
        pickle.value(.real(1))
        pickle.text("classes_")
        let shape = [classifier.classes.count]
        switch try NumPyFile.Content(classesOf: classifier) {
        case .bools: pickle.array("classes_", type: "b1", shape: shape, .bytes([0, 1]))
        case .integers(let integers): pickle.array("classes_", type: "i8", shape: shape, .integers(integers))
        case .reals(let numbers): pickle.array("classes_", type: "f8", shape: shape, .reals(numbers))
        case .texts(let texts):
            let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
            pickle.array("classes_", type: "U\(width)", shape: shape, .scalars(NumPyFile.elements(of: texts)))
        }
        let learned = classifier.learnedArrays
        for array in learned {
            pickle.text(array.name.rawValue)
            if let same = learned.first(where: { $0.name == array.alias && $0.shape == array.shape }) {
                pickle.get(same.name.rawValue)
            } else {
                let numbers = classifier.numbers(of: array.name)
                pickle.array(
                    array.name.rawValue, type: "f8", shape: array.shape,
                    array.name == .coef ? .weights(of: model) : .reals(numbers))
            }
        }
        // What would stop the writing is to stop it before it has begun.
        _ = try RefitAttribute.json(of: model, digest: "")
        var file = try ModelFileError.ofFile { () throws(FileError) in try AtomicFile(replacing: path) }
        let size = try ModelFileError.ofFile { () throws(FileError) in try pickle.write(to: &file) }
        // Taken while the weights were written.
        let digest = model.digest
        let rest: [(String, ParameterValue)] = [
            ("t_", .real(classifier.t)), ("n_features_in_", .integer(Int64(classifier.nFeatures))),
            ("n_iter_", .integer(Int64(max(1, classifier.epochs)))),
            (RefitAttribute.name, .text(try RefitAttribute.json(of: model, digest: digest))),
            ("_sklearn_version", .text(SkopsFile.sklearnVersion)),
        ]
        for (name, value) in rest {
            pickle.text(name)
            pickle.value(value)
        }
        pickle.append(Array("ub.".utf8))
        do {
            let sizeOfRest = try pickle.write(to: &file)
            try file.sync()
            return StagedModel(
                file: file,
                written: ModelFile.Written(path: path, sizeBytes: size + sizeOfRest, modelDigest: digest))
        } catch {
            throw .file(error)
        }
    }
}

/// The opcodes of a pickle of protocol 4 and, between them, arrays that are not copied.
struct PickleWriter {
    private var pieces: [Piece] = []
    /// What comes after the pieces.
    private var last: [UInt8] = [0x80, 4]
    private var memo: [String: UInt8] = [:]

    /// A part of the pickle.
    enum Piece {
        case bytes([UInt8])
        case weights(of: SavedModel)
        case reals(Coefficients)
        case integers([Int64])
        case scalars([UInt32])
    }

    mutating func append(_ bytes: [UInt8]) { last += bytes }

    mutating func text(_ text: String) {
        append([UInt8(ascii: "X")] + little(UInt32(text.utf8.count)) + Array(text.utf8))
    }

    mutating func global(_ module: String, _ name: String) {
        if memo[module + name] != nil { return get(module + name) }
        text(module)
        text(name)
        append([0x93])
        put(module + name)
    }

    mutating func get(_ key: String) { append([UInt8(ascii: "h"), memo[key] ?? 0]) }

    private mutating func put(_ key: String) {
        memo[key] = UInt8(memo.count)
        append([UInt8(ascii: "q"), UInt8(memo.count - 1)])
    }

    mutating func value(_ value: ParameterValue) {
        switch value {
        case .none: append([UInt8(ascii: "N")])
        case .bool(let value): append([value ? 0x88 : 0x89])
        case .integer(let value):
            append([0x8A, 8] + little(UInt64(bitPattern: value)))
        case .real(let value): append([UInt8(ascii: "G")] + little(value.bitPattern).reversed())
        case .text(let text): self.text(text)
        case .list(let values):
            append([UInt8(ascii: "(")])
            for value in values { self.value(value) }
            append([UInt8(ascii: "t")])
        case .mapping(let entries):
            append(Array("}(".utf8))
            for entry in entries {
                switch entry.key {
                case .integer(let key): self.value(.integer(key))
                case .text(let key): text(key)
                }
                self.value(entry.value)
            }
            append([UInt8(ascii: "u")])
        }
    }

    mutating func array(_ key: String, type: String, shape: [Int], _ content: Piece) {
        // numpy.ndarray((0,)), then its state: version, shape, dtype, Fortran order, bytes.
        global("numpy", "ndarray")
        value(.list([.list([.integer(0)])]))
        append([UInt8(ascii: "R"), UInt8(ascii: "(")])
        value(.integer(1))
        value(.list(shape.map { .integer(Int64($0)) }))
        global("numpy", "dtype")
        value(.list([.text(type), .bool(false), .bool(true)]))
        append([UInt8(ascii: "R")])
        let width = type.hasPrefix("U") ? Int64(type.dropFirst()) ?? 1 : nil
        value(
            .list(
                [.integer(3), .text(type == "b1" ? "|" : "<"), .none, .none, .none]
                    + (width.map { [.integer(4 * $0), .integer(4), .integer(8)] }
                        ?? [.integer(-1), .integer(-1), .integer(0)])))
        append([UInt8(ascii: "b")])
        value(.bool(false))
        let count =
            switch content {
            case .bytes(let bytes): bytes.count
            case .weights(let model): 8 * model.classifier.coef.count
            case .reals(let numbers): 8 * numbers.count
            case .integers(let numbers): 8 * numbers.count
            case .scalars(let numbers): 4 * numbers.count
            }
        append([0x8E] + little(UInt64(count)))
        pieces += [.bytes(last), content]
        last = Array("tb".utf8)
        put(key)
    }

    /// Writes what has come since the last time, and returns its size in bytes.
    ///
    /// While weights are written, the digest of their model is taken, where nobody has.
    mutating func write(to file: inout AtomicFile) throws(FileError) -> Int {
        var size = 0
        defer { (pieces, last) = ([], []) }
        for piece in pieces + [.bytes(last)] {
            switch piece {
            case .bytes(let bytes): size += try Self.write(bytes, to: &file)
            case .weights(let model):
                try model.writeWeights(to: &file)
                size += 8 * model.classifier.coef.count
            case .reals(let numbers):
                try numbers.forEachPiece { (_, piece) throws(FileError) in unsafe try file.write(piece.bytes) }
                size += 8 * numbers.count
            case .integers(let numbers): size += try Self.write(numbers, to: &file)
            case .scalars(let numbers): size += try Self.write(numbers, to: &file)
            }
        }
        return size
    }

    private static func write<Number: BitwiseCopyable>(
        _ numbers: [Number], to file: inout AtomicFile
    ) throws(FileError) -> Int {
        try unsafe file.write(numbers.span.bytes)
        return numbers.count * MemoryLayout<Number>.stride
    }

    private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        stride(from: 0, to: Number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
