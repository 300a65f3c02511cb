/// Texts as JSON strings (RFC 8259).
package enum JSONString {
    /// The text in quotes, with quotes, backslashes and controls escaped and all else as it is.
    ///
    /// U+007F to U+009F, the two separators U+2028 and U+2029 and the marks that turn the direction of writing need no
    /// escape by the RFC, but terminals obey them and some readers end a line at a separator.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    package static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            return "\"\(text)\""
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{61C}", "\u{200E}", "\u{200F}",
                "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
