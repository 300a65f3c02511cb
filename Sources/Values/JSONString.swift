/// Texts as JSON strings (RFC 8259).
package enum JSONString {
    /// The text in quotes, with quotes, backslashes and controls escaped and all else as it is.
    ///
    /// U+007F to U+009F and the two separators U+2028 and U+2029 need no escape by the RFC, but terminals obey the
    /// former and some readers end a line at the latter.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
