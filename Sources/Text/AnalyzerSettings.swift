/// How a text becomes tokens: the settings of scikit-learn's `HashingVectorizer` that concern text.
package struct AnalyzerSettings: Hashable, Sendable {
    /// How bytes become text.
    package var encoding = TextEncoding.utf8
    /// What happens to bytes that are not text in `encoding`.
    package var decodeError = DecodeError.strict
    /// Which accents are taken off, after lower-casing; `nil` keeps them.
    package var stripAccents: StripAccents?
    /// Whether text is lower-cased before anything else.
    package var lowercase = true
    /// What splits a text into words; with `analyzer` `.word` only.
    package var tokenizer = Tokenizer.default
    /// The words that are dropped before n-grams are formed; `nil` drops none.
    package var stopWords: StopWords?
    /// A Python regular expression whose matches are the tokens; with the `default` tokenizer only.
    package var tokenPattern = AnalyzerSettings.defaultTokenPattern
    /// How many tokens (or characters) a gram joins, from least to most.
    package var ngramRange = NgramRange(1, 1)
    /// Whether grams are made of words or of characters.
    package var analyzer = Analyzer.word

    /// scikit-learn's defaults.
    package init() {}

    /// Runs of two or more word characters.
    package static let defaultTokenPattern = #"(?u)\b\w\w+\b"#
}

/// What grams are made of.
package enum Analyzer: String, CaseIterable, Sendable {
    /// Words and runs of words.
    case word
    /// Characters of the whole text.
    case char
    /// Characters within words, which are padded with a space on both sides.
    case charWb = "char_wb"
}

/// Which accents are taken off.
package enum StripAccents: String, CaseIterable, Sendable {
    /// NFKD, then every scalar beyond ASCII is dropped.
    case ascii
    /// NFKD, then every combining mark is dropped.
    case unicode
}

/// What splits a text into words.
package enum Tokenizer: String, CaseIterable, Sendable {
    /// The matches of `tokenPattern`.
    case `default`
    /// The tutorial's function: tags out, emoticons joined on, 127 stop words dropped.
    case tutorial
    /// The tutorial's stemming tokenizer: white space, then Porter's stems.
    case porter
}

/// Bytes that are not text: what is done about them.
package enum DecodeError: String, CaseIterable, Sendable {
    /// An error.
    case strict
    /// They are left out.
    case ignore
    /// Each maximal ill-formed part becomes U+FFFD, as in Python.
    case replace
}

/// The encodings that bytes are read in.
package enum TextEncoding: String, CaseIterable, Sendable {
    /// UTF-8.
    case utf8 = "utf-8"
    /// ISO 8859-1: every byte is the scalar of its value.
    case latin1 = "latin-1"
    /// ASCII; bytes of 128 and more are errors.
    case ascii
}

/// How many tokens a gram joins, from least to most.
package struct NgramRange: Hashable, Sendable {
    /// The fewest.
    package var low: Int
    /// The most.
    package var high: Int

    /// The range `low...high`; it is checked where it is used.
    package init(_ low: Int, _ high: Int) {
        self.low = low
        self.high = high
    }
}
