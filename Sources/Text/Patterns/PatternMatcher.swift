/// Runs a `PatternProgram` over a text by backtracking, as Python's `re` does.
///
/// What may have to be tried again lies on a stack of its own on the heap, not on the call stack, so that a long text
/// cannot exhaust it; a run of scalars of one set takes one frame, however long it is.
struct PatternMatcher {
    private let program: PatternProgram
    /// The places of groups and loops; −1 where there is none.
    private(set) var slots: [Int]
    private var stack: [Frame] = []

    private struct Frame {
        enum Kind {
            /// Go on at `target` from `place`.
            case retry
            /// Put `place` back into the slot `target`.
            case restore
            /// Give one scalar of a run back, down to `limit`.
            case shorten
            /// Take one scalar more into a run, up to `limit` of them.
            case lengthen
        }

        var kind: Kind
        var target: Int
        var place: Int
        var limit = 0
    }

    init(_ program: PatternProgram) {
        self.program = program
        slots = [Int](repeating: -1, count: program.slotCount)
    }

    /// Where a match that begins at `start` ends, or `nil`; a match that ends at `refusedEnd` does not count.
    mutating func match(_ text: Span<UInt8>, at start: Int, refusingEnd refusedEnd: Int?) -> Int? {
        for slot in slots.indices { slots[slot] = -1 }
        stack.removeAll(keepingCapacity: true)
        return run(text, from: 0, at: start, refusingEnd: refusedEnd)
    }

    private mutating func run(_ text: Span<UInt8>, from first: Int, at start: Int, refusingEnd refusedEnd: Int?) -> Int?
    {
        let floor = stack.count
        var counter = first
        var place = start
        while true {
            var holds = true
            switch program.instructions[counter] {
            case .set(let set):
                holds = take(text, program.sets[set], at: &place)
                counter += 1
            case .run(let set, let least, let most, let preference):
                holds = takeRun(text, program.sets[set], least, most, preference, at: &place, counter: counter)
                counter += 1
            case .jump(let target): counter = target
            case .split(let first, let second):
                stack.append(Frame(kind: .retry, target: second, place: place))
                counter = first
            case .save(let slot):
                write(place, to: slot)
                counter += 1
            case .clear(let slot):
                write(-1, to: slot)
                counter += 1
            case .enterLoop(let slot):
                holds = slots[slot] != place
                if holds { write(place, to: slot) }
                counter += 1
            case .assertion(let assertion):
                holds = assertion.holds(at: place, in: text)
                counter += 1
            case .reference(let slot):
                holds = takeReference(text, slot, at: &place)
                counter += 1
            case .look(let look, let end):
                holds = looks(text, look, from: counter + 1, at: place)
                counter = end
            case .atomic(let end):
                if let inner = runInner(text, from: counter + 1, at: place) { place = inner } else { holds = false }
                counter = end
            case .match:
                if place != refusedEnd { return place }
                holds = false
            }
            if !holds {
                guard let (target, back) = goBack(text, to: floor) else { return nil }
                counter = target
                place = back
            }
        }
    }

    /// Unwinds the stack down to `floor` until something else can be tried, and says what and where.
    private mutating func goBack(_ text: Span<UInt8>, to floor: Int) -> (target: Int, place: Int)? {
        while stack.count > floor, var frame = stack.popLast() {
            switch frame.kind {
            case .retry: return (frame.target, frame.place)
            case .restore: slots[frame.target] = frame.place
            case .shorten:
                frame.place = text.scalar(before: frame.place).start
                if frame.place > frame.limit { stack.append(frame) }
                return (frame.target, frame.place)
            case .lengthen:
                // `target` is the instruction after the run.
                guard case .run(let set, _, _, _) = program.instructions[frame.target - 1],
                    take(text, program.sets[set], at: &frame.place)
                else { continue }
                frame.limit -= 1
                if frame.limit > 0 { stack.append(frame) }
                return (frame.target, frame.place)
            }
        }
        return nil
    }

    private mutating func write(_ place: Int, to slot: Int) {
        stack.append(Frame(kind: .restore, target: slot, place: slots[slot]))
        slots[slot] = place
    }

    @inline(__always)
    private func take(_ text: Span<UInt8>, _ set: ScalarSet, at place: inout Int) -> Bool {
        guard place < text.count else { return false }
        let (scalar, length) = text.scalar(at: place)
        guard set.contains(scalar) else { return false }
        place += length
        return true
    }

    private mutating func takeRun(
        _ text: Span<UInt8>, _ set: ScalarSet, _ least: Int, _ most: Int,
        _ preference: PatternNode.Repetition.Preference,
        at place: inout Int, counter: Int
    ) -> Bool {
        var count = 0
        while count < least {
            guard take(text, set, at: &place) else { return false }
            count += 1
        }
        if preference == .fewest {
            if most > least {
                stack.append(Frame(kind: .lengthen, target: counter + 1, place: place, limit: most - least))
            }
            return true
        }
        let shortest = place
        while count < most, take(text, set, at: &place) { count += 1 }
        if preference == .most, place > shortest {
            stack.append(Frame(kind: .shorten, target: counter + 1, place: place, limit: shortest))
        }
        return true
    }

    private func takeReference(_ text: Span<UInt8>, _ slot: Int, at place: inout Int) -> Bool {
        let (start, end) = (slots[slot], slots[slot + 1])
        guard start >= 0, end >= start, end - start <= text.count - place else { return false }
        for offset in 0..<(end - start) where text[start + offset] != text[place + offset] { return false }
        place += end - start
        return true
    }

    private mutating func looks(_ text: Span<UInt8>, _ look: PatternLook, from first: Int, at place: Int) -> Bool {
        var start = place
        for _ in 0..<(look.behind ?? 0) {
            guard start > 0 else { return look.isNegated }
            start = text.scalar(before: start).start
        }
        guard look.isNegated else { return runInner(text, from: first, at: start) != nil }
        let floor = stack.count
        guard run(text, from: first, at: start, refusingEnd: nil) != nil else { return true }
        unwind(to: floor, keepingRestores: false)
        return false
    }

    /// Where the instructions from `first` on match, with nothing of them left to be tried again.
    private mutating func runInner(_ text: Span<UInt8>, from first: Int, at place: Int) -> Int? {
        let floor = stack.count
        guard let end = run(text, from: first, at: place, refusingEnd: nil) else { return nil }
        unwind(to: floor, keepingRestores: true)
        return end
    }

    /// Takes what can be tried again off the stack down to `floor`; groups are put back now, or when all is.
    private mutating func unwind(to floor: Int, keepingRestores: Bool) {
        var kept = floor
        if keepingRestores {
            for index in floor..<stack.count where stack[index].kind == .restore {
                stack[kept] = stack[index]
                kept += 1
            }
        } else {
            for frame in stack[floor...].reversed() where frame.kind == .restore { slots[frame.target] = frame.place }
        }
        stack.removeLast(stack.count - kept)
    }
}

extension PatternAssertion {
    /// Whether the condition holds at `place` in `text`.
    func holds(at place: Int, in text: Span<UInt8>) -> Bool {
        switch self {
        case .textStart: place == 0
        case .textEnd: place == text.count
        case .textEndOrLastLineFeed: place == text.count || (place == text.count - 1 && text[place] == 0x0A)
        case .lineStart: place == 0 || text[place - 1] == 0x0A
        case .lineEnd: place == text.count || text[place] == 0x0A
        case .wordBorder(let isNegated, let isASCII):
            // Python finds neither a border nor the lack of one in an empty text.
            !text.isEmpty
                && (Self.isWord(before: place, in: text, isASCII) != Self.isWord(at: place, in: text, isASCII))
                    != isNegated
        }
    }

    private static func isWord(at place: Int, in text: Span<UInt8>, _ isASCII: Bool) -> Bool {
        place < text.count && isWord(text.scalar(at: place).value, isASCII)
    }

    private static func isWord(before place: Int, in text: Span<UInt8>, _ isASCII: Bool) -> Bool {
        place > 0 && isWord(text.scalar(before: place).value, isASCII)
    }

    private static func isWord(_ scalar: UInt32, _ isASCII: Bool) -> Bool {
        CharacterClasses.isWord(scalar) && !(isASCII && scalar >= 0x80)
    }
}
