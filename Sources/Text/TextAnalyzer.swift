import Values

/// Text into the grams that scikit-learn's vectorizers would count, by the settings given.
///
/// The stages are scikit-learn's: lower-case, strip accents, split into tokens, drop stop words, join n-grams. The
/// value keeps its buffers from text to text; use one for each thread.
package struct TextAnalyzer: Sendable {
    /// The settings that the analyzer was made with.
    package let settings: AnalyzerSettings
    private let splitting: Splitting
    private let dropped: WordSet
    private var stripper: AccentStripper?
    private var stemmer = PorterStemmer()
    /// The present text after lower-casing and the stripping of accents, in its first bytes.
    private var normalized: [UInt8] = []
    private var scratch: [UInt8] = []

    /// What splits the normalized text.
    private enum Splitting: Sendable {
        case words(minimum: Int)
        case pattern(TokenPattern)
        case tutorial
        case porter
        case characters
        case paddedWords
    }

    /// Checks the settings and makes ready for texts.
    package init(_ settings: AnalyzerSettings) throws(TextError) {
        try settings.check()
        self.settings = settings
        switch (settings.analyzer, settings.tokenizer) {
        case (.char, _): splitting = .characters
        case (.charWb, _): splitting = .paddedWords
        case (.word, .tutorial): splitting = .tutorial
        case (.word, .porter): splitting = .porter
        case (.word, .default):
            if let minimum = TokenPattern.wordLengths[settings.tokenPattern] {
                splitting = .words(minimum: minimum)
            } else {
                splitting = .pattern(try TokenPattern(settings.tokenPattern))
            }
        }
        var words = settings.stopWords?.list ?? []
        if case .tutorial = splitting { words += StopWords.tutorial.list }
        dropped = WordSet(words)
        stripper = settings.stripAccents.map { AccentStripper($0) }
    }

    /// Replaces what `list` holds by the grams of `text`.
    ///
    /// - Complexity: O(*n* + *m*), where *n* is the number of bytes and *m* that of grams; a custom `token_pattern`
    ///   may take longer, as regular expressions do.
    package mutating func grams(of text: String, into list: inout GramList) {
        grams(of: text.utf8.span, into: &list)
    }

    /// The same of a text in UTF-8, which nobody looks at again whether it is; of less than 2 GiB.
    package mutating func grams(of text: Span<UInt8>, into list: inout GramList) {
        precondition(text.count <= Int32.max, "a text of \(text.count) bytes")
        list.removeAll()
        let count = normalize(text)
        split(count, into: &list)
        switch splitting {
        case .characters:
            list.tokenizeScalars(in: 0..<list.end)
            list.formGrams(settings.ngramRange, ofWords: false)
        case .paddedWords: break
        case .words, .pattern, .tutorial, .porter: list.formGrams(settings.ngramRange, ofWords: true)
        }
        list.bytes.grow(to: list.end + GramList.padding)
    }

    /// The grams of `text` as texts, for people.
    package func tokens(of text: String) -> [String] {
        var analyzer = self
        var list = GramList()
        analyzer.grams(of: text, into: &list)
        return list.texts
    }

    /// Writes the normalized form of `text` over `normalized` and returns its length.
    private mutating func normalize(_ text: Span<UInt8>) -> Int {
        var count = text.count
        if settings.lowercase {
            count = LowerCasing.lowercase(text, into: &normalized)
        } else {
            normalized.grow(to: count)
            var bytes = normalized.mutableSpan
            for index in text.indices { bytes[index] = text[index] }
        }
        if stripper != nil, normalized.span.extracting(first: count).firstBeyondASCII(from: 0) != nil {
            let accented = exchange(&normalized, with: exchange(&scratch, with: []))
            count = stripper?.strip(accented.span.extracting(first: count), into: &normalized) ?? count
            scratch = accented
        }
        guard case .tutorial = splitting else { return count }
        count = TutorialTokenizer.removeTags(from: &normalized, count: count)
        // The tutorial lower-cases once more, which tells only where capitals were kept or came out of NFKD.
        if !settings.lowercase || stripper != nil {
            let mixed = exchange(&normalized, with: exchange(&scratch, with: []))
            count = LowerCasing.lowercase(mixed.span.extracting(first: count), into: &normalized)
            scratch = mixed
        }
        return count
    }

    /// Splits the first `count` bytes of `normalized`.
    private mutating func split(_ count: Int, into list: inout GramList) {
        switch splitting {
        case .words(let minimum):
            list.take(&normalized, count: count)
            WordScanner.scan(first: count, minimum: minimum, dropping: dropped, into: &list)
        case .tutorial:
            list.take(&normalized, count: count)
            TutorialTokenizer.scan(first: count, dropping: dropped, into: &list)
        case .pattern, .porter, .characters, .paddedWords:
            let buffer = exchange(&normalized, with: [])
            copy(buffer.span.extracting(first: count), into: &list)
            normalized = buffer
            return
        }
        if settings.ngramRange.high > 1 { list.joinTokens() }
    }

    /// Splits `text` into tokens that are copies.
    private mutating func copy(_ text: Span<UInt8>, into list: inout GramList) {
        switch splitting {
        case .words, .tutorial: break
        case .pattern(let pattern): pattern.scan(text, dropping: dropped, into: &list)
        case .porter: stemmer.scan(text, dropping: dropped, into: &list)
        case .characters: list.appendCollapsingSpace(text)
        case .paddedWords: list.formPaddedGrams(settings.ngramRange, of: text)
        }
    }
}
