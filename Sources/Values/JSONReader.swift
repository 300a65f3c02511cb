/// A strict reader of JSON (RFC 8259) that is asked for what should come next, and builds nothing that was not asked for.
///
/// A tree of values can take many times the memory of the text it was made from; this reader hands out one member at
/// a time, so that a hostile header costs no more than its own bytes. Stricter than the RFC: a name may occur once in
/// an object, whole numbers must fit 64 bits, numbers must be finite and texts must be valid Unicode.
package struct JSONReader<Failure: DamageError> {
    /// The text.
    package let bytes: [UInt8]
    /// Where the text lies.
    package let origin: Origin
    var position = 0
    private var depth = 0

    /// Where the text being read lies, so that errors can name the place.
    package struct Origin {
        /// The file.
        package var path: String
        /// The part of the file, such as `header` or `vectorizer`.
        package var field: String
        /// The byte of the file at which the text begins.
        package var offset: Int
        /// Whether the text was quoted inside another JSON text, so that places within it have no offset of their own.
        package var isQuoted = false

        /// Says where a text lies.
        package init(path: String, field: String, offset: Int, isQuoted: Bool = false) {
            self.path = path
            self.field = field
            self.offset = offset
            self.isQuoted = isQuoted
        }
    }

    /// More than any file of refit's nests; deeper texts are refused before they can exhaust the stack.
    package static var deepestNesting: Int { 16 }

    /// Begins at the first byte.
    package init(_ bytes: [UInt8], origin: Origin) {
        self.bytes = bytes
        self.origin = origin
    }

    /// The place in the file of the next byte, or of the quotation that holds it.
    package var fileOffset: Int { origin.isQuoted ? origin.offset : origin.offset + position }

    /// The error that something else stands where `expected` should.
    package func damage(_ expected: String, _ actual: String, at offset: Int? = nil, field: String? = nil) -> Failure {
        .damaged(
            FileDamage(
                path: origin.path, byteOffset: offset ?? fileOffset, field: field ?? origin.field,
                expected: expected, actual: actual))
    }

    /// Reads an object and calls `member` for each name, which must read the value.
    package mutating func object(
        _ member: (inout JSONReader, String) throws(Failure) -> Void
    ) throws(Failure) {
        try open("{", "an object")
        // Names are told apart by their bytes: two Unicode forms of one letter are two names to every other reader.
        var names: Set<[UInt8]> = []
        while try goesOn(to: "}", isFirst: names.isEmpty) {
            let offset = fileOffset
            let name = try text()
            guard names.insert(Array(name.utf8)).inserted else {
                throw damage("a name of its own", "'\(name.prefix(40))' for the second time", at: offset)
            }
            try take(":")
            try member(&self, name)
        }
        depth -= 1
    }

    /// Reads an array and calls `element` for each element, which must read it.
    package mutating func array(_ element: (inout JSONReader) throws(Failure) -> Void) throws(Failure) {
        try open("[", "an array")
        var isFirst = true
        while try goesOn(to: "]", isFirst: isFirst) {
            try element(&self)
            isFirst = false
        }
        depth -= 1
    }

    /// Checks that only white space follows.
    package mutating func end() throws(Failure) {
        if let byte = peek() { throw damage("the end of the JSON text", described(byte)) }
    }

    /// The first byte of the next value, with white space skipped; `nil` at the end.
    package mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    /// Reads one byte, with white space before it.
    package mutating func take(_ expected: Unicode.Scalar) throws(Failure) {
        guard peek() == UInt8(ascii: expected) else {
            throw damage("'\(expected)'", described(peek()))
        }
        position += 1
    }

    /// How an error names a byte.
    package func described(_ byte: UInt8?) -> String {
        guard let byte else { return "the end of the text" }
        return (0x20..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte value \(byte)"
    }

    private mutating func open(_ bracket: Unicode.Scalar, _ name: String) throws(Failure) {
        guard peek() == UInt8(ascii: bracket) else { throw damage(name, described(peek())) }
        guard depth < Self.deepestNesting else {
            throw damage("nested at most \(Self.deepestNesting) deep", "nested deeper")
        }
        position += 1
        depth += 1
    }

    /// Reads the comma before another element, or the closing bracket after the last.
    private mutating func goesOn(to closing: Unicode.Scalar, isFirst: Bool) throws(Failure) -> Bool {
        if peek() == UInt8(ascii: closing) {
            position += 1
            return false
        }
        if !isFirst { try take(",") }
        _ = peek()
        return true
    }
}
