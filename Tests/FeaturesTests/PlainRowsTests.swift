import Testing
import Text

@testable import Features

/// Texts become rows many bytes at a time, in buffers that earlier texts have left; these hold the whole way against a plain
/// one.
@Suite struct PlainRowsTests {
    /// Words around seven and eight bytes, some with the same first seven, and scalars of all widths.
    private static let pieces =
        [
            "abcdef", "abcdefg", "abcdefgh", "abcdefgi", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopq",
            "The",
        ]
        + ["a", "Z", "9", "_", "été", "ÀÉ", "日本語", "𝐀", "e\u{301}", "\u{130}", "\u{23A}\u{23A}", "\u{212A}", "½"]
        + [" ", " ", " ", "  ", "\n", ".", "\u{A0}", "—", "\u{3000}", "😀", "\u{200D}", "\u{0}"]
        + [":)", ";-(", "=", ":-", ":", "-", "(", "<", ">", "<br />", "=)"]

    private static let endings = ["", "a", "é", "𝐀", "e\u{301}", " ", ":)", ":-)", "a:-(", "=", ":-", "<", "日", "😀"]
    private static let counts = [0, 1, 7, 8, 9, 31, 63, 64, 65, 127, 128, 129, 191, 192, 500, 2500]

    /// A text of `count` bytes, or a few less before its ending.
    private static func text(_ count: Int, _ random: inout SystemRandomNumberGenerator) -> String {
        let kinds = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        let ending = endings.randomElement(using: &random) ?? ""
        var text = ""
        while text.utf8.count + ending.utf8.count < count { text += kinds.randomElement(using: &random) ?? "" }
        while text.utf8.count + ending.utf8.count > count, !text.isEmpty { text.unicodeScalars.removeLast() }
        return text + ending
    }

    /// Words of 0 bytes and more, some of them in texts, among `count` others.
    private static func stopWords(_ count: Int, _ random: inout SystemRandomNumberGenerator) -> StopWords {
        let met = pieces.filter { _ in Bool.random(using: &random) } + ["", "it", "films", "a:)", ":)"]
        let others = (0..<count).map { number in String(repeating: "abcdefgh", count: number % 3) + "\(number)" }
        return .own(met + others)
    }

    private static func settings(_ random: inout SystemRandomNumberGenerator) -> HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = [1, 2, 3, 1 << 10, 1 << 20, 1_000_003, Int(Int32.max)].randomElement(using: &random) ?? 1
        settings.norm = [.l1, .l2, nil].randomElement(using: &random) ?? nil
        settings.alternateSign = .random(using: &random)
        settings.binary = .random(using: &random)
        settings.analyzer.tokenizer = [.default, .tutorial].randomElement(using: &random) ?? .default
        settings.analyzer.lowercase = .random(using: &random)
        let low = Int.random(in: 1...5, using: &random)
        settings.analyzer.ngramRange = NgramRange(low, .random(in: low...5, using: &random))
        if settings.analyzer.ngramRange.high == 1 || .random(using: &random) {
            settings.analyzer.ngramRange = NgramRange(1, settings.analyzer.ngramRange.high)
        }
        if settings.analyzer.tokenizer == .default, .random(using: &random) {
            settings.analyzer.tokenPattern = #"(?u)\b\w+\b"#
        }
        let number = [nil, 0, 5, 3000].randomElement(using: &random) ?? nil
        settings.analyzer.stopWords = number.map { stopWords($0, &random) }
        return settings
    }

    private static func expectPlainRows(_ texts: [String], _ settings: HashingVectorizerSettings) throws {
        var vectorizers = try everyInstructions.map { try HashingVectorizer(settings, instructions: $0) }
        let plain = PlainRows(settings)
        for text in texts {
            let expected = plain.row(of: text)
            let columns = expected.keys.sorted()
            let values = columns.map { expected[$0] }
            for index in vectorizers.indices {
                var batch = SparseBatch(nFeatures: settings.nFeatures)
                vectorizers[index].transform(text, into: &batch)
                let what = "\(text.prefix(3000).debugDescription) \(settings) \(everyInstructions[index])"
                #expect(batch.columns == columns, "\(what)")
                #expect(batch.values.map(\.bitPattern) == values, "\(what)")
            }
        }
    }

    @Test(arguments: 0..<25) func `rows of hostile texts are those made plainly`(round: Int) throws {
        var random = SystemRandomNumberGenerator()
        let texts = (0..<30).map { _ in Self.text(Self.counts.randomElement(using: &random) ?? 0, &random) }
        try Self.expectPlainRows(texts, Self.settings(&random))
    }

    @Test(arguments: [1, 3, 1 << 10]) func `equal words, long words and words of one column`(nFeatures: Int) throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = nFeatures
        let vectorizer = try HashingVectorizer(settings)
        let words = (0..<60_000).lazy.map { "w\($0)" }.filter { vectorizer.column(of: $0).column == 0 }
        let texts = [
            String(repeating: "film ", count: 100_000), String(repeating: "é", count: 500_001),
            words.prefix(3000).joined(separator: " "), "short",
        ]
        try Self.expectPlainRows(texts, settings)
        settings.analyzer.ngramRange = NgramRange(2, 3)
        settings.binary = true
        settings.analyzer.stopWords = .own(["short", String(repeating: "é", count: 500_000)])
        try Self.expectPlainRows(texts, settings)
    }

    @Test(arguments: [
        0, 1, 11, 12, 13, 14, 16, 17, 32, 33, 128, 129, 256, 257, 513, 1024, 1025, 2048, 4095, 4096, 4097, 5000,
    ])
    func `rows of as many words as are sorted in one way or another`(count: Int) throws {
        var random = SystemRandomNumberGenerator()
        for nFeatures in [1, 2, 5, 1000, 1 << 21, Int(Int32.max)] {
            var settings = HashingVectorizerSettings()
            settings.nFeatures = nFeatures
            let texts = [count, 10, count].map { count in
                (0..<count).map { _ in "w\(Int.random(in: 0...3 * count, using: &random))" }.joined(separator: " ")
            }
            try Self.expectPlainRows(texts, settings)
        }
    }

    @Test func `words whose columns lie together`() throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 21
        let vectorizer = try HashingVectorizer(settings)
        let words = (0..<150_000).lazy.map { "w\($0)" }.filter { vectorizer.column(of: $0).column < 1 << 12 }
        let crowd = Array(words)
        #expect(crowd.count > 200)
        let spread = (0..<200).map { "v\($0)" }
        for count in [13, 40, 100, crowd.count] {
            let text = crowd.prefix(count) + spread.prefix(count / 2)
            try Self.expectPlainRows([text.joined(separator: " "), text.reversed().joined(separator: " ")], settings)
        }
    }
}
