import Values

/// What a pickle that is refused would have done: found by walking past its opcodes, none of which is executed.
///
/// Everything shown is short, and of printable ASCII alone but for the `…` where something is cut.
package struct PickleDisassembly: Hashable, Sendable {
    /// The opcodes around the refused place, in their order; the first ones where the refusal names no place.
    package private(set) var opcodes: [Opcode] = []
    /// The names that would be looked up, each once, by where they first stand: each imports its module.
    package private(set) var globals: [Global] = []
    /// The calls that would be made, in their order.
    package private(set) var calls: [Call] = []
    /// How often more names and calls came than ``mostListed`` of each.
    package private(set) var leftOut = 0
    /// Why the walk ended before a `STOP`; `nil` where it came to one.
    package private(set) var ending: String?

    /// One opcode.
    package struct Opcode: Hashable, Sendable {
        /// The byte of the file at which it stands.
        package let byteOffset: Int
        /// What Python's `pickletools` calls it.
        package let name: String
        /// Its argument, shortened; no text where it has none.
        package let argument: String
        /// Whether it is the one that is refused.
        package let isRefused: Bool
    }

    /// A name that is looked up.
    package struct Global: Hashable, Sendable {
        /// The module and the name, such as `os.system`; `?` for a part that is no text.
        package let name: String
        /// The byte of the file at which the opcode stands that looks it up.
        package let byteOffset: Int
    }

    /// A call.
    package struct Call: Hashable, Sendable {
        /// What is called, or given a state; `?` for what cannot be followed.
        package let callee: String
        /// What it is given, as Python would write it.
        package let arguments: String
        /// The opcode that calls, such as `REDUCE`.
        package let opcode: String
        /// The byte of the file at which it stands.
        package let byteOffset: Int
    }

    /// The most names, and the most calls, that are listed.
    package static let mostListed = 100
    /// How many opcodes are shown before the refused one, and behind it.
    package static let reach = 10
    /// How many opcodes are walked past behind the refused one.
    package static let mostWalked = 1_000_000

    /// Walks a pickle, the file at `path`, that was refused at a byte, or as a whole.
    ///
    /// A pickle that is damaged is walked as far as it can be.
    ///
    /// - Complexity: O(*n*) for *n* opcodes up to the refused one and ``mostWalked`` behind it. Memory does not grow with
    ///   the file.
    init(of pickle: RawSpan, refusedAt place: Int?, path: String) {
        var tracer = PickleTracer()
        var shown: [PickleInstruction] = []
        var walked = 0
        var position = 0
        walk: while true {
            let instruction: PickleInstruction
            do {
                instruction = try PickleInstruction(at: position, of: pickle, path: path)
            } catch {
                if case .damaged(let damage) = error {
                    ending = "\(damage.field) should be \(damage.expected), but it is \(damage.actual)"
                }
                break walk
            }
            position = instruction.end
            let isBehind = place.map { instruction.offset > $0 } ?? true
            if !isBehind, shown.count > Self.reach { shown.removeFirst() }
            let most = place == nil ? 2 * Self.reach + 1 : Self.reach
            if !isBehind || walked < most { shown.append(instruction) }
            if isBehind { walked += 1 }
            tracer.follow(instruction, of: pickle)
            if instruction.opcode == .stop { break walk }
            if walked == Self.mostWalked {
                ending = "more than \(Self.mostWalked) opcodes follow"
                break walk
            }
        }
        opcodes = shown.map { instruction in
            Opcode(
                byteOffset: instruction.offset, name: instruction.opcode.name,
                argument: instruction.shownArgument(of: pickle),
                isRefused: place.map { (instruction.offset..<instruction.end).contains($0) } ?? false)
        }
        globals = tracer.globals
        calls = tracer.calls
        leftOut = tracer.leftOut
    }
}
