import Learning
import Values

/// scikit-learn's pickles of an `SGDClassifier`, decoded as data and written without executing anything.
package enum PickleFile {

    /// Reads and checks the classifier in the file at `path`, with what refit added to it.
    package static func read(path: String) throws(ModelFileError) -> SavedModel {
        let bytes = try MappedFile(path).withBytes { (bytes) in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
        var machine = PickleMachine(bytes, path: path)
        guard case .model(let model) = try machine.run(), case .mapping(let state)? = model.state else {
            throw .notAModel(path: path, missing: "an SGDClassifier")
        }
        var attributes = ClassifierAttributes(path: path, writtenBy: "pickle")
        var arrays: [ObjectIdentifier: NumPyFile] = [:]
        for index in stride(from: 0, to: state.items.count, by: 2) {
            guard let name = state.items[index].text else {
                throw .notAModel(path: path, missing: "names of attributes")
            }
            switch state.items[index + 1] {
            case .loss: try attributes.takeLoss(name, at: model.offset)
            case .array(let box):
                let key = ObjectIdentifier(box)
                if arrays[key] == nil { arrays[key] = try array(box, name, bytes, path) }
                if let array = arrays[key] { try attributes.take(array, as: name, at: box.offset) }
            case let value:
                guard let plain = Self.plain(value) else { throw attributes.unknown(name, at: model.offset) }
                try attributes.take(plain, as: name, at: model.offset)
            }
        }
        return try attributes.model()
    }

    private static func plain(_ value: PickleValue) -> ParameterValue? {
        switch value {
        case .none: return ParameterValue.none
        case .bool(let value): return .bool(value)
        case .integer(let value): return .integer(value)
        case .real(let value): return .real(value)
        case .text(let value): return .text(value)
        case .mapping(let box):
            var entries: [ParameterValue.Entry] = []
            for index in stride(from: 0, to: box.items.count, by: 2) {
                let key: Label
                switch box.items[index] {
                case .integer(let value): key = .integer(value)
                case .text(let value): key = .text(value)
                default: return nil
                }
                guard let value = plain(box.items[index + 1]) else { return nil }
                entries.append(ParameterValue.Entry(key: key, value: value))
            }
            return .mapping(entries)
        default: return nil
        }
    }

    private static func array(
        _ box: PickleValue.Container, _ name: String, _ bytes: [UInt8], _ path: String
    ) throws(ModelFileError) -> NumPyFile {
        let origin = NumPyHeader.Origin(path: path, field: name, offset: box.offset)
        guard case .tuple(let parts, _)? = box.state, parts.count == 5, case .tuple(let axes, _) = parts[1],
            case .dtype(let type) = parts[2], let code = type.items.first?.text, case .bool(let isFortran) = parts[3],
            case .tuple(let state, _)? = type.state, state.count > 1, let order = state[1].text
        else { throw origin.damage("an array of numbers or texts", "another value") }
        let shape = axes.compactMap { axis -> Int? in
            if case .integer(let length) = axis, length >= 0 { Int(length) } else { nil }
        }
        guard shape.count == axes.count else { throw origin.damage("of a shape", "of another") }
        let header = try NumPyHeader(type: order.prefix(1) + code, isFortran: isFortran, shape: shape, origin: origin)
        switch parts[4] {
        case .bytes(let range): return try unsafe NumPyFile(header, bytes.span.bytes.extracting(range), origin)
        case .latin1(let bytes): return try unsafe NumPyFile(header, bytes.span.bytes, origin)
        default: throw origin.damage("an array's bytes", "another value")
        }
    }
}
