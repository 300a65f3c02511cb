/// What a cell's text is read by: a character, or a byte of ASCII, which is told apart in a fraction of the time.
protocol CellSign: Equatable, ExpressibleByUnicodeScalarLiteral {
    /// Whether it ends a line.
    var isNewline: Bool { get }
    /// Whether it separates words.
    var isWhitespace: Bool { get }
    /// Whether a name can begin with it: any letter, or `_`.
    var beginsName: Bool { get }
    /// Whether it can stand in a name: an ASCII letter or digit, or `_`.
    var isWordPart: Bool { get }

    /// The text that signs make.
    static func text(_ signs: ArraySlice<Self>) -> String
}

extension CellSign {
    /// Whether a backslash before it protects it from what it means.
    var isProtected: Bool { self == " " || self == "'" || self == "\"" || self == ";" || self == "#" || self == "\\" }

    /// Whether it opens a bracket.
    var opensBracket: Bool { self == "(" || self == "[" || self == "{" }

    /// Whether signs are the name of a `name=value`.
    static func isName(_ signs: [Self]) -> Bool {
        signs.first?.beginsName == true && signs.allSatisfy(\.isWordPart)
    }
}

extension Character: CellSign {
    var beginsName: Bool { isLetter || self == "_" }
    var isWordPart: Bool { isASCII && (isLetter || isNumber || self == "_") }

    static func text(_ signs: ArraySlice<Character>) -> String { String(signs) }
}

/// A byte of an ASCII text without carriage returns, in which each byte is a character.
struct ASCIISign: CellSign {
    private let byte: UInt8

    init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        byte = UInt8(ascii: scalar)
    }

    private init(_ byte: UInt8) {
        self.byte = byte
    }

    /// The bytes of a text; `nil` where characters are more than bytes.
    static func signs(of text: String) -> [ASCIISign]? {
        guard text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\r") }) else { return nil }
        return text.utf8.map { ASCIISign($0) }
    }

    var isNewline: Bool { 0x0A...0x0D ~= byte }
    var isWhitespace: Bool { byte == UInt8(ascii: " ") || 0x09...0x0D ~= byte }
    var beginsName: Bool { isLetter || byte == UInt8(ascii: "_") }
    var isWordPart: Bool { beginsName || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

    static func text(_ signs: ArraySlice<ASCIISign>) -> String {
        String(decoding: signs.map(\.byte), as: UTF8.self)
    }
}
