import Testing

@testable import Text

@Suite struct WordSetTests {
    /// Words around eight bytes, with the same beginnings, with bytes 0 and 1, and such as are others' beginnings.
    private static let words =
        [
            "", "\0", "\0\0", "a", "a\0", "\0a", "\u{1}", "\u{1}\0\0\0\0\0\0\0", "abcdef", "abcdefg", "abcdefg\0",
            "abcdefgh",
        ]
        + ["abcdefghi", "abcdefghj", "bcdefgh", "é", "éééé", "ééééé", "𝐀𝐀", "𝐀𝐀𝐀", "yourself", "yourselves"]

    private static func has(_ set: WordSet, _ word: String) -> Bool { set.contains(word.utf8.span) }

    @Test func `a set has its words and no others`() {
        for word in Self.words {
            let set = WordSet([word, word])
            for other in Self.words {
                #expect(Self.has(set, other) == other.utf8.elementsEqual(word.utf8), "\(other.debugDescription)")
            }
            let rest = WordSet(Self.words.filter { !$0.utf8.elementsEqual(word.utf8) })
            for other in Self.words {
                #expect(Self.has(rest, other) == !other.utf8.elementsEqual(word.utf8), "\(other.debugDescription)")
            }
        }
        #expect(!Self.has(WordSet([]), "") && !Self.has(WordSet([]), "a"))
    }

    @Test(arguments: [100, 1000, 30_000]) func `many words share slots`(count: Int) {
        let words = (0..<count).map { "w\($0)" }
        let set = WordSet(words + Self.words)
        for word in words + Self.words where !Self.has(set, word) {
            Issue.record("\(word.debugDescription) is missing")
        }
        for number in count..<2 * count where Self.has(set, "w\(number)") { Issue.record("w\(number) is there") }
    }
}
