import Testing

@testable import Text

/// Words, tags and emoticons are found many bytes at a time; these hold them against one scalar at a time.
@Suite struct WordScannerTests {
    private static let alphabet: [String] =
        [
            "a", "b", "z", "A", "Z", "0", "9", "_", " ", " ", " ", ".", "@", "[", "`", "{", "/", ":", "-", "<", ">",
            "(", ")",
        ]
        + ["é", "ß", "\u{301}", "—", "\u{A0}", "日", "\u{3000}", "😀", "𝐀", "\u{80}", "\u{200D}"]

    /// Texts of 0 to 150 characters of a few kinds, so that borders fall on every place of a block.
    private static let texts: [String] = {
        var random = SystemRandomNumberGenerator()
        return (0..<400).map { number in
            let kinds = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }
            return (0..<number % 151).map { _ in kinds.randomElement(using: &random) ?? "" }.joined()
        }
    }()

    /// The maximal runs of at least `minimum` word characters.
    private static func words(_ text: String, minimum: Int) -> [String] {
        text.unicodeScalars.split { !CharacterClasses.isWord($0.value) }.filter { $0.count >= minimum }.map {
            String($0)
        }
    }

    private static func scanned(_ text: String, minimum: Int, dropping dropped: [String]) -> [String] {
        var list = GramList()
        // What an earlier text has left must not matter.
        for text in ["x " + text + " y9", text] {
            list.removeAll()
            var bytes = Array(text.utf8)
            list.take(&bytes, count: bytes.count)
            WordScanner.scan(first: list.end, minimum: minimum, dropping: WordSet(dropped), into: &list)
        }
        return list.tokens.map(list.text(of:))
    }

    @Test(arguments: [1, 2, 3])
    func `words are maximal runs of word characters`(minimum: Int) {
        for text in Self.texts {
            let words = Self.words(text, minimum: minimum)
            #expect(Self.scanned(text, minimum: minimum, dropping: []) == words, "\(text.debugDescription)")
            let dropped = Array(words.prefix(2))
            #expect(
                Self.scanned(text, minimum: minimum, dropping: dropped) == words.filter { !dropped.contains($0) },
                "\(text.debugDescription)")
        }
    }

    @Test func `tags are taken out as the regular expression takes them`() {
        for text in Self.texts {
            var bytes = Array(text.utf8)
            let count = TutorialTokenizer.removeTags(from: &bytes, count: bytes.count)
            let expected = text.replacing(/<[^>]*>/.matchingSemantics(.unicodeScalar), with: "")
            #expect(String(decoding: bytes[..<count], as: UTF8.self) == expected, "\(text.debugDescription)")
        }
    }

    @Test(arguments: 0..<140)
    func `an emoticon is found wherever it begins`(place: Int) throws {
        var settings = AnalyzerSettings()
        settings.tokenizer = .tutorial
        let analyzer = try TextAnalyzer(settings)
        let text = String(repeating: "b ", count: 70).prefix(place) + ":-) " + String(repeating: "c ", count: 70)
        let letters = [String](repeating: "b", count: (place + 1) / 2) + [String](repeating: "c", count: 70)
        #expect(analyzer.tokens(of: String(text)) == letters + [":)"])
    }
}
