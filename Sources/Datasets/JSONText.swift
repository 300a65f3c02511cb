/// What stands between the quotes of a JSON string.
enum JSONText {
    /// The text that checked contents stand for, with the escapes replaced.
    ///
    /// - Precondition: `JSONObject` has passed the escapes.
    static func unescaped(_ contents: String) -> String {
        let bytes = Array(contents.utf8)
        guard bytes.contains(UInt8(ascii: "\\")) else { return contents }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "\\") else {
                text.append(bytes[position])
                position += 1
                continue
            }
            let letter = bytes[position + 1]
            position += 2
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var units = [unit(bytes[position..<position + 4])]
                position += 4
                if UTF16.isLeadSurrogate(units[0]) {
                    units.append(unit(bytes[position + 2..<position + 6]))
                    position += 6
                }
                text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
            default: text.append(letter)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func unit(_ digits: ArraySlice<UInt8>) -> UInt16 {
        digits.reduce(0) { unit, digit in
            unit << 4 | UInt16(Character(Unicode.Scalar(digit)).hexDigitValue ?? 0)
        }
    }
}
