import Foundation

/// Words that carry no meaning for the task.
///
/// Two words are the same when their scalars are, as in Python and unlike Swift's `String`.
package enum StopWords: Sendable {
    /// scikit-learn's 318 English words.
    case english
    /// The tutorial's 127 words, from NLTK's older list.
    case tutorial
    /// NLTK's later list of 153 words.
    case nltk153
    /// Words of the person's own; use `own(_:)`, which sorts them.
    case words([String])

    /// Words of the person's own, sorted by their bytes and each once, so that equal sets are equal values.
    package static func own(_ words: some Sequence<String>) -> StopWords {
        let sorted = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var distinct: [String] = []
        for word in sorted where !(distinct.last?.utf8.elementsEqual(word.utf8) ?? false) { distinct.append(word) }
        return .words(distinct)
    }

    /// The list that scikit-learn or refit knows as `name`: `english`, `tutorial` or `nltk153`.
    package init?(named name: String) {
        switch name {
        case "english": self = .english
        case "tutorial": self = .tutorial
        case "nltk153": self = .nltk153
        default: return nil
        }
    }

    /// The names of the lists that have one.
    package static let names = ["english", "tutorial", "nltk153"]

    /// The words themselves.
    package var list: [String] {
        switch self {
        case .english: Self.englishWords
        case .tutorial: Self.tutorialWords
        case .nltk153: Self.nltk153Words
        case .words(let words): words
        }
    }

    /// The largest file of words that is read, in bytes.
    package static let largestFile = 1 << 20

    /// Reads words from a UTF-8 file, one a line; white space around a word and empty lines do not count.
    package static func read(_ path: String) throws(TextError) -> StopWords {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let kind = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
            kind.isRegularFile == true
        else { throw .unreadableStopWords(path: path, reason: "there is no such file") }
        guard kind.fileSize ?? 0 <= largestFile else {
            throw .unreadableStopWords(path: path, reason: "it is larger than \(largestFile) bytes")
        }
        guard let data = try? Data(contentsOf: url) else {
            throw .unreadableStopWords(path: path, reason: "it may not be read")
        }
        let text: String
        do throws(TextError) {
            text = try TextDecoder(encoding: .utf8, decodeError: .strict).decode([UInt8](data))
        } catch {
            throw .unreadableStopWords(path: path, reason: error.message)
        }
        let lines = text.unicodeScalars.split { $0 == "\n" || $0 == "\r" || $0 == "\u{FEFF}" }
        return own(
            lines.compactMap { line in
                let isSpace = { (scalar: Unicode.Scalar) in CharacterClasses.isSpace(scalar.value) }
                let word = line.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
                return word.isEmpty ? nil : String(String.UnicodeScalarView(word))
            })
    }
}

extension StopWords: Hashable {
    package static func == (left: StopWords, right: StopWords) -> Bool {
        switch (left, right) {
        case (.english, .english), (.tutorial, .tutorial), (.nltk153, .nltk153): true
        case (.words(let a), .words(let b)): a.elementsEqual(b) { $0.utf8.elementsEqual($1.utf8) }
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        for word in list {
            for byte in word.utf8 { hasher.combine(byte) }
            hasher.combine(UInt8(0xFF))
        }
    }
}
