import Foundation
import Testing
import Text

@Suite("Words are stemmed as by NLTK's PorterStemmer")
struct PorterStemmerTests {
    @Test("words and stems of the golden file")
    func golden() throws {
        let lines = String(decoding: try Golden.data("porter.tsv"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count > 5000)
        var stemmer = PorterStemmer()
        for line in lines {
            let pair = line.split(separator: "\t", omittingEmptySubsequences: false)
            let stem = stemmer.stem(String(pair[0]))
            #expect(stem.utf8.elementsEqual(pair[1].utf8), "\(pair[0]): \(stem)")
        }
    }

    @Test(
        "the pairs of Porter's paper",
        arguments: [
            ("caresses", "caress"), ("ponies", "poni"), ("caress", "caress"), ("cats", "cat"), ("feed", "feed"),
            ("agreed", "agre"), ("plastered", "plaster"), ("motoring", "motor"), ("sing", "sing"),
            ("conflated", "conflat"), ("sized", "size"), ("hopping", "hop"), ("falling", "fall"), ("filing", "file"),
            ("happy", "happi"), ("relational", "relat"), ("vietnamization", "vietnam"), ("triplicate", "triplic"),
            ("electrical", "electr"), ("goodness", "good"), ("adjustable", "adjust"), ("adoption", "adopt"),
            ("effective", "effect"), ("probate", "probat"), ("cease", "ceas"), ("controlling", "control"),
            ("roll", "roll"),
        ])
    func paper(word: String, stem: String) {
        var stemmer = PorterStemmer()
        #expect(stemmer.stem(word) == stem)
    }

    @Test("NLTK's departures: irregular words, short words, ie and y")
    func extensions() {
        var stemmer = PorterStemmer()
        let pairs = [
            ("dying", "die"), ("skies", "sky"), ("succeed", "succeed"), ("dies", "die"), ("died", "die"),
            ("spied", "spi"), ("enjoy", "enjoy"), ("by", "by"), ("is", "is"), ("Running", "run"),
        ]
        for (word, stem) in pairs { #expect(stemmer.stem(word) == stem) }
    }

    @Test("words that were chosen to share a slot are stemmed like others, as often as they come")
    func crowds() throws {
        let words = [
            70834, 105198, 118711, 187551, 240840, 281381, 316984, 338768, 404781, 405682, 408925, 450202, 488713,
            598083, 769979, 801042, 888532, 942187, 1007157, 1019225, 1133420, 1263672, 1267300, 1375311, 1460003,
            1564549, 1628236, 1654031, 1703465, 1725656, 1739337, 1747307, 1810348, 1829709, 1860632, 2043086, 2057632,
            2208338, 2282518, 2332743,
        ].map { "wa\($0)ing" }
        for word in words {
            // FNV-1a, of which the stems that are remembered are found by the lower bits: the last slot.
            let hash = word.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            #expect((hash ^ hash >> 32) & 0xFFFF == 0xFFFF)
        }
        var settings = AnalyzerSettings()
        settings.tokenizer = .porter
        var stemmer = PorterStemmer()
        let stems = words.map { stemmer.stem($0) }
        let text = (words + words).joined(separator: " ")
        #expect(try TextAnalyzer(settings).tokens(of: text) == stems + stems)
    }
}
