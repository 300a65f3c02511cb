import Features
import Testing
import Text

/// Rows of grams that were hashed before, beside the rows of the texts themselves.
@Suite struct HashedGramsTests {
    private static let texts = [
        "", "one", "a film that is a film, and what a film!", "Großer Käse — naïve café", "x\u{0}y \u{1F600} zz zz zz",
        String(repeating: "many different words and more words than insertion sorts ", count: 9),
    ]

    @Test(
        "are the texts' rows to the last bit, whatever the columns, norms and signs", arguments: [1, 7, 1024, 1 << 21])
    func rows(nFeatures: Int) throws {
        var analysed = HashingVectorizerSettings()
        analysed.analyzer.ngramRange = NgramRange(1, 2)
        for norm in [Norm.l1, .l2, nil] {
            for (alternates, isBinary) in [(true, false), (false, false), (true, true)] {
                var settings = analysed
                (settings.nFeatures, settings.norm) = (nFeatures, norm)
                (settings.alternateSign, settings.binary) = (alternates, isBinary)
                var source = try HashingVectorizer(analysed)
                var vectorizer = try HashingVectorizer(settings)
                var (expected, rows) = (SparseBatch(nFeatures: nFeatures), SparseBatch(nFeatures: nFeatures))
                vectorizer.transform(Self.texts, into: &expected)
                for text in Self.texts {
                    var hashes: [Int32] = []
                    source.forEachGram(of: text.utf8.span) { hash, gram in
                        hashes.append(hash)
                        #expect(MurmurHash3.hash(gram) == hash)
                    }
                    vectorizer.transform(hashes: hashes.span, into: &rows)
                }
                #expect(rows == expected)
                #expect(rows.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
            }
        }
    }
}
