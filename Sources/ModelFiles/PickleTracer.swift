/// Follows what a pickle puts on its stack closely enough to say what it would look up and call, and makes none of it.
///
/// All it keeps is bounded: where there is more, what was below is forgotten and shows as `?`.
struct PickleTracer {
    private(set) var globals: [PickleDisassembly.Global] = []
    private(set) var calls: [PickleDisassembly.Call] = []
    private(set) var leftOut = 0

    private var known: Set<String> = []
    private var stack: [Item] = []
    private var memo: [Int: Item] = [:]
    private var groups: [Group] = []

    /// What is on the stack.
    private enum Item {
        case mark
        case unknown
        case text(Range<Int>)
        case bytes(Range<Int>)
        case shown(String)
        case group(Int)
    }

    /// Values in brackets; those of a list or a dictionary may become more.
    private struct Group {
        var opening: String
        var closing: String
        var isMapping: Bool
        var items: [Item] = []
        var hasMore = false

        mutating func add(_ more: [Item]) {
            hasMore = hasMore || items.count + more.count > mostItems
            items += more.prefix(mostItems - items.count)
        }
    }

    private static let mostItems = 16
    private static let most = 10_000
    private static let deepest = 6

    mutating func follow(_ instruction: PickleInstruction, of pickle: RawSpan) {
        let opcode = instruction.opcode
        switch opcode {
        case .proto, .frame, .stop, .nextBuffer, .readonlyBuffer:
            if opcode == .nextBuffer { push(.unknown) }
        case .mark: push(.mark)
        case .none: push(.shown("None"))
        case .newtrue: push(.shown("True"))
        case .newfalse: push(.shown("False"))
        case .string, .unicode: push(.text(instruction.textOfLine(in: pickle)))
        case .shortBinunicode, .binunicode, .binunicode8, .binstring, .shortBinstring:
            push(.text(instruction.argument))
        case .shortBinbytes, .binbytes, .binbytes8, .bytearray8: push(.bytes(instruction.argument))
        case .int, .binint, .binint1, .binint2, .long, .long1, .long4, .float, .binfloat:
            push(.shown(instruction.shownArgument(of: pickle)))
        case .emptyTuple: push(group("(", ")", []))
        case .tuple1, .tuple2, .tuple3: push(group("(", ")", pop(Int(opcode.rawValue) - 0x84)))
        case .tuple: push(group("(", ")", popToMark()))
        case .emptyList, .list: push(group("[", "]", opcode == .list ? popToMark() : []))
        case .emptyDict, .dict: push(group("{", "}", opcode == .dict ? popToMark() : [], isMapping: true))
        case .emptySet, .frozenset: push(group("{", "}", opcode == .frozenset ? popToMark() : []))
        case .append: add(pop(1))
        case .setitem: add(pop(2))
        case .appends, .setitems, .additems: add(popToMark())
        case .pop: _ = stack.popLast()
        case .popMark: _ = popToMark()
        case .dup: push(stack.last ?? .unknown)
        case .get, .binget, .longBinget: push(memo[index(instruction, pickle)] ?? .unknown)
        case .put, .binput, .longBinput: put(index(instruction, pickle))
        case .memoize: put(memo.count)
        case .ext1, .ext2, .ext4:
            push(name("extension code \(instruction.shownArgument(of: pickle))", instruction))
        case .global: push(name(lines(instruction, pickle), instruction))
        case .stackGlobal:
            let parts = pop(2).map { item in
                if case .text(let range) = item { PickleText.unquoted(range, of: pickle) } else { "?" }
            }
            push(name(parts.joined(separator: "."), instruction))
        case .persid, .binpersid:
            let id = opcode == .persid ? [.text(instruction.argument)] : pop(1)
            call(.shown("persistent_load"), [group("(", ")", id)], instruction, pickle)
        case .reduce, .newobj, .newobjEx:
            let parts = pop(opcode == .newobjEx ? 3 : 2)
            call(parts[0], Array(parts.dropFirst()), instruction, pickle)
        case .obj:
            let parts = popToMark()
            call(parts.first ?? .unknown, [group("(", ")", Array(parts.dropFirst()))], instruction, pickle)
        case .inst:
            let callee = name(lines(instruction, pickle), instruction)
            call(callee, [group("(", ")", popToMark())], instruction, pickle)
        case .build:
            let parts = pop(2)
            record(parts[0], [parts[1]], instruction, pickle)
            push(parts[0])
        }
    }

    // MARK: What it would do

    private mutating func name(_ name: String, _ instruction: PickleInstruction) -> Item {
        if !known.contains(name) {
            if globals.count < PickleDisassembly.mostListed {
                known.insert(name)
                globals.append(PickleDisassembly.Global(name: name, byteOffset: instruction.offset))
            } else {
                leftOut += 1
            }
        }
        return .shown(name)
    }

    private func lines(_ instruction: PickleInstruction, _ pickle: RawSpan) -> String {
        PickleText.unquoted(instruction.argument, of: pickle) + "."
            + PickleText.unquoted(instruction.secondLine, of: pickle)
    }

    private mutating func call(
        _ callee: Item, _ arguments: [Item], _ instruction: PickleInstruction, _ pickle: RawSpan
    ) {
        record(callee, arguments, instruction, pickle)
        push(group(shown(callee, pickle), "", arguments))
    }

    private mutating func record(
        _ callee: Item, _ arguments: [Item], _ instruction: PickleInstruction, _ pickle: RawSpan
    ) {
        guard calls.count < PickleDisassembly.mostListed else {
            leftOut += 1
            return
        }
        calls.append(
            PickleDisassembly.Call(
                callee: shown(callee, pickle),
                arguments: arguments.map { shown($0, pickle) }.joined(separator: ", "),
                opcode: instruction.opcode.name, byteOffset: instruction.offset))
    }

    // MARK: The stack

    private mutating func push(_ item: Item) {
        if stack.count == Self.most { stack.removeFirst(Self.most / 2) }
        stack.append(item)
    }

    /// The topmost values, unknown ones for those that are not there.
    private mutating func pop(_ count: Int) -> [Item] {
        let items = Array(stack.suffix(count))
        stack.removeLast(items.count)
        return Array(repeating: .unknown, count: count - items.count) + items
    }

    private mutating func popToMark() -> [Item] {
        let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
        let items = Array(stack[(mark.map { $0 + 1 } ?? 0)...])
        stack.removeSubrange((mark ?? 0)...)
        return items
    }

    private mutating func add(_ items: [Item]) {
        if case .group(let index)? = stack.last { groups[index].add(items) }
    }

    private mutating func put(_ index: Int) {
        if memo.count < Self.most || memo[index] != nil { memo[index] = stack.last ?? .unknown }
    }

    private func index(_ instruction: PickleInstruction, _ pickle: RawSpan) -> Int {
        guard case .lines = instruction.opcode.argument else { return pickle.unsigned(instruction.argument) }
        return Int(PickleText.unquoted(instruction.argument, of: pickle)) ?? -1
    }

    private mutating func group(
        _ opening: String, _ closing: String, _ items: [Item], isMapping: Bool = false
    ) -> Item {
        guard groups.count < Self.most else { return .unknown }
        var group = Group(opening: opening, closing: closing, isMapping: isMapping)
        group.add(items)
        groups.append(group)
        return .group(groups.count - 1)
    }

    // MARK: As text

    private func shown(_ item: Item, _ pickle: RawSpan) -> String {
        var text = ""
        write(item, pickle, to: &text, depth: 0)
        guard text.count > PickleText.longest else { return text }
        return text.prefix(PickleText.longest) + "…"
    }

    /// Writes a value; once the text is long enough, nothing more.
    private func write(_ item: Item, _ pickle: RawSpan, to text: inout String, depth: Int) {
        guard text.utf8.count <= PickleText.longest else { return }
        switch item {
        case .mark, .unknown: text += "?"
        case .text(let range): text += PickleText.quoted(range, of: pickle)
        case .bytes(let range): text += PickleText.bytes(range, of: pickle)
        case .shown(let shown): text += shown
        case .group(let index):
            let group = groups[index]
            guard depth < Self.deepest else {
                text += "…"
                return
            }
            text += group.opening
            for (index, item) in group.items.enumerated() {
                if index > 0 { text += group.isMapping && index % 2 == 1 ? ": " : ", " }
                write(item, pickle, to: &text, depth: depth + 1)
            }
            text += (group.hasMore ? ", …" : "") + (group.opening == "(" && group.items.count == 1 ? "," : "")
            text += group.closing
        }
    }
}
