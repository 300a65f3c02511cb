import Testing
import Text

@Suite("Texts become grams")
struct TextAnalyzerTests {
    private func grams(_ text: String, _ change: (inout AnalyzerSettings) -> Void = { _ in }) throws -> [String] {
        var settings = AnalyzerSettings()
        change(&settings)
        return try TextAnalyzer(settings).tokens(of: text)
    }

    @Test("words are runs of two or more word characters, lower-cased")
    func words() throws {
        #expect(try grams("A Great_2 movie, x") == ["great_2", "movie"])
        #expect(try grams("ΟΔΟΣ ΣΑΣ") == ["οδος", "σας"])
    }

    @Test("n-grams come by length, and after stop words have gone")
    func ngrams() throws {
        let actual = try grams("not the best film") {
            $0.ngramRange = NgramRange(1, 2)
            $0.stopWords = .own(["the"])
        }
        #expect(actual == ["not", "best", "film", "not best", "best film"])
    }

    @Test("a high end of 1 leaves the words as they are")
    func highEndOne() throws {
        #expect(try grams("ab cd") { $0.ngramRange = NgramRange(0, 1) } == ["ab", "cd"])
    }

    @Test("characters keep a single line feed and collapse longer white space")
    func characters() throws {
        let actual = try grams("a\nb \t c") {
            $0.analyzer = .char
            $0.ngramRange = NgramRange(2, 2)
        }
        #expect(actual == ["a\n", "\nb", "b ", " c"])
    }

    @Test("padded words that are too short count once")
    func paddedWords() throws {
        let actual = try grams("ab c") {
            $0.analyzer = .charWb
            $0.ngramRange = NgramRange(3, 5)
        }
        #expect(actual == [" ab", "ab ", " ab ", " c "])
    }

    @Test("the tutorial joins the first emoticon to a last word, and drops its stop words")
    func tutorial() throws {
        let tutorial = { (settings: inout AnalyzerSettings) in settings.tokenizer = .tutorial }
        #expect(try grams("</a>This :) is :( a test :-)!", tutorial) == ["test", ":)", ":(", ":)"])
        #expect(try grams("fine :-) the", tutorial) == ["fine", "the:)"])
        #expect(try grams("=D :P", tutorial) == ["d", "p"])
        #expect(try grams("a<b>c < d", tutorial) == ["ac", "d"])
    }

    @Test("the tutorial lower-cases what accents leave")
    func tutorialAccents() throws {
        let actual = try grams("™ :)") {
            $0.tokenizer = .tutorial
            $0.stripAccents = .unicode
        }
        #expect(actual == ["tm", ":)"])
    }

    @Test("porter splits at white space and stems")
    func porter() throws {
        #expect(
            try grams("Runners like\u{1C}running, thus") { $0.tokenizer = .porter } == [
                "runner", "like", "running,", "thu",
            ])
    }

    @Test("stop words are told apart by scalars")
    func stopWords() throws {
        let actual = try grams("café cafe\u{301}") {
            $0.stopWords = .own(["cafe\u{301}", "cafe"])
            $0.tokenPattern = #"\S+"#
        }
        #expect(actual.map { Array($0.utf8) } == [Array("café".utf8)])
    }

    @Test("one analyzer gives the same grams whatever it has read before")
    func reuse() throws {
        var analyzer = try TextAnalyzer(AnalyzerSettings())
        var list = GramList()
        analyzer.grams(of: String(repeating: "long É text ", count: 50), into: &list)
        analyzer.grams(of: "short one", into: &list)
        #expect(list.texts == ["short", "one"])
        analyzer.grams(of: "", into: &list)
        #expect(list.texts == [])
    }
}
