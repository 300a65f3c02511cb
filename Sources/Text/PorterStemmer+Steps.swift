/// The published steps, in order, with NLTK's departures marked.
extension PorterStemmer {
    /// What a rule asks of the stem that its suffix leaves.
    enum Condition {
        case always
        /// m > 0, in the paper's notation.
        case positiveMeasure
        /// m > 1.
        case measureAboveOne
        /// m > 1, and the stem ends with s or t.
        case measureAboveOneAfterST
        /// m > 0 of the stem with one more letter, which NLTK asks of *logi*.
        case positiveMeasureWithLetter
    }

    /// A suffix, what replaces it, and when.
    struct Rule: Sendable {
        let suffix: [UInt32]
        let replacement: [UInt32]
        let condition: Condition

        init(_ suffix: String, _ replacement: String, _ condition: Condition) {
            self.suffix = suffix.unicodeScalars.map(\.value)
            self.replacement = replacement.unicodeScalars.map(\.value)
            self.condition = condition
        }
    }

    /// Plurals; NLTK keeps the e of four-letter words such as *dies*.
    mutating func step1a() {
        if word.count == 4, ends(with: "ies") {
            word.removeLast()
            return
        }
        apply(Self.step1aRules)
    }

    /// Past tenses and gerunds; NLTK makes *ied* into *ie* in four-letter words and into *i* in others.
    mutating func step1b() {
        if ends(with: "ied") {
            word.removeLast(word.count == 4 ? 1 : 2)
            return
        }
        if ends(with: "eed") {
            if measure(of: word.count - 3) > 0 { word.removeLast() }
            return
        }
        if ends(with: "ed"), containsVowel(word.count - 2) {
            word.removeLast(2)
        } else if ends(with: "ing"), containsVowel(word.count - 3) {
            word.removeLast(3)
        } else {
            return
        }
        if ends(with: "at") || ends(with: "bl") || ends(with: "iz") {
            word.append(0x65)
        } else if endsWithDoubleConsonant {
            switch Unicode.Scalar(word[word.count - 1]) {
            case "l", "s", "z": break
            default: word.removeLast()
            }
        } else if measure(of: word.count) == 1, endsConsonantVowelConsonant(word.count) {
            word.append(0x65)
        }
    }

    /// A final y; NLTK turns it into i after a consonant that is not the first letter.
    mutating func step1c() {
        guard ends(with: "y"), word.count > 2, isConsonant(word.count - 2) else { return }
        word[word.count - 1] = 0x69
    }

    /// Double suffixes; NLTK adds *fulli* and *logi*, and takes *alli* to *al* before it looks again.
    mutating func step2() {
        if ends(with: "alli"), measure(of: word.count - 4) > 0 { word.removeLast(2) }
        apply(Self.step2Rules)
    }

    /// -ic-, -full, -ness and their kind.
    mutating func step3() {
        apply(Self.step3Rules)
    }

    /// Suffixes that are dropped after a long stem.
    mutating func step4() {
        apply(Self.step4Rules)
    }

    /// A final e.
    mutating func step5a() {
        guard ends(with: "e") else { return }
        let stem = word.count - 1
        let measure = measure(of: stem)
        if measure > 1 || (measure == 1 && !endsConsonantVowelConsonant(stem)) { word.removeLast() }
    }

    /// A final ll.
    mutating func step5b() {
        if ends(with: "ll"), measure(of: word.count - 1) > 1 { word.removeLast() }
    }

    /// Applies the first rule whose suffix the word has, if its condition holds; later rules are not tried.
    private mutating func apply(_ rules: [Rule]) {
        for rule in rules where ends(with: rule.suffix) {
            let stem = word.count - rule.suffix.count
            let holds =
                switch rule.condition {
                case .always: true
                case .positiveMeasure: measure(of: stem) > 0
                case .measureAboveOne: measure(of: stem) > 1
                case .measureAboveOneAfterST:
                    measure(of: stem) > 1 && (word[stem - 1] == 0x73 || word[stem - 1] == 0x74)
                case .positiveMeasureWithLetter: measure(of: stem + 1) > 0
                }
            if holds {
                word.removeLast(rule.suffix.count)
                word.append(contentsOf: rule.replacement)
            }
            return
        }
    }

    private static let step1aRules = [
        Rule("sses", "ss", .always), Rule("ies", "i", .always), Rule("ss", "ss", .always), Rule("s", "", .always),
    ]

    private static let step2Rules = [
        Rule("ational", "ate", .positiveMeasure), Rule("tional", "tion", .positiveMeasure),
        Rule("enci", "ence", .positiveMeasure), Rule("anci", "ance", .positiveMeasure),
        Rule("izer", "ize", .positiveMeasure), Rule("bli", "ble", .positiveMeasure),
        Rule("alli", "al", .positiveMeasure), Rule("entli", "ent", .positiveMeasure),
        Rule("eli", "e", .positiveMeasure), Rule("ousli", "ous", .positiveMeasure),
        Rule("ization", "ize", .positiveMeasure), Rule("ation", "ate", .positiveMeasure),
        Rule("ator", "ate", .positiveMeasure), Rule("alism", "al", .positiveMeasure),
        Rule("iveness", "ive", .positiveMeasure), Rule("fulness", "ful", .positiveMeasure),
        Rule("ousness", "ous", .positiveMeasure), Rule("aliti", "al", .positiveMeasure),
        Rule("iviti", "ive", .positiveMeasure), Rule("biliti", "ble", .positiveMeasure),
        Rule("fulli", "ful", .positiveMeasure), Rule("logi", "log", .positiveMeasureWithLetter),
    ]

    private static let step3Rules = [
        Rule("icate", "ic", .positiveMeasure), Rule("ative", "", .positiveMeasure),
        Rule("alize", "al", .positiveMeasure), Rule("iciti", "ic", .positiveMeasure),
        Rule("ical", "ic", .positiveMeasure), Rule("ful", "", .positiveMeasure), Rule("ness", "", .positiveMeasure),
    ]

    private static let step4Rules = [
        Rule("al", "", .measureAboveOne), Rule("ance", "", .measureAboveOne), Rule("ence", "", .measureAboveOne),
        Rule("er", "", .measureAboveOne), Rule("ic", "", .measureAboveOne), Rule("able", "", .measureAboveOne),
        Rule("ible", "", .measureAboveOne), Rule("ant", "", .measureAboveOne), Rule("ement", "", .measureAboveOne),
        Rule("ment", "", .measureAboveOne), Rule("ent", "", .measureAboveOne),
        Rule("ion", "", .measureAboveOneAfterST), Rule("ou", "", .measureAboveOne), Rule("ism", "", .measureAboveOne),
        Rule("ate", "", .measureAboveOne), Rule("iti", "", .measureAboveOne), Rule("ous", "", .measureAboveOne),
        Rule("ive", "", .measureAboveOne), Rule("ize", "", .measureAboveOne),
    ]
}

/// The conditions that the steps ask of a word's first letters.
extension PorterStemmer {
    private func ends(with suffix: String) -> Bool {
        word.count >= suffix.utf8.count && zip(word.reversed(), suffix.utf8.reversed()).allSatisfy { $0 == UInt32($1) }
    }

    private func ends(with suffix: [UInt32]) -> Bool {
        word.count >= suffix.count && word.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Whether letter `index` is a consonant: no vowel, and no y after a consonant.
    private func isConsonant(_ index: Int) -> Bool {
        switch Unicode.Scalar(word[index]) {
        case "a", "e", "i", "o", "u": false
        case "y":
            // A run of y's alternates; the letter before the run decides where it begins.
            index == 0 || !isConsonant(index - 1)
        default: true
        }
    }

    /// The number of vowel–consonant changes in the first `count` letters: the paper's *m*.
    ///
    /// - Complexity: O(*n*), since each y is judged by the letter before it.
    private func measure(of count: Int) -> Int {
        var measure = 0
        var wasVowel = false
        for index in 0..<count {
            let isVowel =
                switch Unicode.Scalar(word[index]) {
                case "a", "e", "i", "o", "u": true
                case "y": index > 0 && !wasVowel
                default: false
                }
            if wasVowel, !isVowel { measure += 1 }
            wasVowel = isVowel
        }
        return measure
    }

    private func containsVowel(_ count: Int) -> Bool {
        (0..<count).contains { !isConsonant($0) }
    }

    private var endsWithDoubleConsonant: Bool {
        let last = word.count - 1
        return last > 0 && word[last] == word[last - 1] && isConsonant(last)
    }

    /// Whether the first `count` letters end consonant, vowel, consonant, the last not w, x or y.
    ///
    /// NLTK also takes two letters, vowel and consonant.
    private func endsConsonantVowelConsonant(_ count: Int) -> Bool {
        if count == 2 { return !isConsonant(0) && isConsonant(1) }
        guard count >= 3, isConsonant(count - 3), !isConsonant(count - 2), isConsonant(count - 1) else { return false }
        switch Unicode.Scalar(word[count - 1]) {
        case "w", "x", "y": return false
        default: return true
        }
    }
}
