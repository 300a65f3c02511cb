/// The fences around code in Markdown (CommonMark 0.31, section 4.5).
struct MarkdownFence {
    /// The character that the fence is made of.
    var character: Character
    /// How many of them there are, from 3.
    var length: Int
    /// The spaces before them, which are taken from the lines inside as well.
    var indent: Int
    /// The first word behind them; empty where there is none.
    var language: String

    /// The fence that a line opens; `nil` where it opens none.
    init?(opening line: String) {
        let indent = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(indent)
        guard indent <= 3, let character = rest.first, character == "`" || character == "~" else { return nil }
        let length = rest.prefix { $0 == character }.count
        let words = rest.dropFirst(length)
        guard length >= 3, character == "~" || !words.contains("`") else { return nil }
        self.character = character
        self.length = length
        self.indent = indent
        language = words.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    /// Whether a line closes the fence.
    func isClosed(by line: String) -> Bool {
        let indent = line.prefix { $0 == " " }.count
        let run = line.dropFirst(indent).prefix { $0 == character }.count
        return indent <= 3 && run >= length && line.dropFirst(indent + run).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// A line inside the fence, without the spaces that the whole fence is indented by.
    func content(_ line: String) -> String {
        String(line.dropFirst(min(indent, line.prefix { $0 == " " }.count)))
    }

    /// A text between fences that are longer than any run of backticks in it, so that nothing in it can close them.
    ///
    /// A line feed is added where the text ends in none.
    static func around(_ text: String, language: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let isEnded = text.isEmpty || text.hasSuffix("\n")
        return "\(fence)\(language)\n\(text)\(isEnded ? "" : "\n")\(fence)\n"
    }
}
