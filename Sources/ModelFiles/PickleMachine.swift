import Values

/// A stack machine that decodes a pickle as data: it compares the names in it with a list, and imports and calls nothing.
///
/// Memory stays below a small multiple of the file: no opcode makes more than a value of the bytes that it stands on, memo
/// and stack share values, and what nests deeper than a model does is refused.
struct PickleMachine {
    private let bytes: [UInt8]
    private let path: String
    private var position = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    private static let deepest = 8
    static let classifiers: Set = [
        "sklearn.linear_model._stochastic_gradient SGDClassifier",
        "sklearn.linear_model.stochastic_gradient SGDClassifier",
    ]
    private static let reconstruct: Set = [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct",
    ]
    private static let scalar: Set = ["numpy.core.multiarray scalar", "numpy._core.multiarray scalar"]
    private static let fromBuffer: Set = ["numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"]
    private static let losses: Set = Set(
        ["sklearn.linear_model._sgd_fast", "sklearn.linear_model.sgd_fast"].flatMap { module in
            [
                "Hinge", "SquaredHinge", "ModifiedHuber", "Log", "SquaredLoss", "Huber", "EpsilonInsensitive",
                "SquaredEpsilonInsensitive",
            ].map { "\(module) \($0)" }
        } + ["CyHalfBinomialLoss", "CyHalfSquaredError", "CyHuberLoss"].map { "sklearn._loss._loss \($0)" })
    private static let others: Set = [
        "numpy ndarray", "numpy dtype", "_codecs encode", "__builtin__ bytes", "builtins bytes",
    ]
    private static let known =
        classifiers.union(reconstruct).union(scalar).union(fromBuffer).union(losses).union(others)

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    /// Runs to STOP and returns the one value that is left.
    mutating func run() throws(ModelFileError) -> PickleValue {
        while true {
            let offset = position
            let code = UInt8(try number(1))
            if code == UInt8(ascii: ".") {
                guard position == bytes.count, stack.count == 1, marks.isEmpty else {
                    throw damage("the end", "one value, and nothing behind STOP", "otherwise", at: offset)
                }
                return stack[0]
            }
            try step(code, at: offset)
        }
    }

    private mutating func step(_ code: UInt8, at offset: Int) throws(ModelFileError) {
        switch code {
        case 0x80:
            let version = try number(1)
            guard (2...5).contains(version) else { throw damage("PROTO", "2 to 5", "\(version)", at: offset) }
        case 0x95: _ = try take(8)
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "J"): stack.append(.integer(Int64(Int32(truncatingIfNeeded: try number(4)))))
        case UInt8(ascii: "K"): stack.append(.integer(Int64(try number(1))))
        case UInt8(ascii: "M"): stack.append(.integer(Int64(try number(2))))
        case 0x8A:
            let count = try number(1)
            guard count <= 8 else { throw damage("LONG1", "at most 8 bytes", "\(count)", at: offset) }
            var value: UInt64 = 0
            let part = try take(count)
            for (index, byte) in part.enumerated() { value |= UInt64(byte) << (8 * index) }
            if let last = part.last, last >= 0x80, count < 8 { value |= ~0 << (8 * count) }
            stack.append(.integer(Int64(bitPattern: value)))
        case UInt8(ascii: "G"):
            stack.append(.real(Double(bitPattern: try take(8).reduce(0) { $0 << 8 | UInt64($1) })))
        case UInt8(ascii: "X"): try text(try number(4), at: offset)
        case 0x8C: try text(try number(1), at: offset)
        case 0x8D: try text(try number(8), at: offset)
        case UInt8(ascii: "U"): try text(try number(1), at: offset)
        case UInt8(ascii: "B"): stack.append(.bytes(try range(try number(4))))
        case UInt8(ascii: "C"): stack.append(.bytes(try range(try number(1))))
        case 0x8E, 0x96: stack.append(.bytes(try range(try number(8))))
        case UInt8(ascii: ")"): stack.append(.tuple([], depth: 1))
        case 0x85, 0x86, 0x87: try push(tuple: pop(Int(code) - 0x84, at: offset), at: offset)
        case UInt8(ascii: "t"): try push(tuple: popToMark(at: offset), at: offset)
        case UInt8(ascii: "}"): stack.append(.mapping(PickleValue.Container(offset: offset)))
        case UInt8(ascii: "]"): stack.append(.list(PickleValue.Container(offset: offset)))
        case UInt8(ascii: "a"): try add(pop(1, at: offset), at: offset)
        case UInt8(ascii: "e"), UInt8(ascii: "u"): try add(popToMark(at: offset), at: offset)
        case UInt8(ascii: "s"): try add(pop(2, at: offset), at: offset)
        case UInt8(ascii: "c"): try push(global: try line(at: offset) + " " + line(at: offset), at: offset)
        case 0x93:
            let names = try pop(2, at: offset)
            guard let module = names[0].text, let name = names[1].text else {
                throw damage("STACK_GLOBAL", "two texts", "others", at: offset)
            }
            try push(global: "\(module) \(name)", at: offset)
        case 0x81:
            let parts = try pop(2, at: offset)
            guard case .global(let name) = parts[0], Self.classifiers.contains(name),
                case .tuple(let none, _) = parts[1], none.isEmpty
            else { throw forbidden("NEWOBJ", "makes another object than a classifier", at: offset) }
            stack.append(.model(PickleValue.Container(offset: offset)))
        case UInt8(ascii: "R"):
            let parts = try pop(2, at: offset)
            guard case .global(let name) = parts[0], case .tuple(let arguments, _) = parts[1],
                let value = reduced(name, arguments, at: offset)
            else { throw forbidden("REDUCE", "calls what no model calls", at: offset) }
            stack.append(value)
        case UInt8(ascii: "b"):
            let parts = try pop(2, at: offset)
            switch parts[0] {
            case .dtype(let box) where box.state == nil, .array(let box) where box.state == nil,
                .model(let box) where box.state == nil:
                box.state = parts[1]
            default: throw forbidden("BUILD", "gives a state to what has none", at: offset)
            }
            stack.append(parts[0])
        case UInt8(ascii: "q"): try put(try number(1), at: offset)
        case UInt8(ascii: "r"): try put(try number(4), at: offset)
        case 0x94: try put(memo.count, at: offset)
        case UInt8(ascii: "h"): try get(try number(1), at: offset)
        case UInt8(ascii: "j"): try get(try number(4), at: offset)
        default: throw forbidden("opcode 0x" + String(code, radix: 16), "is in no model", at: offset)
        }
    }

    /// What a call would make, as a record of it; `nil` for a call that is not understood.
    private func reduced(_ name: String, _ arguments: [PickleValue], at offset: Int) -> PickleValue? {
        let box = PickleValue.Container(offset: offset, items: arguments)
        switch name {
        case _ where Self.losses.contains(name): return .loss
        case "_codecs encode":
            guard arguments.count == 2, let text = arguments[0].text, arguments[1].text == "latin1",
                text.unicodeScalars.allSatisfy({ $0.value < 256 })
            else { return nil }
            return .latin1(text.unicodeScalars.map { UInt8($0.value) })
        case "__builtin__ bytes", "builtins bytes": return arguments.isEmpty ? .latin1([]) : nil
        case "numpy dtype": return arguments.count == 3 && arguments[0].text != nil ? .dtype(box) : nil
        case "numpy ndarray": return arguments.count == 1 ? .array(PickleValue.Container(offset: offset)) : nil
        case _ where Self.reconstruct.contains(name):
            return arguments.count == 3 ? .array(PickleValue.Container(offset: offset)) : nil
        case _ where Self.fromBuffer.contains(name):
            guard arguments.count == 4, let order = arguments[3].text else { return nil }
            let array = PickleValue.Container(offset: offset)
            array.state = .tuple(
                [.integer(1), arguments[2], arguments[1], .bool(order != "C"), arguments[0]], depth: 2)
            return .array(array)
        case _ where Self.scalar.contains(name):
            guard arguments.count == 2 else { return nil }
            let array = PickleValue.Container(offset: offset)
            array.state = .tuple(
                [.integer(1), .tuple([], depth: 1), arguments[0], .bool(false), arguments[1]], depth: 2)
            return .array(array)
        default: return nil
        }
    }

    private mutating func push(global name: String, at offset: Int) throws(ModelFileError) {
        guard Self.known.contains(name) else {
            throw forbidden(
                name.replacing(" ", with: "."), "is not among the names that a model is made of", at: offset)
        }
        stack.append(.global(name))
    }

    private mutating func push(tuple items: [PickleValue], at offset: Int) throws(ModelFileError) {
        stack.append(.tuple(items, depth: try depth(above: items, at: offset)))
    }

    private mutating func add(_ items: [PickleValue], at offset: Int) throws(ModelFileError) {
        let depth = try depth(above: items, at: offset)
        switch stack.last {
        case .list(let box): box.items += items; box.depth = max(box.depth, depth)
        case .mapping(let box) where items.count % 2 == 0: box.items += items; box.depth = max(box.depth, depth)
        default: throw damage("APPEND or SETITEM", "a list or a dictionary", "another value", at: offset)
        }
    }

    private func depth(above items: [PickleValue], at offset: Int) throws(ModelFileError) -> Int {
        let depth = 1 + (items.map(\.depth).max() ?? 0)
        guard depth <= Self.deepest else {
            throw damage("a value", "nested at most \(Self.deepest) deep", "deeper", at: offset)
        }
        return depth
    }

    private mutating func text(_ count: Int, at offset: Int) throws(ModelFileError) {
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw damage("a text", "UTF-8", "other bytes", at: offset)
        }
        stack.append(.text(text))
    }

    private mutating func pop(_ count: Int, at offset: Int) throws(ModelFileError) -> [PickleValue] {
        guard stack.count - (marks.last ?? 0) >= count else {
            throw damage("the stack", "\(count) values", "fewer", at: offset)
        }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark(at offset: Int) throws(ModelFileError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw damage("the stack", "a MARK", "none", at: offset) }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func put(_ index: Int, at offset: Int) throws(ModelFileError) {
        guard let last = stack.last else { throw damage("the stack", "a value", "none", at: offset) }
        memo[index] = last
    }

    private mutating func get(_ index: Int, at offset: Int) throws(ModelFileError) {
        guard let value = memo[index] else { throw damage("the memo", "a value \(index)", "none", at: offset) }
        stack.append(value)
    }

    private mutating func line(at offset: Int) throws(ModelFileError) -> String {
        guard let end = bytes[position...].prefix(400).firstIndex(of: 0x0A) else {
            throw damage("GLOBAL", "a line", "a longer one", at: offset)
        }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func number(_ size: Int) throws(ModelFileError) -> Int {
        let value = try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(clamping: value)
    }

    private mutating func range(_ count: Int) throws(ModelFileError) -> Range<Int> {
        guard count <= bytes.count - position else {
            throw damage("a length", "within the file", "\(count) bytes", at: position)
        }
        defer { position += count }
        return position..<position + count
    }

    private mutating func take(_ count: Int) throws(ModelFileError) -> ArraySlice<UInt8> {
        let range = try range(count)
        return bytes[range]
    }

    private func forbidden(_ name: String, _ reason: String, at offset: Int) -> ModelFileError {
        .forbidden(path: path, name: PickleText.escaped(name), byteOffset: offset, reason: reason)
    }

    private func damage(_ field: String, _ expected: String, _ actual: String, at offset: Int) -> ModelFileError {
        NumPyHeader.Origin(path: path, field: field, offset: offset).damage(expected, actual)
    }
}
