/// Backslashes and character classes.
extension PatternParser {
    /// The node of the escape whose backslash at `start` has been read.
    mutating func escape(at start: Int) throws(TextError) -> PatternNode {
        guard let scalar = next else { throw malformed("bad escape (end of pattern)", at: start) }
        switch scalar {
        case "A", "Z":
            index += 1
            return .assertion(scalar == "A" ? .textStart : .textEnd)
        case "b", "B":
            index += 1
            return .assertion(.wordBorder(isNegated: scalar == "B", isASCII: flags.isASCII))
        case "1"..."9": return try numericEscape(at: start)
        default: break
        }
        if let category = category(scalar) {
            index += 1
            return .set(ScalarSet([], [category]))
        }
        let literal = try literalEscape(at: start)
        return .set(ScalarSet([literal...literal]))
    }

    /// `[…]`, whose bracket at `start` has been read.
    mutating func characterClass(at start: Int) throws(TextError) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var categories: [ScalarSet.Category] = []
        var isFirst = true
        while true {
            guard let scalar = next else { throw malformed("unterminated character set", at: start) }
            if scalar == "]", !isFirst { break }
            isFirst = false
            let itemStart = index
            let low = try classItem(into: &categories)
            guard take("-") else {
                if let low { ranges.append(low...low) }
                continue
            }
            guard let after = next else { throw malformed("unterminated character set", at: start) }
            if after == "]" {
                if let low { ranges.append(low...low) }
                ranges.append(0x2D...0x2D)
                break
            }
            guard let low, let high = try classItem(into: &categories), high >= low else {
                throw malformed("bad character range", at: itemStart)
            }
            ranges.append(low...high)
        }
        index += 1
        return ScalarSet(ranges, categories, isNegated: isNegated)
    }

    /// The next scalar of a class, or `nil` when it was a category, which is appended.
    private mutating func classItem(into categories: inout [ScalarSet.Category]) throws(TextError) -> UInt32? {
        let start = index
        guard let scalar = next else { return nil }
        index += 1
        guard scalar == "\\" else { return scalar.value }
        guard let escaped = next else { throw malformed("bad escape (end of pattern)", at: start) }
        if escaped == "b" {
            index += 1
            return 0x08
        }
        if ("0"..."7").contains(escaped) { return try octal(digits: 3, at: start) }
        guard let category = category(escaped) else { return try literalEscape(at: start) }
        index += 1
        categories.append(category)
        return nil
    }

    private func category(_ scalar: Unicode.Scalar) -> ScalarSet.Category? {
        let kind: ScalarSet.Category.Kind
        switch scalar {
        case "w", "W": kind = .word
        case "d", "D": kind = .digit
        case "s", "S": kind = .space
        default: return nil
        }
        return ScalarSet.Category(kind: kind, isNegated: scalar.value < 0x60, isASCII: flags.isASCII)
    }

    /// The scalar that an escape with one meaning everywhere stands for.
    private mutating func literalEscape(at start: Int) throws(TextError) -> UInt32 {
        guard let scalar = next else { throw malformed("bad escape (end of pattern)", at: start) }
        index += 1
        switch scalar {
        case "a": return 0x07
        case "f": return 0x0C
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "v": return 0x0B
        case "x": return try hexadecimal(digits: 2, at: start)
        case "u": return try hexadecimal(digits: 4, at: start)
        case "U": return try hexadecimal(digits: 8, at: start)
        case "N": throw unsupported("the named character \\N{…}", at: start)
        case "0":
            index -= 1
            return try octal(digits: 3, at: start)
        case "A"..."Z", "a"..."z", "1"..."9": throw malformed("bad escape \\\(scalar)", at: start)
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(digits: Int, at start: Int) throws(TextError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                throw malformed("incomplete escape", at: start)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard value <= 0x10FFFF else { throw malformed("bad escape", at: start) }
        return value
    }

    private mutating func octal(digits: Int, at start: Int) throws(TextError) -> UInt32 {
        var value: UInt32 = 0
        var count = 0
        while count < digits, let scalar = next, ("0"..."7").contains(scalar) {
            value = value << 3 | (scalar.value - 0x30)
            count += 1
            index += 1
        }
        guard value <= 0o377 else { throw malformed("octal escape value outside of range 0-0o377", at: start) }
        return value
    }

    /// `\1` to `\99` are references; three octal digits are a scalar.
    private mutating func numericEscape(at start: Int) throws(TextError) -> PatternNode {
        let isOctal = { (offset: Int, scalars: [UInt32]) in
            offset < scalars.count && scalars[offset] >= 0x30 && scalars[offset] <= 0x37
        }
        if isOctal(index, scalars), isOctal(index + 1, scalars), isOctal(index + 2, scalars) {
            let literal = try octal(digits: 3, at: start)
            return .set(ScalarSet([literal...literal]))
        }
        var number = Int(scalars[index] - 0x30)
        index += 1
        if let digit = next, ("0"..."9").contains(digit) {
            number = 10 * number + Int(digit.value - 0x30)
            index += 1
        }
        return try reference(to: number, at: start)
    }
}
