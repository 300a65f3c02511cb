/// A stack machine that decodes a pickle as data: it compares the names in it with a list, and imports and calls nothing.
///
/// No opcode makes more than a value of the bytes that it stands on, what is held twice is there once, and there are at most
/// ``mostInstructions``: time is O(*n*) for *n* bytes, and memory is that of the texts in the file and some 40 MB.
struct PickleMachine {
    let path: String
    let names: PickleNames
    /// What the values hold that hold others.
    var objects: [PickleObject] = []
    var stack: [PickleValue] = []
    var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    /// A model's pickle has some hundreds, and two for each class with a weight; one of words two for each word.
    static let mostInstructions = 1 << 18

    init(names: PickleNames, path: String) {
        self.names = names
        self.path = path
    }

    /// Runs to STOP and returns the one value that is left.
    mutating func run(_ pickle: RawSpan) throws(ModelFileError) -> PickleValue {
        var position = 0
        for _ in 0..<Self.mostInstructions {
            let instruction = try PickleInstruction(at: position, of: pickle, path: path)
            position = instruction.end
            if instruction.opcode == .stop {
                guard position == pickle.byteCount, stack.count == 1, marks.isEmpty else {
                    throw damage("the end", "one value, and nothing behind STOP", "otherwise", at: instruction.offset)
                }
                return stack[0]
            }
            try step(instruction, pickle)
        }
        throw damage("the pickle", "of at most \(Self.mostInstructions) opcodes", "of more", at: position)
    }

    private mutating func step(_ instruction: PickleInstruction, _ pickle: RawSpan) throws(ModelFileError) {
        let offset = instruction.offset
        let argument = instruction.argument
        switch instruction.opcode {
        case .proto:
            let version = pickle.unsigned(argument)
            guard (2...5).contains(version) else { throw damage("PROTO", "2 to 5", "\(version)", at: offset) }
        case .frame:
            let length = pickle.unsigned(argument)
            guard length <= pickle.byteCount - instruction.end else {
                throw damage("FRAME", "within the file", "\(length) bytes", at: offset)
            }
        case .mark: marks.append(stack.count)
        case .none: stack.append(.none)
        case .newtrue: stack.append(.bool(true))
        case .newfalse: stack.append(.bool(false))
        case .binint: stack.append(.integer(pickle.signed(argument)))
        case .binint1, .binint2: stack.append(.integer(Int64(pickle.unsigned(argument))))
        case .long1:
            guard argument.count <= 8 else {
                throw damage("LONG1", "at most 8 bytes", "\(argument.count)", at: offset)
            }
            stack.append(.integer(pickle.signed(argument)))
        case .binfloat: stack.append(.real(pickle.real(argument)))
        case .shortBinstring, .binstring: stack.append(.string(argument, pickle.text(argument)))
        case .binunicode, .shortBinunicode, .binunicode8:
            guard let text = pickle.text(argument) else { throw damage("a text", "UTF-8", "other bytes", at: offset) }
            stack.append(.text(text))
        case .binbytes, .shortBinbytes, .binbytes8, .bytearray8: stack.append(.bytes(argument))
        case .emptyTuple: stack.append(.tuple(make([], at: offset)))
        case .tuple1, .tuple2, .tuple3:
            let items = try pop(Int(instruction.opcode.rawValue - PickleOpcode.tuple1.rawValue) + 1, at: offset)
            stack.append(.tuple(make(items, at: offset)))
        case .tuple:
            let items = try popToMark(at: offset)
            stack.append(.tuple(make(items, at: offset)))
        case .emptyDict: stack.append(.mapping(make([], at: offset)))
        case .emptyList: stack.append(.list(make([], at: offset)))
        case .emptySet: stack.append(.set(make([], at: offset)))
        case .frozenset:
            let items = try popToMark(at: offset)
            stack.append(.set(make(items, at: offset)))
        case .append: try add(pop(1, at: offset), by: instruction)
        case .setitem: try add(pop(2, at: offset), by: instruction)
        case .appends, .setitems, .additems: try add(popToMark(at: offset), by: instruction)
        case .global:
            guard let module = pickle.text(argument), let name = pickle.text(instruction.secondLine) else {
                throw damage("GLOBAL", "UTF-8", "other bytes", at: offset)
            }
            try push(global: "\(module) \(name)", at: offset)
        case .stackGlobal:
            let parts = try pop(2, at: offset)
            guard let module = parts[0].text, let name = parts[1].text else {
                throw damage("STACK_GLOBAL", "two texts", "others", at: offset)
            }
            try push(global: "\(module) \(name)", at: offset)
        case .newobj:
            let parts = try pop(2, at: offset)
            guard case .global(let name) = parts[0], PickleNames.classifiers.contains(name),
                case .tuple(let none) = parts[1], objects[none].items.isEmpty
            else { throw forbidden("NEWOBJ", "makes another object than a classifier", at: offset) }
            stack.append(.model(make([], at: offset)))
        case .reduce:
            let parts = try pop(2, at: offset)
            guard case .global(let name) = parts[0], case .tuple(let arguments) = parts[1],
                let value = reduced(name, objects[arguments].items, at: offset)
            else { throw forbidden("REDUCE", "calls what \(names.whole) does not call", at: offset) }
            stack.append(value)
        case .build:
            let parts = try pop(2, at: offset)
            switch parts[0] {
            case .dtype(let index) where objects[index].state == nil,
                .array(let index) where objects[index].state == nil,
                .model(let index) where objects[index].state == nil:
                objects[index].state = parts[1]
            default: throw forbidden("BUILD", "gives a state to what has none", at: offset)
            }
            stack.append(parts[0])
        case .binput, .longBinput: try put(pickle.unsigned(argument), at: offset)
        // As CPython has it: the number of entries, not the number behind the highest.
        case .memoize: try put(memo.count, at: offset)
        case .binget, .longBinget:
            let index = pickle.unsigned(argument)
            guard let value = memo[index] else { throw damage("the memo", "a value \(index)", "none", at: offset) }
            stack.append(value)
        default: throw forbidden(instruction.opcode.name, "is in no pickle of \(names.whole)", at: offset)
        }
    }

    private mutating func put(_ index: Int, at offset: Int) throws(ModelFileError) {
        guard let last = stack.last, stack.count > marks.last ?? 0 else {
            throw damage("the stack", "a value", "none", at: offset)
        }
        memo[index] = last
    }
}
