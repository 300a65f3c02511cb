extension Unicode.Scalar {
    /// What stands for a scalar that a terminal obeys, such as `\n`, `\x1b` and `\u202e`, as in Python's `repr`; `nil` for
    /// all others.
    ///
    /// Those are the controls, the two separators, and the marks that turn the direction of writing.
    package var escape: String? {
        let digits = String(value, radix: 16)
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": return "\\x" + (digits.count < 2 ? "0" : "") + digits
        case "\u{2028}", "\u{2029}", "\u{61C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
            "\u{2066}"..."\u{2069}":
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: return nil
        }
    }
}

extension String {
    /// The text on one line, with an escape in the place of each scalar that a terminal would obey.
    ///
    /// - Complexity: O(*n*) for *n* bytes.
    package var printable: String {
        var printable = ""
        for scalar in unicodeScalars {
            if let escape = scalar.escape {
                printable += escape
            } else {
                printable.unicodeScalars.append(scalar)
            }
        }
        return printable
    }
}
