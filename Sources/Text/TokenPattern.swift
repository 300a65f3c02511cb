struct TokenPattern: Sendable {
    static let wordLengths = [
        #"(?u)\b\w\w+\b"#: 2, #"\b\w\w+\b"#: 2, #"(?u)\b\w+\b"#: 1, #"\b\w+\b"#: 1, #"\w+"#: 1, #"\w\w+"#: 2,
    ]
    init(_ pattern: String) throws(TextError) {}
    static func check(_ pattern: String) throws(TextError) {}
    func scan(_ text: Span<UInt8>, dropping: WordSet?, into list: inout GramList) {}
}
