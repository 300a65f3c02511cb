/// Texts as words of bash.
package enum ShellWord {
    /// The text as it has to be typed in bash to be one word and no option: as it is where it is plain, else in quotes.
    ///
    /// What a terminal obeys, or does not show, is spelled by its bytes.
    /// - Complexity: O(*n*) for *n* bytes.
    package static func quoted(_ text: String) -> String {
        let text = text.hasPrefix("-") ? "./" + text : text
        if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
        let isSpelled = text.unicodeScalars.contains { $0.escape != nil }
        var quoted = isSpelled ? "$'" : "'"
        // By scalars: a quote with a combining mark behind it is another character to Swift, and a quote to bash.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'" where !isSpelled: quoted += #"'\''"#
            case "'" where isSpelled, "\\" where isSpelled: quoted += "\\\(scalar)"
            case _ where scalar.escape != nil:
                for byte in String(scalar).utf8 { quoted += #"\x"# + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./:,@%+=".utf8.contains(byte)
        }
    }
}
