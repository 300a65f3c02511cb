/// Parts of a pickle as a person may be shown them: short, on one line, of printable ASCII alone.
///
/// A pickle comes from a stranger: what it holds must neither command a terminal nor look like other text, so that
/// everything else is escaped as Python's `ascii` does.
enum PickleText {
    /// The most characters that are shown of one text.
    static let longest = 80

    /// The text in single quotes, as Python would write it.
    static func quoted(_ range: Range<Int>, of pickle: RawSpan) -> String {
        "'\(unquoted(range, of: pickle))'"
    }

    /// The text without quotes around it.
    static func unquoted(_ range: Range<Int>, of pickle: RawSpan) -> String {
        // A scalar takes at most four bytes.
        let start = pickle.extracting(range.prefix(4 * longest + 4))
        return escaped(unsafe start.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) })
    }

    /// The bytes as Python's `b'…'`.
    static func bytes(_ range: Range<Int>, of pickle: RawSpan) -> String {
        let scalars = range.prefix(longest).map { Unicode.Scalar(pickle.number(UInt8.self, at: $0)) }
        return "b'\(cut(scalars.map(escape), isWhole: range.count <= longest))'"
    }

    /// The text with everything escaped but printable ASCII, cut short with `…` at the end.
    static func escaped(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(longest + 1)
        return cut(start.prefix(longest).map(escape), isWhole: start.count <= longest)
    }

    private static func cut(_ parts: [String], isWhole: Bool) -> String {
        var text = ""
        for part in parts {
            if text.utf8.count + part.utf8.count > longest { return text + "…" }
            text += part
        }
        return isWhole ? text : text + "…"
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\", "'": "\\" + String(scalar)
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case " "..."~": String(scalar)
        case "\0"..."\u{FF}": "\\x" + hexadecimal(scalar.value, 2)
        case "\0"..."\u{FFFF}": "\\u" + hexadecimal(scalar.value, 4)
        default: "\\U" + hexadecimal(scalar.value, 8)
        }
    }

    private static func hexadecimal(_ value: UInt32, _ count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: count - digits.count) + digits
    }
}

extension PickleInstruction {
    /// The argument as a person may be shown it; no text where there is none.
    func shownArgument(of pickle: RawSpan) -> String {
        switch opcode.argument {
        case nil: return ""
        case .number(_, let isSigned):
            return isSigned ? String(pickle.signed(argument)) : String(pickle.unsigned(argument))
        case .real: return String(pickle.real(argument))
        case .counted(_, .text): return PickleText.quoted(argument, of: pickle)
        case .counted(_, .bytes): return PickleText.bytes(argument, of: pickle)
        case .counted(_, .integer):
            guard argument.count <= 8 else { return "an integer of \(argument.count) bytes" }
            return String(pickle.signed(argument))
        case .lines(let count):
            let line = PickleText.unquoted(argument, of: pickle)
            switch opcode {
            case .int where line == "00": return "False"
            case .int where line == "01": return "True"
            case .int, .long, .float, .get, .put: return line
            case .string: return PickleText.quoted(textOfLine(in: pickle), of: pickle)
            default:
                return "'\(line)\(count == 2 ? " " + PickleText.unquoted(secondLine, of: pickle) : "")'"
            }
        }
    }

    /// The bytes of the text that the argument is; those of a `STRING`'s line are within its quotes.
    func textOfLine(in pickle: RawSpan) -> Range<Int> {
        guard opcode == .string, argument.count >= 2,
            [0x22, 0x27].contains(pickle.number(UInt8.self, at: argument.lowerBound)),
            pickle.number(UInt8.self, at: argument.lowerBound)
                == pickle.number(UInt8.self, at: argument.upperBound - 1)
        else { return argument }
        return argument.lowerBound + 1..<argument.upperBound - 1
    }
}
