/// What begins with a parenthesis.
extension PatternParser {
    /// The group whose parenthesis at `start` has been read, or `nil` for a comment or the flags of the whole pattern.
    mutating func group(at start: Int, mayBeFlags: Bool) throws(TextError) -> PatternNode? {
        guard take("?") else { return try capture(named: nil, at: start) }
        guard let kind = next else { throw malformed("unexpected end of pattern") }
        index += 1
        switch kind {
        case "P": return try namedGroup(at: start)
        case ":": return try closed(at: start)
        case ">": return .atomic(try closed(at: start))
        case "=": return .look(try closed(at: start), PatternLook(behind: nil, isNegated: false))
        case "!": return .look(try closed(at: start), PatternLook(behind: nil, isNegated: true))
        case "<": return try lookBehind(at: start)
        case "#":
            while let scalar = next, scalar != ")" {
                _ = scalar
                index += 1
            }
            guard take(")") else { throw malformed("missing ), unterminated comment", at: start) }
            return nil
        case "(": throw unsupported("the condition (?(…)…)", at: start)
        default:
            index -= 1
            return try flagged(at: start, mayBeFlags: mayBeFlags)
        }
    }

    /// The pattern up to the closing parenthesis, as a group without a number.
    ///
    /// It is a sequence of its own, so that a repetition within it does not count as repeated twice.
    private mutating func closed(at start: Int) throws(TextError) -> PatternNode {
        guard depth < Self.deepest else {
            throw unsupported("groups inside groups, more than \(Self.deepest) deep", at: start)
        }
        depth += 1
        defer { depth -= 1 }
        let outer = flags
        let node = try alternatives()
        flags = outer
        guard take(")") else { throw malformed("missing ), unterminated subpattern", at: start) }
        return .sequence([node])
    }

    private mutating func capture(named name: String?, at start: Int) throws(TextError) -> PatternNode {
        groupCount += 1
        let number = groupCount
        if let name {
            guard groupNames[name] == nil else { throw malformed("redefinition of group name \(name)", at: start) }
            groupNames[name] = number
        }
        let node = try closed(at: start)
        groupWidths[number] = node.width(groups: groupWidths)
        return .group(node, number: number)
    }

    private mutating func namedGroup(at start: Int) throws(TextError) -> PatternNode {
        if take("<") { return try capture(named: try name(endedBy: ">"), at: start) }
        guard take("=") else { throw malformed("unknown extension ?P", at: start) }
        let name = try name(endedBy: ")")
        guard let number = groupNames[name] else { throw malformed("unknown group name \(name)", at: start) }
        return try reference(to: number, at: start)
    }

    private mutating func name(endedBy end: Unicode.Scalar) throws(TextError) -> String {
        let start = index
        var name = String.UnicodeScalarView()
        while let scalar = next, scalar != end {
            name.append(scalar)
            index += 1
        }
        let isIdentifier =
            name.allSatisfy { CharacterClasses.isWord($0.value) }
            && !(name.first.map { ("0"..."9").contains($0) } ?? true)
        guard isIdentifier, take(end) else { throw malformed("bad character in group name", at: start) }
        return String(name)
    }

    /// A reference to the group `number`, which must be closed.
    func reference(to number: Int, at start: Int) throws(TextError) -> PatternNode {
        guard number >= 1, number <= groupCount else { throw malformed("invalid group reference \(number)", at: start) }
        guard groupWidths[number] != nil else { throw malformed("cannot refer to an open group", at: start) }
        return .reference(number)
    }

    private mutating func lookBehind(at start: Int) throws(TextError) -> PatternNode {
        let isNegated = next == "!"
        guard take("=") || take("!") else { throw malformed("unknown extension ?<", at: start) }
        let node = try closed(at: start)
        let width = node.width(groups: groupWidths)
        guard let most = width.most, most == width.least else {
            throw malformed("look-behind requires fixed-width pattern", at: start)
        }
        return .look(node, PatternLook(behind: most, isNegated: isNegated))
    }

    /// `(?flags)` for the whole pattern or `(?flags-flags:…)` for a group.
    private mutating func flagged(at start: Int, mayBeFlags: Bool) throws(TextError) -> PatternNode? {
        var changed = flags
        try readFlags(into: &changed, as: true)
        if take(")") {
            guard mayBeFlags else { throw malformed("global flags not at the start of the expression", at: start) }
            flags = changed
            return nil
        }
        if take("-") { try readFlags(into: &changed, as: false) }
        guard take(":") else { throw malformed("unknown extension or flag", at: index) }
        let outer = flags
        flags = changed
        let node = try closed(at: start)
        flags = outer
        return node
    }

    private mutating func readFlags(into changed: inout Flags, as value: Bool) throws(TextError) {
        let first = index
        while let flag = next {
            switch flag {
            case "a": changed.isASCII = value
            case "m": changed.isMultiline = value
            case "s": changed.dotMatchesAll = value
            case "u": changed.isASCII = false
            case "x": changed.isVerbose = value
            case "i": throw unsupported("the flag i, matching without case")
            case "L": throw malformed("cannot use the flag L with a text pattern")
            default:
                guard index > first || flag == "-" else { throw malformed("unknown extension or flag") }
                return
            }
            index += 1
        }
    }
}
