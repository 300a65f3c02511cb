/// Reads a regular expression of Python's `re`, with its rules for what is literal and what is an error.
///
/// What Python has and this has not is refused by name: matching without case, named characters, conditions.
struct PatternParser {
    /// The flags in force, which a group may change for itself.
    struct Flags {
        var isASCII = false
        var isMultiline = false
        var dotMatchesAll = false
        var isVerbose = false
    }

    let pattern: String
    let scalars: [UInt32]
    var index = 0
    var groupCount = 0
    var flags = Flags()
    /// How many groups are open, so that no pattern exhausts the call stack.
    var depth = 0
    var groupNames: [String: Int] = [:]
    /// The widths of the groups that are closed.
    var groupWidths: [Int: (least: Int, most: Int?)] = [:]

    /// More groups inside groups than any token needs, and few enough for the call stack of any thread.
    static let deepest = 100

    init(_ pattern: String) {
        self.pattern = pattern
        scalars = pattern.unicodeScalars.map(\.value)
    }

    /// The tree of the whole pattern.
    mutating func parse() throws(TextError) -> PatternNode {
        let node = try alternatives(isOutermost: true)
        if index < scalars.count { throw malformed("unbalanced parenthesis") }
        return node
    }

    var next: Unicode.Scalar? {
        index < scalars.count ? Unicode.Scalar(scalars[index]) : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    func malformed(_ reason: String, at offset: Int? = nil) -> TextError {
        .malformedPattern(pattern: pattern, offset: offset ?? index, reason: reason)
    }

    func unsupported(_ construct: String, at offset: Int? = nil) -> TextError {
        .unsupportedPattern(pattern: pattern, offset: offset ?? index, construct: construct)
    }

    mutating func alternatives(isOutermost: Bool = false) throws(TextError) -> PatternNode {
        var branches = [try sequence(mayBeginWithFlags: isOutermost)]
        while take("|") { branches.append(try sequence(mayBeginWithFlags: false)) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence(mayBeginWithFlags: Bool) throws(TextError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = index
            index += 1
            if flags.isVerbose, skipVerbose(scalar) { continue }
            switch scalar {
            case "*", "+", "?", "{":
                guard let repetition = try repetition(scalar, at: start) else {
                    nodes.append(.set(ScalarSet([0x7B...0x7B])))
                    continue
                }
                try repeatLast(of: &nodes, repetition, at: start)
            case ".":
                nodes.append(.set(ScalarSet(flags.dotMatchesAll ? [] : [0x0A...0x0A], isNegated: true)))
            case "^": nodes.append(.assertion(flags.isMultiline ? .lineStart : .textStart))
            case "$": nodes.append(.assertion(flags.isMultiline ? .lineEnd : .textEndOrLastLineFeed))
            case "[": nodes.append(.set(try characterClass(at: start)))
            case "(":
                if let node = try group(at: start, mayBeFlags: mayBeginWithFlags && nodes.isEmpty) {
                    nodes.append(node)
                }
            case "\\": nodes.append(try escape(at: start))
            default: nodes.append(.set(ScalarSet([scalar.value...scalar.value])))
            }
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    /// Skips a space or a comment of a verbose pattern; `scalar` has just been read.
    private mutating func skipVerbose(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{B}", "\u{C}": return true
        case "#":
            while let scalar = next {
                index += 1
                if scalar == "\n" { break }
            }
            return true
        default: return false
        }
    }

    private func repeatLast(
        of nodes: inout [PatternNode], _ repetition: PatternNode.Repetition, at start: Int
    ) throws(TextError) {
        switch nodes.last {
        case nil, .assertion: throw malformed("nothing to repeat", at: start)
        case .repetition: throw malformed("multiple repeat", at: start)
        case .some(let node): nodes[nodes.count - 1] = .repetition(node, repetition)
        }
    }

    /// The repetition that begins with `scalar`, or `nil` where a brace is only a brace.
    private mutating func repetition(
        _ scalar: Unicode.Scalar, at start: Int
    ) throws(TextError) -> PatternNode.Repetition? {
        var least = 0
        var most: Int?
        switch scalar {
        case "*": break
        case "+": least = 1
        case "?": most = 1
        default:
            let afterBrace = index
            let low = try number(at: start)
            let isRange = take(",")
            let high = isRange ? try number(at: start) : low
            guard low != nil || isRange, take("}") else {
                index = afterBrace
                return nil
            }
            least = low ?? 0
            most = high
            if let most, most < least { throw malformed("min repeat greater than max repeat", at: start) }
        }
        if take("?") { return PatternNode.Repetition(least: least, most: most, preference: .fewest) }
        if take("+") { return PatternNode.Repetition(least: least, most: most, preference: .mostWithoutGoingBack) }
        return PatternNode.Repetition(least: least, most: most, preference: .most)
    }

    private mutating func number(at start: Int) throws(TextError) -> Int? {
        let first = index
        var number = 0
        while let digit = next, ("0"..."9").contains(digit) {
            number = 10 * number + Int(digit.value - 0x30)
            guard number < Int(UInt32.max) else { throw malformed("the repetition number is too large", at: start) }
            index += 1
        }
        return index > first ? number : nil
    }
}
