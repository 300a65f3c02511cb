package import Values

extension AnalyzerSettings {
    /// The settings by scikit-learn's names, in alphabetical order.
    ///
    /// `tokenizer` shows `None` for `default`, and `tutorial` or `porter` where scikit-learn would show a function.
    package var parameters: [Parameter] {
        [
            Parameter("analyzer", .text(analyzer.rawValue)),
            Parameter("decode_error", .text(decodeError.rawValue)),
            Parameter("encoding", .text(encoding.rawValue)),
            Parameter("lowercase", .bool(lowercase)),
            Parameter("ngram_range", .list([.integer(Int64(ngramRange.low)), .integer(Int64(ngramRange.high))])),
            Parameter("stop_words", stopWords?.parameterValue ?? .none),
            Parameter("strip_accents", stripAccents.map { .text($0.rawValue) } ?? .none),
            Parameter("token_pattern", .text(tokenPattern)),
            Parameter("tokenizer", tokenizer == .default ? .none : .text(tokenizer.rawValue)),
        ]
    }

    /// Sets the setting that scikit-learn calls `name`, and returns whether these settings have one of that name.
    ///
    /// `none` as a text means `None`, `true` and `false` the booleans. `stop_words` takes a list's name or
    /// words, never a file: settings also come from model files, which must not have other files opened. `token_pattern=None` means the default pattern, since it is only
    /// of use with a tokenizer.
    package mutating func set(_ name: String, to value: ParameterValue) throws(TextError) -> Bool {
        switch name {
        case "analyzer": analyzer = try value.choice(of: name)
        case "decode_error": decodeError = try value.choice(of: name)
        case "encoding": encoding = try value.encoding()
        case "lowercase": lowercase = try value.truth(of: name)
        case "ngram_range": ngramRange = try value.ngramRange()
        case "stop_words": stopWords = try value.stopWords()
        case "strip_accents": stripAccents = value.isNone ? nil : try value.choice(of: name, orNone: true)
        case "token_pattern": tokenPattern = try value.tokenPattern()
        case "tokenizer": tokenizer = value.isNone ? .default : try value.choice(of: name, orNone: true)
        default: return false
        }
        return true
    }

    /// Checks what `set(_:to:)` would have refused and a direct assignment did not.
    func check() throws(TextError) {
        try ngramRange.check()
        if analyzer == .word, tokenizer == .default { try TokenPattern.check(tokenPattern) }
    }
}

extension NgramRange {
    /// scikit-learn's own rule, and no negative lengths.
    func check() throws(TextError) {
        guard low <= high else { throw .reversedNgramRange(low: low, high: high) }
        guard low >= 0 else {
            throw .invalidSetting(name: "ngram_range", value: "(\(low), \(high))", expected: "of lengths of 0 or more")
        }
    }
}

extension StopWords {
    fileprivate var parameterValue: ParameterValue {
        switch self {
        case .english: .text("english")
        case .tutorial: .text("tutorial")
        case .nltk153: .text("nltk153")
        case .words(let words): .list(words.map { .text($0) })
        }
    }
}

extension ParameterValue {
    fileprivate func invalid(_ name: String, expected: String) -> TextError {
        .invalidSetting(name: name, value: description, expected: expected)
    }

    fileprivate func choice<Choice>(of name: String, orNone: Bool = false) throws(TextError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        if case .text(let text) = self, let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map { "'\($0.rawValue)'" } + (orNone ? ["None"] : [])
        throw invalid(name, expected: "one of \(names.joined(separator: ", "))")
    }

    fileprivate func truth(of name: String) throws(TextError) -> Bool {
        guard let truth else { throw invalid(name, expected: "True or False") }
        return truth
    }

    fileprivate func encoding() throws(TextError) -> TextEncoding {
        if case .text(let text) = self {
            switch text.lowercased().replacing("_", with: "-") {
            case "utf-8", "utf8", "u8": return .utf8
            case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1": return .latin1
            case "ascii", "us-ascii", "646": return .ascii
            default: break
            }
        }
        throw invalid("encoding", expected: "one of 'utf-8', 'latin-1', 'ascii'")
    }

    fileprivate func ngramRange() throws(TextError) -> NgramRange {
        guard case .list(let ends) = self, ends.count == 2, case .integer(let low) = ends[0],
            case .integer(let high) = ends[1]
        else { throw invalid("ngram_range", expected: "a pair of whole numbers such as (1, 2)") }
        let range = NgramRange(Int(low), Int(high))
        try range.check()
        return range
    }

    fileprivate func stopWords() throws(TextError) -> StopWords? {
        guard !isNone else { return nil }
        switch self {
        case .text(let text):
            if let list = StopWords(named: text) { return list }
        case .list(let values):
            let words = values.compactMap { if case .text(let word) = $0 { word } else { nil } }
            if words.count == values.count { return StopWords.own(words) }
        default: break
        }
        let names = StopWords.names.map { "'\($0)'" }.joined(separator: ", ")
        throw invalid("stop_words", expected: "one of \(names), None or a list of words")
    }

    fileprivate func tokenPattern() throws(TextError) -> String {
        guard !isNone else { return AnalyzerSettings.defaultTokenPattern }
        guard case .text(let pattern) = self else {
            throw invalid("token_pattern", expected: "a regular expression in quotes")
        }
        try TokenPattern.check(pattern)
        return pattern
    }
}
