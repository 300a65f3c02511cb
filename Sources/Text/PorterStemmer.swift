/// Porter's stemmer with the departures that NLTK's `PorterStemmer` has by default (`NLTK_EXTENSIONS`).
///
/// Works on scalars, since NLTK counts code points; every scalar but a, e, i, o, u and some y is a consonant.
/// Source: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), 130–137. The steps are in
/// `PorterStemmer+Steps.swift`.
package struct PorterStemmer: Sendable {
    /// The word as it is being stemmed.
    var word: [UInt32] = []
    private var lowered: [UInt8] = []
    private var known = StemCache()

    /// Makes ready for words.
    package init() {}

    /// The stem of `word`, which is lower-cased first.
    package mutating func stem(_ word: String) -> String {
        stem(word.utf8.span)
        return String(String.UnicodeScalarView(self.word.compactMap(Unicode.Scalar.init)))
    }

    /// Appends the stem of each white-space separated word of `text` that `dropped` has not to `list`.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`.
    mutating func scan(_ text: Span<UInt8>, dropping dropped: WordSet?, into list: inout GramList) {
        var index = 0
        var stem: [UInt8] = []
        while index < text.count {
            let start = index
            while index < text.count {
                let (scalar, length) = text.scalar(at: index)
                guard !CharacterClasses.isSpace(scalar) else { break }
                index += length
            }
            guard index > start else {
                index += text.scalar(at: index).length
                continue
            }
            let original = text.extracting(start..<index)
            if let stem = known.stem(of: original) {
                list.append(token: known.bytes.span.extracting(stem), unlessIn: dropped)
                continue
            }
            self.stem(original)
            stem.grow(to: 4 * word.count)
            let count = Self.write(word, to: &stem)
            known.add(stem.span.extracting(first: count), of: original)
            list.append(token: stem.span.extracting(first: count), unlessIn: dropped)
        }
    }

    /// Writes scalars to the first bytes of `bytes`, and returns the number of these.
    private static func write(_ scalars: [UInt32], to bytes: inout [UInt8]) -> Int {
        var bytes = bytes.mutableSpan
        var end = 0
        for scalar in scalars { bytes.write(scalar, at: &end) }
        return end
    }

    /// Leaves the stem of `original` in `word`.
    private mutating func stem(_ original: Span<UInt8>) {
        var bytes = exchange(&lowered, with: [])
        let count = LowerCasing.lowercase(original, into: &bytes)
        Self.decode(bytes.span.extracting(first: count), into: &word)
        lowered = bytes
        if let stem = Self.irregularStems[word] {
            word = stem
            return
        }
        guard Self.scalarCount(of: original) > 2 else { return }
        step1a()
        step1b()
        step1c()
        step2()
        step3()
        step4()
        step5a()
        step5b()
    }

    private static func decode(_ text: Span<UInt8>, into scalars: inout [UInt32]) {
        scalars.removeAll(keepingCapacity: true)
        var index = 0
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            scalars.append(scalar)
            index += length
        }
    }

    private static func scalarCount(of text: Span<UInt8>) -> Int {
        var count = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// NLTK's words whose stems the steps would get wrong.
    private static let irregularStems: [[UInt32]: [UInt32]] = {
        let forms = [
            ("sky", "sky skies"), ("die", "dying"), ("lie", "lying"), ("tie", "tying"), ("news", "news"),
            ("inning", "innings inning"), ("outing", "outings outing"), ("canning", "cannings canning"),
            ("howe", "howe"), ("proceed", "proceed"), ("exceed", "exceed"), ("succeed", "succeed"),
        ]
        var stems: [[UInt32]: [UInt32]] = [:]
        for (stem, words) in forms {
            for word in words.split(separator: " ") {
                stems[word.unicodeScalars.map(\.value)] = stem.unicodeScalars.map(\.value)
            }
        }
        return stems
    }()
}
