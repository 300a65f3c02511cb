/// The little of YAML 1.1 that MLflow's `meta.yaml` consists of: one key and one plain value a line.
enum YAMLText {
    /// A text in double quotes; everything beyond ASCII is escaped, since YAML's readers refuse some of it.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{FFFF}": quoted += "\\u" + hexadecimal(scalar, digits: 4)
            default: quoted += "\\U" + hexadecimal(scalar, digits: 8)
            }
        }
        return quoted + "\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The text that a key at the top of a document has; `nil` where there is none, or it is written in a way that
    /// neither refit nor MLflow writes.
    ///
    /// A value may be plain or in either kind of quotes, and go on in lines that are indented, which are joined by
    /// spaces. An empty line in it, which stands for a line's end, is not understood.
    static func value(of key: String, in document: String) -> String? {
        var lines = document.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let start = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) else { return nil }
        var value = trimmed(lines[start].dropFirst(key.count + 1))
        lines = lines[(start + 1)...]
        while let line = lines.first, line.hasPrefix(" ") {
            let more = trimmed(line)
            // A backslash at the end of a line in double quotes joins without a space.
            if value.hasPrefix("\""), value.hasSuffix("\\") {
                value = String(value.dropLast()) + (more.hasPrefix("\\ ") ? String(more.dropFirst()) : more)
            } else {
                value += " " + more
            }
            lines = lines.dropFirst()
        }
        if value.hasPrefix("'") {
            guard value.count >= 2, value.hasSuffix("'") else { return nil }
            return String(value.dropFirst().dropLast()).replacing("''", with: "'")
        }
        return value.hasPrefix("\"") ? unescaped(value) : value.isEmpty ? nil : value
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " || text.last == "\r" { text.removeLast() }
        return String(text)
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}", "r": "\r",
        "e": "\u{1B}", " ": " ", "\"": "\"", "\\": "\\", "/": "/", "N": "\u{85}", "_": "\u{A0}", "L": "\u{2028}",
        "P": "\u{2029}",
    ]

    private static func unescaped(_ quoted: String) -> String? {
        var scalars = Array(quoted.unicodeScalars)[...]
        guard scalars.count >= 2, scalars.popFirst() == "\"", scalars.popLast() == "\"" else { return nil }
        var text = ""
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            guard let kind = scalars.popFirst() else { return nil }
            let digits: Int
            switch kind {
            case "x": digits = 2
            case "u": digits = 4
            case "U": digits = 8
            default:
                guard let meant = escapes[kind] else { return nil }
                text.unicodeScalars.append(meant)
                continue
            }
            let code = String(String.UnicodeScalarView(scalars.prefix(digits)))
            guard scalars.count >= digits, let number = UInt32(code, radix: 16), let meant = Unicode.Scalar(number)
            else { return nil }
            text.unicodeScalars.append(meant)
            scalars = scalars.dropFirst(digits)
        }
        return text
    }
}
