/// One JSON object on one line (RFC 8259), as the places of its members.
///
/// Nothing is decoded here: positions are counted from the start of the line, and strings are the bytes between the
/// quotes, with their escapes. Every byte of the line is checked, those of values that nobody asks for too.
struct JSONObject {
    /// A value, by kind.
    enum Value {
        /// The bytes between the quotes.
        case string(Range<Int>)
        /// The digits and what belongs to them.
        case number(Range<Int>)
        /// `true` or `false`.
        case bool(Bool)
        /// `null`.
        case null
        /// An object or an array.
        case nested
    }

    /// A name with its value.
    struct Member {
        /// The bytes of the name between its quotes.
        var name: Range<Int>
        /// The value.
        var value: Value
    }

    /// What is wrong with a line, and where.
    struct Fault: Error {
        /// The first byte that does not fit.
        var position: Int
        /// What should stand there.
        var expected: String
    }

    /// The members in the order of the line.
    private(set) var members: [Member] = []

    private static let nestingLimit = 500

    /// Scans a line.
    ///
    /// - Complexity: O(*n*) for a line of *n* bytes.
    init(_ line: Span<UInt8>) throws(Fault) {
        var position = 0
        Self.skipSpace(line, &position)
        try Self.expect(UInt8(ascii: "{"), "an object", line, &position)
        try Self.scanMembers(line, &position, depth: 1) { members.append($0) }
        Self.skipSpace(line, &position)
        guard position == line.count else { throw Fault(position: position, expected: "the end of the line") }
    }

    private static func scanMembers(
        _ line: Span<UInt8>, _ position: inout Int, depth: Int, _ take: (Member) -> Void
    ) throws(Fault) {
        skipSpace(line, &position)
        if byte(line, position) == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            skipSpace(line, &position)
            try expect(UInt8(ascii: "\""), "a name in quotes", line, &position)
            let name = try scanString(line, &position)
            skipSpace(line, &position)
            try expect(UInt8(ascii: ":"), "a colon", line, &position)
            take(Member(name: name, value: try scanValue(line, &position, depth: depth)))
            skipSpace(line, &position)
            if byte(line, position) == UInt8(ascii: ",") {
                position += 1
                continue
            }
            return try expect(UInt8(ascii: "}"), "a comma or a closing brace", line, &position)
        }
    }

    private static func scanElements(_ line: Span<UInt8>, _ position: inout Int, depth: Int) throws(Fault) {
        skipSpace(line, &position)
        if byte(line, position) == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            _ = try scanValue(line, &position, depth: depth)
            skipSpace(line, &position)
            if byte(line, position) == UInt8(ascii: ",") {
                position += 1
                continue
            }
            return try expect(UInt8(ascii: "]"), "a comma or a closing bracket", line, &position)
        }
    }

    private static func scanValue(
        _ line: Span<UInt8>, _ position: inout Int, depth: Int
    ) throws(Fault) -> Value {
        skipSpace(line, &position)
        switch byte(line, position) {
        case UInt8(ascii: "\""):
            position += 1
            return .string(try scanString(line, &position))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < nestingLimit else {
                throw Fault(position: position, expected: "at most \(nestingLimit) levels of nesting")
            }
            let isObject = byte(line, position) == UInt8(ascii: "{")
            position += 1
            if isObject {
                try scanMembers(line, &position, depth: depth + 1) { _ in }
            } else {
                try scanElements(line, &position, depth: depth + 1)
            }
            return .nested
        case UInt8(ascii: "t"):
            try scanWord("true", line, &position)
            return .bool(true)
        case UInt8(ascii: "f"):
            try scanWord("false", line, &position)
            return .bool(false)
        case UInt8(ascii: "n"):
            try scanWord("null", line, &position)
            return .null
        default:
            return .number(try scanNumber(line, &position))
        }
    }

    private static func scanWord(_ word: StaticString, _ line: Span<UInt8>, _ position: inout Int) throws(Fault) {
        for letter in word.description.utf8 { try expect(letter, "a value", line, &position) }
    }
}

extension JSONObject {
    private static func scanNumber(_ line: Span<UInt8>, _ position: inout Int) throws(Fault) -> Range<Int> {
        let lower = position
        if byte(line, position) == UInt8(ascii: "-") { position += 1 }
        if byte(line, position) == UInt8(ascii: "0") {
            position += 1
        } else {
            try scanDigits(line, &position, expected: lower == position ? "a value" : "a digit")
        }
        if byte(line, position) == UInt8(ascii: ".") {
            position += 1
            try scanDigits(line, &position, expected: "a digit")
        }
        if byte(line, position) == UInt8(ascii: "e") || byte(line, position) == UInt8(ascii: "E") {
            position += 1
            if byte(line, position) == UInt8(ascii: "+") || byte(line, position) == UInt8(ascii: "-") { position += 1 }
            try scanDigits(line, &position, expected: "a digit")
        }
        return lower..<position
    }

    private static func scanDigits(
        _ line: Span<UInt8>, _ position: inout Int, expected: String
    ) throws(Fault) {
        let lower = position
        while let digit = byte(line, position), isDigit(digit) { position += 1 }
        if position == lower { throw Fault(position: position, expected: expected) }
    }

    /// Passes over a string whose opening quote has been read, and its closing quote.
    private static func scanString(_ line: Span<UInt8>, _ position: inout Int) throws(Fault) -> Range<Int> {
        let lower = position
        while let next = byte(line, position) {
            switch next {
            case UInt8(ascii: "\""):
                position += 1
                return lower..<position - 1
            case UInt8(ascii: "\\"):
                position += 1
                try scanEscape(line, &position)
            case 0..<0x20:
                throw Fault(position: position, expected: "an escape in place of a control character")
            default:
                position += 1
            }
        }
        throw Fault(position: lower - 1, expected: "a string that ends on its line")
    }

    private static func scanEscape(_ line: Span<UInt8>, _ position: inout Int) throws(Fault) {
        let start = position - 1
        switch byte(line, position) {
        case UInt8(ascii: "u"):
            let unit = try scanHexadecimal(line, &position)
            if UTF16.isTrailSurrogate(unit) { throw Fault(position: start, expected: "a surrogate with its pair") }
            guard UTF16.isLeadSurrogate(unit) else { return }
            guard byte(line, position) == UInt8(ascii: "\\"), byte(line, position + 1) == UInt8(ascii: "u") else {
                throw Fault(position: start, expected: "a surrogate with its pair")
            }
            position += 1
            guard UTF16.isTrailSurrogate(try scanHexadecimal(line, &position)) else {
                throw Fault(position: start, expected: "a surrogate with its pair")
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        default:
            throw Fault(position: start, expected: "an escape that JSON knows")
        }
    }

    /// The value of the four digits after the `u` at `position`.
    private static func scanHexadecimal(_ line: Span<UInt8>, _ position: inout Int) throws(Fault) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = byte(line, position), let value = Character(Unicode.Scalar(digit)).hexDigitValue else {
                throw Fault(position: position, expected: "four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(value)
            position += 1
        }
        return unit
    }

    private static func skipSpace(_ line: Span<UInt8>, _ position: inout Int) {
        while let next = byte(line, position), next == 0x20 || next == 0x09 || next == 0x0D { position += 1 }
    }

    private static func expect(
        _ wanted: UInt8, _ expected: String, _ line: Span<UInt8>, _ position: inout Int
    ) throws(Fault) {
        guard byte(line, position) == wanted else { throw Fault(position: position, expected: expected) }
        position += 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func byte(_ line: Span<UInt8>, _ position: Int) -> UInt8? {
        position < line.count ? line[position] : nil
    }
}
