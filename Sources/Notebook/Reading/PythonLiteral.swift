import Foundation
package import Values

/// Values as they are typed: Python's spelling, and refit's own shorter one.
package enum PythonLiteral {
    /// The value that a text spells.
    ///
    /// `None`, `none`, `True`, `false`; whole numbers such as `20`, `10_000`, `2**21` and `2^21`; other numbers such
    /// as `1e-4`, `inf`; texts in quotes, also raw ones such as `r'\w+'`; lists `(1, 2)`, `[1, 2]` and `1,2`; and
    /// dictionaries `{0: 1.0, 'pos': 2}`. Anything else is the text itself.
    package static func value(of text: String) -> ParameterValue {
        var reader = LiteralReader(text)
        if let value = reader.wholeValue() { return value }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number(String($0).trimmingCharacters(in: .whitespaces)) }
        return parts.count > 1 && numbers.count == parts.count ? .list(numbers) : .text(text)
    }

    /// The keyword or number that a bare word spells, or `nil`.
    static func atom(_ word: String) -> ParameterValue? {
        switch word {
        case "None", "none", "null": .some(.none)
        case "True", "true": .bool(true)
        case "False", "false": .bool(false)
        default: number(word)
        }
    }

    /// The number that a text spells, or `nil`.
    static func number(_ text: String) -> ParameterValue? {
        if let whole = wholeNumber(text) { return .integer(whole) }
        let bare = text.lowercased()
        if ["inf", "+inf", "-inf", "nan"].contains(bare) { return Double(bare).map { .real($0) } }
        let allowed = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE_".contains($0)) }
        guard allowed, text.contains(where: \.isNumber), !text.contains("__") else { return nil }
        return Double(text.replacing("_", with: "")).map { .real($0) }
    }

    /// The whole number that a text spells (`20`, `10_000`, `2^21`, `2**21`), or `nil` where it is none or too large.
    package static func wholeNumber(_ text: String) -> Int64? {
        let parts = text.replacing("**", with: "^").split(separator: "^", omittingEmptySubsequences: false)
        guard let base = parts.first.flatMap({ digits($0) }) else { return nil }
        guard parts.count > 1 else { return base }
        guard parts.count == 2, let exponent = digits(parts[1]), (0...62).contains(exponent) else { return nil }
        var power: Int64 = 1
        for _ in 0..<exponent {
            let (product, overflow) = power.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            power = product
        }
        return power
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard !text.hasPrefix("_"), !text.hasSuffix("_"), !text.contains("__") else { return nil }
        return Int64(text.replacing("_", with: ""))
    }
}

/// A recursive-descent reader of Python's literals; nesting is bounded, so that no text can exhaust the stack.
struct LiteralReader {
    private let characters: [Character]
    private var position = 0
    private static let deepest = 8

    init(_ text: String) {
        characters = Array(text)
    }

    /// The value, when the whole text is one.
    mutating func wholeValue() -> ParameterValue? {
        guard let value = value(depth: 0) else { return nil }
        skipSpaces()
        return position == characters.count ? value : nil
    }

    /// The values with commas between them, or in the brackets of one list, where bare words are texts: `l1,None`.
    ///
    /// `nil` where there are none, or the text is something else.
    mutating func listedValues() -> [ParameterValue]? {
        skipSpaces()
        let found =
            switch peek {
            case "(": list(until: ")", depth: 0, bareTexts: true)
            case "[": list(until: "]", depth: 0, bareTexts: true)
            default: bareList()
            }
        guard let values = found else { return nil }
        skipSpaces()
        return position == characters.count && !values.isEmpty ? values : nil
    }

    private mutating func bareList() -> [ParameterValue]? {
        var values: [ParameterValue] = []
        repeat {
            guard let value = value(depth: 0, bareTexts: true) else { return nil }
            values.append(value)
            skipSpaces()
        } while take(",")
        return values
    }

    /// The `name=value` pairs inside the brackets of a call, with each pair's characters; `nil` where it is no call.
    mutating func keywordArguments() -> [(name: String, value: ParameterValue, range: Range<Int>)]? {
        guard take("(") else { return nil }
        var pairs: [(name: String, value: ParameterValue, range: Range<Int>)] = []
        while true {
            skipSpaces()
            if take(")") { return position == characters.count ? pairs : nil }
            let start = position
            let name = bareWord()
            skipSpaces()
            guard !name.isEmpty, take("=") else { return nil }
            skipSpaces()
            guard let value = value(depth: 0, bareTexts: true) else { return nil }
            pairs.append((name, value, start..<position))
            skipSpaces()
            guard take(",") || peek == ")" else { return nil }
        }
    }

    private mutating func value(depth: Int, bareTexts: Bool = false) -> ParameterValue? {
        skipSpaces()
        guard depth < Self.deepest, let first = peek else { return nil }
        switch first {
        case "(": return list(until: ")", depth: depth).map { .list($0) }
        case "[": return list(until: "]", depth: depth).map { .list($0) }
        case "{": return dictionary(depth: depth)
        case "'", "\"": return quoted(isRaw: false).map { .text($0) }
        default: break
        }
        let prefix = position
        if "rRuU".contains(first), position + 1 < characters.count, "'\"".contains(characters[position + 1]) {
            position += 1
            return quoted(isRaw: "rR".contains(first)).map { .text($0) }
        }
        let word = bareWord()
        if let atom = PythonLiteral.atom(word) { return atom }
        guard bareTexts, !word.isEmpty else {
            position = prefix
            return nil
        }
        return .text(word)
    }

    private mutating func list(until close: Character, depth: Int, bareTexts: Bool = false) -> [ParameterValue]? {
        position += 1
        var values: [ParameterValue] = []
        while true {
            skipSpaces()
            if take(close) { return values }
            guard let value = value(depth: depth + 1, bareTexts: bareTexts) else { return nil }
            values.append(value)
            skipSpaces()
            guard take(",") || peek == close else { return nil }
        }
    }

    private mutating func dictionary(depth: Int) -> ParameterValue? {
        position += 1
        var entries: [ParameterValue.Entry] = []
        while true {
            skipSpaces()
            if take("}") { return .mapping(entries.sorted { $0.key < $1.key }) }
            guard let key = value(depth: depth + 1, bareTexts: true), let label = Self.label(key) else { return nil }
            skipSpaces()
            guard take(":"), let value = value(depth: depth + 1) else { return nil }
            entries.append(ParameterValue.Entry(key: label, value: value))
            skipSpaces()
            guard take(",") || peek == "}" else { return nil }
        }
    }

    private static func label(_ value: ParameterValue) -> Label? {
        switch value {
        case .integer(let value): .integer(value)
        case .text(let value): .text(value)
        case .bool(let value): .integer(value ? 1 : 0)
        case .none, .real, .list, .mapping: nil
        }
    }

    private mutating func quoted(isRaw: Bool) -> String? {
        let quote = characters[position]
        position += 1
        var text = ""
        while position < characters.count {
            let character = characters[position]
            position += 1
            if character == quote { return text }
            guard character == "\\", position < characters.count else {
                text.append(character)
                continue
            }
            let escaped = characters[position]
            position += 1
            if isRaw {
                text.append(character)
                text.append(escaped)
            } else {
                switch escaped {
                case "\\", "'", "\"": text.append(escaped)
                case "n": text.append("\n")
                case "t": text.append("\t")
                default: text += "\\\(escaped)"
                }
            }
        }
        return nil
    }

    private mutating func bareWord() -> String {
        let start = position
        while let next = peek, !next.isWhitespace, !"()[]{},:='\"".contains(next) { position += 1 }
        return String(characters[start..<position])
    }

    private var peek: Character? { position < characters.count ? characters[position] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while let next = peek, next.isWhitespace { position += 1 }
    }
}
