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
}
