/// The classes of scalars that tokens are cut by, as CPython 3.11 has them.
///
/// CPython 3.11 carries version 14.0 of the Unicode Character Database. Scalars that a later version assigned belong
/// to no class here, so that a text gives the same tokens as under scikit-learn.
enum CharacterClasses {
    /// Whether `scalar` is matched by `\w`: a letter, a number or the underscore.
    ///
    /// Combining marks and joiners are not, so that a decomposed `é` ends a word.
    @inline(__always)
    static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return isWord(ascii: UInt8(truncatingIfNeeded: scalar)) }
        let word = Int(scalar >> 6)
        return word < words.count && words[word] >> UInt64(scalar & 63) & 1 == 1
    }

    /// Whether the ASCII character `byte` (below 128) is matched by `\w`.
    @inline(__always)
    static func isWord(ascii byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 64 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
        return bits >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether `scalar` is matched by `\d`: a decimal digit of any script.
    static func isDigit(_ scalar: UInt32) -> Bool {
        guard scalar >= 0x80 else { return scalar >= 0x30 && scalar <= 0x39 }
        guard let properties = knownProperties(scalar) else { return false }
        return properties.generalCategory == .decimalNumber
    }

    /// Whether `scalar` is matched by `\s`, which `str.split` agrees with.
    ///
    /// Unlike the property White_Space, this has the separators U+001C to U+001F.
    @inline(__always)
    static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x1C...0x20: true
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The properties of `scalar`, or `nil` when version 14.0 of Unicode does not assign it.
    static func knownProperties(_ scalar: UInt32) -> Unicode.Scalar.Properties? {
        guard let properties = Unicode.Scalar(scalar)?.properties, let age = properties.age, age.major <= 14 else {
            return nil
        }
        return properties
    }

    /// One bit a scalar: whether it is a word character.
    private static let words: [UInt64] = {
        // No scalar from U+33480 on is a word character.
        var words = [UInt64](repeating: 0, count: 0x33480 / 64)
        words[0] = 0x03FF_0000_0000_0000
        words[1] = 0x07FF_FFFE_87FF_FFFE
        UnicodeRanges.forEach(of: UnicodeRanges.words) { range in
            for scalar in range.first...range.last { words[scalar >> 6] |= 1 << UInt64(scalar & 63) }
        }
        return words
    }()
}
