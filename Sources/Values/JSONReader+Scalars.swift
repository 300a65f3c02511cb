/// Texts, numbers and words.
extension JSONReader {
    /// Reads a text.
    package mutating func text() throws(Failure) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw damage("a text", described(peek())) }
        position += 1
        var utf8: [UInt8] = []
        while true {
            let start = position
            while position < bytes.count, isPlain(bytes[position]) { position += 1 }
            utf8 += bytes[start..<position]
            guard position < bytes.count else { throw damage("a closing quote", described(nil)) }
            if bytes[position] == UInt8(ascii: "\"") { break }
            guard bytes[position] == UInt8(ascii: "\\") else { throw damage("a text", described(bytes[position])) }
            utf8 += try escaped().utf8
        }
        position += 1
        guard let text = String(validating: utf8, as: UTF8.self) else { throw damage("a text in UTF-8", "other bytes") }
        return text
    }

    /// Reads a whole number of 64 bits.
    package mutating func integer() throws(Failure) -> Int64 {
        let offset = fileOffset
        guard case .integer(let value) = try number() else { throw damage("a whole number", "a fraction", at: offset) }
        return value
    }

    /// Reads a whole number from 0 on.
    package mutating func count() throws(Failure) -> Int {
        let offset = fileOffset
        let value = try integer()
        guard value >= 0 else { throw damage("a whole number from 0 on", String(value), at: offset) }
        return Int(value)
    }

    /// What a number was written as: digits alone, or with a point or an exponent.
    package enum Number {
        case integer(Int64)
        case real(Double)
    }

    /// Reads a number.
    package mutating func number() throws(Failure) -> Number {
        _ = peek()
        let start = position
        let offset = fileOffset
        if at("-") { position += 1 }
        let leadsWithZero = at("0")
        let digits = skipDigits()
        var isWhole = true
        if at(".") {
            isWhole = false
            position += 1
            guard skipDigits() > 0 else { throw damage("a digit", described(peek())) }
        }
        if digits > 0, at("e") || at("E") {
            isWhole = false
            position += 1
            if at("+") || at("-") { position += 1 }
            guard skipDigits() > 0 else { throw damage("a digit", described(peek())) }
        }
        guard digits > 0, !(leadsWithZero && digits > 1) else {
            throw damage("a number", described(start < bytes.count ? bytes[start] : nil), at: offset)
        }
        let written = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole {
            guard let value = Int64(written) else {
                throw damage("a whole number of 64 bits", String(written.prefix(40)), at: offset)
            }
            return .integer(value)
        }
        guard let value = Double(written), value.isFinite else {
            throw damage("a finite number", String(written.prefix(40)), at: offset)
        }
        return .real(value)
    }

    /// Reads `word`, one of `true`, `false` and `null`.
    package mutating func word(_ word: String) throws(Failure) {
        guard bytes[position...].starts(with: word.utf8) else { throw damage(word, described(peek())) }
        position += word.utf8.count
    }

    private func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private func at(_ scalar: Unicode.Scalar) -> Bool {
        position < bytes.count && bytes[position] == UInt8(ascii: scalar)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func escaped() throws(Failure) -> String {
        let offset = fileOffset
        position += 1
        guard position < bytes.count else { throw damage("an escape", described(nil)) }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw damage("an escape", described(letter), at: offset)
        }
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
            position += 2
            units.append(try codeUnit())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw damage("a pair of surrogates", "a surrogate alone", at: offset)
        }
        return text
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 4, isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw damage("four hexadecimal digits", "something else") }
        position += 4
        return unit
    }
}

extension JSONReader {
    /// Reads any value as a tree; the members of objects keep their order.
    ///
    /// - Complexity: O(*n*) for *n* bytes; the tree can take many times their memory, so bound the text first.
    package mutating func value() throws(Failure) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "["):
            var values: [JSONValue] = []
            try array { (reader) throws(Failure) in values.append(try reader.value()) }
            return .array(values)
        case UInt8(ascii: "{"):
            var members: [JSONValue.Member] = []
            try object { (reader, name) throws(Failure) in
                members.append(JSONValue.Member(key: name, value: try reader.value()))
            }
            return .object(members)
        default:
            return switch try number() {
            case .integer(let value): .integer(Int(value))
            case .real(let value): .real(value)
            }
        }
    }
}
