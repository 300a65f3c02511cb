/// A `token_pattern`: a regular expression of Python's `re` whose matches are the tokens.
///
/// Run by an engine of our own. ICU's, behind `NSRegularExpression`, has other classes of scalars and other empty
/// matches, and finds nothing at all, without an error, where a text needs more than its fixed stack.
struct TokenPattern: Sendable {
    private let program: PatternProgram
    /// The slots that hold the token: those of the group, or of the whole match.
    private let hasGroup: Bool

    /// Reads `pattern`.
    init(_ pattern: String) throws(TextError) {
        var parser = PatternParser(pattern)
        let root = try parser.parse()
        guard parser.groupCount <= 1 else { throw .severalGroups(pattern: pattern, count: parser.groupCount) }
        program = try PatternProgram(root, groupCount: parser.groupCount, pattern: pattern)
        hasGroup = parser.groupCount == 1
    }

    /// The patterns that `WordScanner` has the matches of, with the shortest word that each matches.
    static let wordLengths = [
        #"(?u)\b\w\w+\b"#: 2, #"\b\w\w+\b"#: 2, #"(?u)\b\w+\b"#: 1, #"\b\w+\b"#: 1, #"(?u)\w+"#: 1, #"\w+"#: 1,
    ]

    /// Refuses what `init` would refuse.
    static func check(_ pattern: String) throws(TextError) {
        if wordLengths[pattern] == nil { _ = try TokenPattern(pattern) }
    }

    /// Appends the matches of the pattern in `text` that `dropped` has not to `list`, as `re.findall` finds them.
    ///
    /// After an empty match, the next may begin at the same place if it is not empty.
    ///
    /// - Complexity: O(*n*) matches are tried for a text of *n* bytes; how long each takes depends on the pattern.
    func scan(_ text: Span<UInt8>, dropping dropped: WordSet?, into list: inout GramList) {
        var matcher = PatternMatcher(program)
        let first = program.first
        var start = 0
        var refusedEnd: Int?
        while start <= text.count {
            if let first {
                while start < text.count {
                    let (scalar, length) = text.scalar(at: start)
                    if first.contains(scalar) { break }
                    start += length
                }
                guard start < text.count else { return }
            }
            guard let end = matcher.match(text, at: start, refusingEnd: refusedEnd) else {
                guard start < text.count else { return }
                start += text.scalar(at: start).length
                refusedEnd = nil
                continue
            }
            var token = start..<end
            if hasGroup {
                let (low, high) = (matcher.slots[2], matcher.slots[3])
                token = low >= 0 && high >= low ? low..<high : end..<end
            }
            list.append(token: text.extracting(token), unlessIn: dropped)
            refusedEnd = end == start ? start : nil
            start = end
        }
    }
}
