package import Values

/// What can be wrong with text or with the settings that say how it is read.
package enum TextError: Error, Hashable {
    /// Bytes that are not text in `encoding`: the first such byte is at `byteOffset` from the start of what was decoded.
    case invalidText(encoding: TextEncoding, byteOffset: Int, byte: UInt8)
    /// A setting's value that is not one of the kinds or in the range that it may have.
    case invalidSetting(name: String, value: String, expected: String)
    /// A setting's value that scikit-learn has and refit does not.
    case unsupportedSetting(name: String, value: String, reason: String)
    /// An n-gram range whose low end is above its high end.
    case reversedNgramRange(low: Int, high: Int)
    /// A token pattern that is not a regular expression of Python's.
    case malformedPattern(pattern: String, offset: Int, reason: String)
    /// A token pattern that uses something of Python's regular expressions that refit does not have.
    case unsupportedPattern(pattern: String, offset: Int, construct: String)
    /// A token pattern with more than one capturing group, of which scikit-learn would not know which is the token.
    case severalGroups(pattern: String, count: Int)
    /// A file of stop words that cannot be read.
    case unreadableStopWords(path: String, reason: String)
}

extension TextError: ExplainedError {
    package var code: String {
        switch self {
        case .invalidText: "invalid_text"
        case .invalidSetting: "invalid_setting"
        case .unsupportedSetting: "unsupported_setting"
        case .reversedNgramRange: "reversed_ngram_range"
        case .malformedPattern: "malformed_token_pattern"
        case .unsupportedPattern: "unsupported_token_pattern"
        case .severalGroups: "several_groups"
        case .unreadableStopWords: "unreadable_stop_words"
        }
    }

    package var message: String {
        switch self {
        case .invalidText(let encoding, let byteOffset, let byte):
            "byte 0x\(String(byte, radix: 16)) at offset \(byteOffset) is not \(encoding.rawValue)"
        case .invalidSetting(let name, let value, let expected): "\(name)=\(Self.excerpt(value)) is not \(expected)"
        case .unsupportedSetting(let name, let value, let reason):
            "\(name)=\(Self.excerpt(value)) is not supported: \(reason)"
        case .reversedNgramRange(let low, let high):
            "ngram_range=(\(low), \(high)) has its lower boundary above its upper boundary"
        case .malformedPattern(let pattern, let offset, let reason):
            "token_pattern '\(Self.excerpt(pattern))' is not a regular expression: \(reason) at position \(offset)"
        case .unsupportedPattern(let pattern, let offset, let construct):
            "token_pattern '\(Self.excerpt(pattern))' uses \(construct) at position \(offset), which is not supported"
        case .severalGroups(let pattern, let count):
            "token_pattern '\(Self.excerpt(pattern))' has \(count) capturing groups"
        case .unreadableStopWords(let path, let reason): "the stop words in \(path) cannot be read: \(reason)"
        }
    }

    /// What a message repeats of a value, which may be as long as a file.
    private static func excerpt(_ value: String) -> String {
        value.count > 80 ? value.prefix(79) + "…" : value
    }

    package var remedy: String? {
        switch self {
        case .invalidText: "set encoding to what the text is written in, or decode_error to ignore or replace"
        case .invalidSetting, .unsupportedSetting, .malformedPattern: nil
        case .reversedNgramRange(let low, let high): "write (\(high), \(low))"
        case .unsupportedPattern: "write the pattern without it"
        case .severalGroups: "keep one group, and write the others as (?:…)"
        case .unreadableStopWords: "give a UTF-8 text file with one word a line, or a pickle of a list of texts"
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .invalidText(let encoding, let byteOffset, let byte):
            [
                Parameter("encoding", .text(encoding.rawValue)), Parameter("byte_offset", .integer(Int64(byteOffset))),
                Parameter("actual", .integer(Int64(byte))),
            ]
        case .invalidSetting(let name, let value, let expected):
            [
                Parameter("setting", .text(name)), Parameter("actual", .text(value)),
                Parameter("expected", .text(expected)),
            ]
        case .unsupportedSetting(let name, let value, _):
            [Parameter("setting", .text(name)), Parameter("actual", .text(value))]
        case .reversedNgramRange(let low, let high):
            [Parameter("actual", .list([.integer(Int64(low)), .integer(Int64(high))]))]
        case .malformedPattern(let pattern, let offset, _), .unsupportedPattern(let pattern, let offset, _):
            [Parameter("pattern", .text(pattern)), Parameter("position", .integer(Int64(offset)))]
        case .severalGroups(let pattern, let count):
            [Parameter("pattern", .text(pattern)), Parameter("actual", .integer(Int64(count)))]
        case .unreadableStopWords(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        }
    }
}
