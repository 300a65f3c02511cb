import CText
import TestSupport
import Testing

@testable import Text

/// What the loops find must not depend on the instructions that they use, nor on where in a block it stands.
@Suite struct WordBordersTests {
    /// All that this processor has.
    private static let instructions = [text_instructions_portable, text_instructions_sse2, text_instructions_avx512]
        .filter { $0.rawValue <= WordBorders.bestInstructions.rawValue }

    /// Words of `bytes`, whose first `count` are the text, and the places of eyes.
    private static func scan(
        _ bytes: [UInt8], first count: Int, minimum: Int = 1, dropping dropped: [String] = [],
        with instructions: text_instructions
    ) -> (words: [Range<Int>], eyes: [Int]) {
        var borders = WordBorders(instructions: instructions)
        var tokens: [GramList.Gram] = []
        // What an earlier text has left must not matter.
        for text in [[UInt8](repeating: 0x61, count: 200), bytes] {
            let length = text == bytes ? count : 150
            borders.classify(text.span.extracting(first: length))
            tokens.removeAll(keepingCapacity: true)
            borders.appendWords(ofAtLeast: minimum, unlessIn: WordSet(dropped), bytes: text.span, to: &tokens)
        }
        var eyes: [Int] = []
        while let next = borders.firstEyes(from: eyes.last.map { $0 + 1 } ?? 0) { eyes.append(next) }
        return (tokens.map { $0.start..<$0.end }, eyes)
    }

    /// The same, a byte at a time, for ASCII.
    private static func plain(
        _ text: ArraySlice<UInt8>, minimum: Int = 1, dropping dropped: [String] = []
    ) -> (words: [Range<Int>], eyes: [Int]) {
        let isWord = { (byte: UInt8) in CharacterClasses.isWord(UInt32(byte)) }
        let words = text.indices.split { !isWord(text[$0]) }.map { text.indices[$0.startIndex..<$0.endIndex] }
            .filter { $0.count >= minimum && !dropped.contains(String(decoding: text[$0], as: UTF8.self)) }
        return (words, text.indices.filter { [0x3A, 0x3B, 0x3D].contains(text[$0]) })
    }

    private static func expectPlain(
        _ text: [UInt8], minimum: Int = 1, dropping dropped: [String] = [], with instructions: text_instructions
    ) {
        // Words go on behind the text, whose last bits must not.
        let bytes = text + [UInt8](repeating: 0x61, count: WordSet.padding)
        let found = scan(bytes, first: text.count, minimum: minimum, dropping: dropped, with: instructions)
        let expected = plain(text[...], minimum: minimum, dropping: dropped)
        #expect(found.words == expected.words, "\(text) \(dropped)")
        #expect(found.eyes == expected.eyes, "\(text)")
    }

    @Test(arguments: instructions) func `every ASCII byte has its class`(_ instructions: text_instructions) {
        for byte in 0..<128 as Range<UInt8> {
            for place in [0, 1, 15, 16, 62, 63, 64, 70] {
                for other in [0x20, 0x61] as [UInt8] {
                    var text = [UInt8](repeating: other, count: 71)
                    text[place] = byte
                    Self.expectPlain(text, with: instructions)
                }
            }
        }
    }

    @Test(arguments: instructions) func `texts of all lengths end where they end`(_ instructions: text_instructions) {
        for count in 0..<260 {
            for period in [1, 2, 3, 9, 64, 1000] {
                let text = (0..<count).map { $0 % period == period - 1 ? 0x3A : 0x61 as UInt8 }
                Self.expectPlain(text, with: instructions)
                Self.expectPlain(text.reversed(), minimum: 2, with: instructions)
            }
        }
    }

    @Test(arguments: instructions) func `words are known whole`(_ instructions: text_instructions) {
        var random = SystemRandomNumberGenerator()
        for round in 0..<60 {
            // Of few letters, so that many words are in the text, and many begin with the same eight bytes.
            let words = (0..<300).map { _ in
                String(
                    (0..<Int.random(in: 1...12, using: &random)).map { _ in "ab".randomElement(using: &random) ?? "a" })
            }
            let text = words.joined(separator: round % 2 == 0 ? " " : "; ")
            let dropped = Array(words.shuffled(using: &random).prefix([0, 1, 3, 30, 200][round % 5]))
            Self.expectPlain(Array(text.utf8), minimum: 1 + round % 3, dropping: dropped, with: instructions)
        }
    }

    @Test(arguments: instructions) func `scalars beyond ASCII are cut alike`(_ instructions: text_instructions) {
        var random = SystemRandomNumberGenerator()
        let pieces = ["a", "Z", "é", "É", "—", "日", "𝐀", "😀", "\u{301}", " ", ":", "\u{130}", "Σ", "\u{23A}"]
        for count in 0..<200 {
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let bytes = Array(text.utf8) + [UInt8](repeating: 0x61, count: WordSet.padding)
            let found = Self.scan(bytes, first: text.utf8.count, with: instructions)
            let words = text.unicodeScalars.split { !CharacterClasses.isWord($0.value) }.map { String($0) }
            #expect(found.words.map { String(decoding: bytes[$0], as: UTF8.self) } == words, "\(text)")
            var (lowered, expected) = ([0xFF] as [UInt8], [0xFF] as [UInt8])
            let length = LowerCasing.lowercase(text.utf8.span, into: &lowered, instructions: instructions)
            let same = LowerCasing.lowercase(
                text.utf8.span, into: &expected, instructions: text_instructions_portable)
            #expect(lowered[..<length] == expected[..<same], "\(text)")
        }
    }

    @Test(arguments: instructions) func `lower case is that of every byte alone`(_ instructions: text_instructions) {
        for count in 0..<200 {
            let text = (0..<count).map { UInt8(($0 * 3 + count) % 128) }
            var lowered = [UInt8](repeating: 0xFF, count: 400)
            let length = LowerCasing.lowercase(text.span, into: &lowered, instructions: instructions)
            #expect(length == count)
            #expect(Array(lowered[..<count]) == text.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
            #expect(lowered[count...].allSatisfy { $0 == 0xFF }, "nothing is written behind \(count) bytes")
        }
    }

    @Test(arguments: instructions) func `words at the end of the memory are kept and doubted alike`(
        _ instructions: text_instructions
    ) throws {
        var random = SystemRandomNumberGenerator()
        let known = WordSet(["a", "ab", "abab", "bbbbbbb", "aaaaaaaa", "babababab"])
        for count in 0..<70 {
            let letters = (0..<count + 20).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
            let words = (0..<count).map { index in
                let start = index == count - 1 ? letters.count - 8 : Int.random(in: 0...index, using: &random)
                return UInt64(start) | UInt64(start + Int.random(in: 1...8, using: &random)) << 32
            }
            for minimum in [0, 1, 2, 5, .max] {
                let expected = try Self.kept(of: words, minimum, known, letters, text_instructions_portable)
                let found = try Self.kept(of: words, minimum, known, letters, instructions)
                #expect(found.words == expected.words && found.doubts == expected.doubts)
            }
        }
    }

    /// The words that are kept and the places of those in doubt, in memory without a byte too many.
    private static func kept(
        of words: [UInt64], _ minimum: Int, _ known: WordSet, _ letters: [UInt8], _ instructions: text_instructions
    ) throws -> (words: [UInt64], doubts: [UInt32]) {
        try unsafe withElementsAtBorder(UInt8.self, count: letters.count) { bytes in
            for index in letters.indices { unsafe bytes[index] = letters[index] }
            return try unsafe withElementsAtBorder(UInt64.self, count: words.count) { room in
                for index in words.indices { unsafe room[index] = words[index] }
                return try unsafe withElementsAtBorder(UInt32.self, count: words.count) { doubts in
                    let kept = unsafe known.withTable { table in
                        unsafe text_keep_words(
                            bytes.baseAddress, room.baseAddress, words.count, minimum, table, doubts.baseAddress,
                            instructions)
                    }
                    return unsafe (Array(room[..<kept.words]), Array(doubts[..<kept.doubts]))
                }
            }
        }
    }
}
