import Learning
import Values

/// scikit-learn's pickles of an `SGDClassifier`, decoded as data and written without executing anything.
package enum PickleFile {

    /// Reads and checks the classifier in the file at `path`, with what refit added to it.
    ///
    /// Throws what ``open(path:)`` and ``SavedModel/check()`` throw.
    ///
    /// - Complexity: O(*n*) for *n* bytes. Memory is that of the arrays and of ``PickleMachine``.
    package static func read(path: String) throws(ModelFileError) -> SavedModel {
        let model = try open(path: path)
        try model.check()
        return model
    }

    /// Reads the classifier in the file at `path`, and leaves the look at its weights to ``SavedModel/check()``, unless they are
    /// averaged.
    ///
    /// Throws `file`, `notAFile`, `notAModel`, `joblib`, `laterFormat`, `forbidden` with the name of what no model is made of, or
    /// `damaged` with the place.
    ///
    /// - Complexity: O(*n*) for *n* bytes but those of weights. Memory is that of the arrays and of ``PickleMachine``.
    package static func open(path: String) throws(ModelFileError) -> SavedModel {
        let file = try MappedFile(path)
        let reader = file.reader()
        return try file.withBytes { (bytes) throws(ModelFileError) in try read(bytes, path: path, file: reader) }
    }

    /// Reads the bytes of a file that is called `path`.
    package static func read(_ bytes: RawSpan, path: String) throws(ModelFileError) -> SavedModel {
        try read(bytes, path: path, file: nil)
    }

    /// Reads the bytes of a file, from which arrays are read beside the mapping: pages that nobody touches take no memory.
    private static func read(
        _ bytes: RawSpan, path: String, file: FileReader?
    ) throws(ModelFileError) -> SavedModel {
        if isPacked(bytes) { throw .joblib(path: path, byteOffset: nil) }
        var machine = PickleMachine(names: .model, path: path)
        guard case .model(let model) = try machine.run(bytes), case .mapping(let state)? = machine.objects[model].state
        else {
            throw .notAModel(path: path, missing: "an SGDClassifier")
        }
        let offset = machine.objects[model].offset
        let items = machine.objects[state].items
        var attributes = ClassifierAttributes(path: path, writtenBy: "pickle")
        var arrays: [Int: NumPyFile] = [:]
        var names: Set<String> = []
        // Of averages it is asked at once whether they are those that are reported.
        let leavesWeights = isWithoutAverages(items)
        for index in stride(from: 0, to: items.count, by: 2) {
            guard let name = items[index].text else { throw .notAModel(path: path, missing: "names of attributes") }
            // Python would take the last. Arrays that are named again and again would each be read.
            guard names.insert(name).inserted else {
                throw machine.damage(PickleText.escaped(name), "named once", "named again", at: offset)
            }
            switch items[index + 1] {
            case .loss: try attributes.takeLoss(name, at: offset)
            case .array(let number):
                let place = machine.objects[number].offset
                let array: NumPyFile
                if let known = arrays[number] {
                    array = known
                } else {
                    let isLeft = leavesWeights && name == LearnedArray.Name.coef.rawValue
                    array = try Self.array(number, of: machine, name, bytes) { (range) throws(ModelFileError) in
                        guard let file else { return nil }
                        guard isLeft else { return Coefficients(try file.read(range)) }
                        attributes.unread = DigestStatement(
                            path: path, digest: .none, arrayOffsets: [.coef: range.lowerBound], failures: file.failures,
                            leased: file.isLeased ? file : nil)
                        return Coefficients(file.numbers(range))
                    }
                    arrays[number] = array
                }
                try attributes.take(array, as: name, at: place)
            case let value:
                guard let plain = plain(value, of: machine) else {
                    throw machine.forbidden(name, "is a value that no attribute of SGDClassifier has", at: offset)
                }
                try attributes.take(plain, as: name, at: offset)
            }
        }
        return try attributes.model()
    }

    /// Whether the file begins as one that joblib has packed, by whichever of its methods.
    private static func isPacked(_ bytes: RawSpan) -> Bool {
        func begins(_ magic: [UInt8]) -> Bool {
            bytes.byteCount >= magic.count && magic.indices.allSatisfy { bytes.number(UInt8.self, at: $0) == magic[$0] }
        }
        let magics: [[UInt8]] = [
            [0x1F, 0x8B], Array("BZh".utf8), [0xFD] + Array("7zXZ".utf8), [0x5D, 0, 0], [0x04, 0x22, 0x4D, 0x18],
            Array("ZF0x".utf8),
        ]
        // A header of zlib is a multiple of 31.
        let isZlib = begins([0x78]) && bytes.byteCount > 1 && (0x7800 + Int(bytes.number(UInt8.self, at: 1))) % 31 == 0
        return isZlib || magics.contains(where: begins)
    }

    /// A single value, or a mapping of them: no setting is more, and what nests may be larger than any memory.
    private static func plain(_ value: PickleValue, of machine: PickleMachine) -> ParameterValue? {
        guard case .mapping(let index) = value else { return single(value) }
        let items = machine.objects[index].items
        var entries: [ParameterValue.Entry] = []
        for index in stride(from: 0, to: items.count, by: 2) {
            let key: Label
            switch items[index] {
            case .integer(let value): key = .integer(value)
            // The label of a class that is a truth value.
            case .bool(let value): key = .integer(value ? 1 : 0)
            case .text(let value), .string(_, let value?): key = .text(value)
            default: return nil
            }
            guard let value = single(items[index + 1]) else { return nil }
            entries.append(ParameterValue.Entry(key: key, value: value))
        }
        return .mapping(entries)
    }

    private static func single(_ value: PickleValue) -> ParameterValue? {
        switch value {
        case .none: ParameterValue.none
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .real(let value): .real(value)
        case .text(let value), .string(_, let value?): .text(value)
        default: nil
        }
    }

    /// Whether the attributes say that no weights are averaged; those of older files may say nothing.
    private static func isWithoutAverages(_ attributes: [PickleValue]) -> Bool {
        for index in stride(from: 0, to: attributes.count, by: 2) where attributes[index].text == "average" {
            switch attributes[index + 1] {
            case .bool(let isAveraged): return !isAveraged
            case .integer(let start): return start == 0
            default: return false
            }
        }
        return false
    }

    private static func array(
        _ number: Int, of machine: PickleMachine, _ name: String, _ pickle: RawSpan,
        _ reals: (Range<Int>) throws(ModelFileError) -> Coefficients?
    ) throws(ModelFileError) -> NumPyFile {
        let object = machine.objects[number]
        let origin = NumPyHeader.Origin(
            path: machine.path, field: PickleText.escaped(name), offset: object.offset)
        guard let parts = machine.tuple(object.state), parts.count == 5, let axes = machine.tuple(parts[1]),
            case .dtype(let type) = parts[2], let code = machine.objects[type].items.first?.text,
            case .bool(let isFortran) = parts[3], let state = machine.tuple(machine.objects[type].state),
            state.count > 1, let order = state[1].text
        else { throw origin.damage("an array of numbers or texts", "another value") }
        let shape = axes.compactMap { axis -> Int? in
            if case .integer(let length) = axis, length >= 0 { Int(length) } else { nil }
        }
        guard shape.count == axes.count else { throw origin.damage("of a shape", "of another") }
        let header = try NumPyHeader(type: order.prefix(1) + code, isFortran: isFortran, shape: shape, origin: origin)
        switch parts[4] {
        case .bytes(let range), .string(let range, _):
            return try NumPyFile(header, pickle.extracting(range), origin) { () throws(ModelFileError) in
                try reals(range)
            }
        case .latin1(let text):
            let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
            guard bytes.count == text.unicodeScalars.count else {
                throw origin.damage("an array's bytes", "characters beyond Latin-1")
            }
            return try unsafe NumPyFile(header, bytes.span.bytes, origin)
        default: throw origin.damage("an array's bytes", "another value")
        }
    }
}
