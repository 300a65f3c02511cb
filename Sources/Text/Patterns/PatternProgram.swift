/// A pattern as instructions for `PatternMatcher`.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// One scalar of a set.
        case set(Int)
        /// Scalars of a set, as many as wanted of `least...most`.
        case run(set: Int, least: Int, most: Int, preference: PatternNode.Repetition.Preference)
        case jump(Int)
        /// Goes to `first`, and to `second` when that fails.
        case split(first: Int, second: Int)
        /// Writes the present place to a slot.
        case save(Int)
        /// Empties a slot.
        case clear(Int)
        /// Fails when the slot holds the present place, else writes it: no loop turns without moving on.
        case enterLoop(Int)
        case assertion(PatternAssertion)
        /// The bytes of a group, from its first slot to the next.
        case reference(Int)
        /// Looks by the instructions that follow, and goes to `end`.
        case look(PatternLook, end: Int)
        /// Matches the instructions that follow, gives up all other ways of doing so, and goes to `end`.
        case atomic(end: Int)
        /// The end of the pattern, of a look or of an atomic group.
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// Group *n* has the slots 2*n* and 2*n* + 1; loops have those after.
    private(set) var slotCount: Int

    /// Repetitions of more than one scalar are written out; a program longer than this is refused.
    private static let longest = 50_000

    init(_ root: PatternNode, groupCount: Int, pattern: String) throws(TextError) {
        slotCount = 2 * (groupCount + 1)
        guard append(root), append(.match) else {
            throw .unsupportedPattern(
                pattern: pattern, offset: 0, construct: "more repetitions than can be written out")
        }
    }

    /// The scalars that a match can begin with, where the first instruction says so.
    var first: ScalarSet? {
        switch instructions.first {
        case .set(let set): sets[set]
        case .run(let set, let least, _, _) where least > 0: sets[set]
        default: nil
        }
    }

    private mutating func append(_ instruction: Instruction) -> Bool {
        instructions.append(instruction)
        return instructions.count <= Self.longest
    }

    /// Appends the instructions of `node`; false when there are too many.
    private mutating func append(_ node: PatternNode) -> Bool {
        switch node {
        case .set(let set):
            sets.append(set)
            return append(.set(sets.count - 1))
        case .sequence(let nodes):
            for node in nodes where !append(node) { return false }
            return true
        case .alternatives(let nodes): return append(alternatives: nodes)
        case .repetition(let node, let repetition): return append(node, repetition)
        case .group(let node, let number):
            return append(.save(2 * number)) && append(node) && append(.save(2 * number + 1))
        case .reference(let number): return append(Instruction.reference(2 * number))
        case .assertion(let assertion): return append(Instruction.assertion(assertion))
        case .look(let node, let look):
            return appendInner(node) { .look(look, end: $0) }
        case .atomic(let node):
            return appendInner(node) { .atomic(end: $0) }
        }
    }

    private mutating func appendInner(_ node: PatternNode, _ head: (Int) -> Instruction) -> Bool {
        let place = instructions.count
        guard append(.match), append(node), append(.match) else { return false }
        instructions[place] = head(instructions.count)
        return true
    }

    private mutating func append(alternatives nodes: [PatternNode]) -> Bool {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let split = instructions.count
            guard append(.match), append(node) else { return false }
            jumps.append(instructions.count)
            guard append(.match) else { return false }
            instructions[split] = .split(first: split + 1, second: instructions.count)
        }
        if let last = nodes.last, !append(last) { return false }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
        return true
    }

    private mutating func append(_ node: PatternNode, _ repetition: PatternNode.Repetition) -> Bool {
        if case .set(let set) = Self.unwrapped(node) {
            sets.append(set)
            return append(
                .run(
                    set: sets.count - 1, least: repetition.least, most: repetition.most ?? .max,
                    preference: repetition.preference))
        }
        guard repetition.preference != .mostWithoutGoingBack else {
            let greedy = PatternNode.Repetition(least: repetition.least, most: repetition.most, preference: .most)
            // In Python, no turn of such a repetition goes back either.
            return append(.atomic(.repetition(.atomic(node), greedy)))
        }
        for _ in 0..<repetition.least {
            let count = instructions.count
            guard append(node) else { return false }
            // A node that says nothing says nothing however often, and would never reach the limit.
            if instructions.count == count { break }
        }
        let slot = slotCount
        slotCount += 1
        guard append(.clear(slot)) else { return false }
        if let most = repetition.most {
            var splits: [Int] = []
            for _ in repetition.least..<max(most, repetition.least) {
                splits.append(instructions.count)
                guard append(.match), append(.enterLoop(slot)), append(node) else { return false }
            }
            for split in splits { instructions[split] = Self.split(at: split, end: instructions.count, repetition) }
            return true
        }
        let split = instructions.count
        guard append(.match), append(.enterLoop(slot)), append(node), append(.jump(split)) else { return false }
        instructions[split] = Self.split(at: split, end: instructions.count, repetition)
        return true
    }

    private static func split(at place: Int, end: Int, _ repetition: PatternNode.Repetition) -> Instruction {
        repetition.preference == .fewest
            ? .split(first: end, second: place + 1) : .split(first: place + 1, second: end)
    }

    /// The node within groups that only set it apart.
    private static func unwrapped(_ node: PatternNode) -> PatternNode {
        if case .sequence(let nodes) = node, nodes.count == 1 { return unwrapped(nodes[0]) }
        return node
    }
}
