import Values

extension PickleMachine {
    /// The parts of a tuple; `nil` for another value.
    func tuple(_ value: PickleValue?) -> [PickleValue]? {
        guard case .tuple(let index)? = value else { return nil }
        return objects[index].items
    }

    /// Takes values up as one, and returns its number.
    mutating func make(_ items: [PickleValue], at offset: Int) -> Int {
        objects.append(PickleObject(offset: offset, items: items))
        return objects.count - 1
    }

    /// What a call would make, as a record of it; `nil` for a call that is not understood.
    mutating func reduced(_ name: String, _ arguments: [PickleValue], at offset: Int) -> PickleValue? {
        switch name {
        case _ where PickleNames.losses.contains(name): return .loss
        case _ where PickleNames.latin1.contains(name):
            guard arguments.count == 2, let text = arguments[0].text, arguments[1].text == "latin1" else { return nil }
            return .latin1(text)
        case _ where PickleNames.emptyBytes.contains(name): return arguments.isEmpty ? .latin1("") : nil
        case _ where PickleNames.sets.contains(name):
            guard arguments.count == 1, case .list(let index) = arguments[0] else { return nil }
            return .set(index)
        case PickleNames.dtype:
            return arguments.count == 3 && arguments[0].text != nil ? .dtype(make(arguments, at: offset)) : nil
        case PickleNames.ndarray: return arguments.count == 1 ? .array(make([], at: offset)) : nil
        case _ where PickleNames.reconstruct.contains(name):
            return arguments.count == 3 ? .array(make([], at: offset)) : nil
        case _ where PickleNames.fromBuffer.contains(name):
            guard arguments.count == 4, let order = arguments[3].text else { return nil }
            return array([.integer(1), arguments[2], arguments[1], .bool(order != "C"), arguments[0]], at: offset)
        case _ where PickleNames.scalar.contains(name):
            guard arguments.count == 2 else { return nil }
            let shape = PickleValue.tuple(make([], at: offset))
            return array([.integer(1), shape, arguments[0], .bool(false), arguments[1]], at: offset)
        default: return nil
        }
    }

    private mutating func array(_ state: [PickleValue], at offset: Int) -> PickleValue {
        let state = make(state, at: offset)
        let index = make([], at: offset)
        objects[index].state = .tuple(state)
        return .array(index)
    }

    /// Takes up a name that is known, and refuses another.
    mutating func push(global name: String, at offset: Int) throws(ModelFileError) {
        guard names.known.contains(name) else {
            // Arrays stand between its opcodes, so that nothing behind the name could be decoded.
            if PickleNames.ofJoblib.contains(where: name.hasPrefix) { throw .joblib(path: path, byteOffset: offset) }
            throw forbidden(
                name.replacing(" ", with: "."), "is not among the names that \(names.whole) is made of", at: offset)
        }
        stack.append(.global(name))
    }

    /// Adds values to the list, the set or the mapping on top of the stack.
    mutating func add(_ items: [PickleValue], by instruction: PickleInstruction) throws(ModelFileError) {
        switch (instruction.opcode, stack.last) {
        case (.append, .list(let index)?), (.appends, .list(let index)?), (.additems, .set(let index)?):
            objects[index].items += items
        case (.setitem, .mapping(let index)?), (.setitems, .mapping(let index)?):
            guard items.count % 2 == 0 else {
                throw damage(instruction.opcode.name, "given pairs", "given a key alone", at: instruction.offset)
            }
            objects[index].items += items
        default:
            throw damage(
                instruction.opcode.name, "given a list, a set or a dictionary", "given another value",
                at: instruction.offset)
        }
    }

    /// Takes values off the stack.
    mutating func pop(_ count: Int, at offset: Int) throws(ModelFileError) -> [PickleValue] {
        guard stack.count - (marks.last ?? 0) >= count else {
            throw damage("the stack", "\(count) values", "fewer", at: offset)
        }
        let items = Array(stack.suffix(count))
        stack.removeLast(count)
        return items
    }

    /// Takes the values above the last MARK off the stack, and the MARK.
    mutating func popToMark(at offset: Int) throws(ModelFileError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw damage("the stack", "a MARK", "none", at: offset) }
        let items = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return items
    }

    func forbidden(_ name: String, _ reason: String, at offset: Int) -> ModelFileError {
        .forbidden(path: path, name: PickleText.escaped(name), byteOffset: offset, reason: reason)
    }

    func damage(_ field: String, _ expected: String, _ actual: String, at offset: Int) -> ModelFileError {
        NumPyHeader.Origin(path: path, field: field, offset: offset).damage(expected, actual)
    }
}
