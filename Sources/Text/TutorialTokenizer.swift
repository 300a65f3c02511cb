import Glibc

/// The tutorial's tokenizer: HTML tags out, words without stop words, and the emoticons behind them.
///
/// It is this function, whose regular expressions are followed to the letter: emoticons are searched in the
/// lower-cased text, so that those with `D` or `P` are never found, and the first emoticon is joined to the last word
/// when nothing stands between the two.
///
/// ```
/// text = re.sub('<[^>]*>', '', text)
/// emoticons = re.findall('(?::|;|=)(?:-)?(?:\)|\(|D|P)', text.lower())
/// text = re.sub('[\W]+', ' ', text.lower()) + ' '.join(emoticons).replace('-', '')
/// return [word for word in text.split() if word not in stop]
/// ```
enum TutorialTokenizer {
    /// Takes the tags out of the first `count` bytes of `text`, in place, and returns how many bytes are left.
    ///
    /// - Complexity: O(*n*): once no `>` follows, no later `<` begins a tag either.
    static func removeTags(from text: inout [UInt8], count: Int) -> Int {
        unsafe text.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            func first(_ byte: Unicode.Scalar, from start: Int) -> Int? {
                guard start < count else { return nil }
                return unsafe memchr(base + start, Int32(UInt8(ascii: byte)), count - start).map {
                    unsafe UnsafeRawPointer($0) - UnsafeRawPointer(base)
                }
            }
            var end = 0
            var start = 0
            while let open = first("<", from: start), let close = first(">", from: open + 1) {
                unsafe memmove(base + end, base + start, open - start)
                end += open - start
                start = close + 1
            }
            if end < start { unsafe memmove(base + end, base + start, count - start) }
            return end + count - start
        }
    }

    /// Makes the words and emoticons of the first `count` bytes of `list`, which are lower-cased and have no tags, tokens.
    ///
    /// `dropped` holds the tutorial's stop words and those of the settings.
    ///
    /// - Complexity: O(*n*) in the bytes of the text.
    static func scan(first count: Int, dropping dropped: WordSet, into list: inout GramList) {
        WordScanner.classify(first: count, of: &list)
        var emoticons = emoticons(in: list.bytes.span.extracting(first: count), list.borders)
        guard !emoticons.isEmpty else {
            return WordScanner.scanClassified(first: count, minimum: 1, dropping: dropped, into: &list)
        }
        var lastWord = count
        while lastWord > 0 {
            let (scalar, start) = list.bytes.span.scalar(before: lastWord)
            guard CharacterClasses.isWord(scalar) else { break }
            lastWord = start
        }
        list.borders.removeWords(from: lastWord)
        WordScanner.scanClassified(first: lastWord, minimum: 1, dropping: dropped, into: &list)
        let glued = list.bytes[lastWord..<count] + emoticons.removeFirst()
        list.append(token: glued.span, unlessIn: dropped)
        for emoticon in emoticons { list.append(token: emoticon.span, unlessIn: dropped) }
    }

    /// The emoticons of `text` in their order, without noses; `borders` know its bytes.
    private static func emoticons(in text: Span<UInt8>, _ borders: borrowing WordBorders) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var next = borders.firstEyes(from: 0)
        while let place = next {
            var mouth = place + 1
            if mouth < text.count, text[mouth] == UInt8(ascii: "-") { mouth += 1 }
            if mouth < text.count, text[mouth] == UInt8(ascii: "(") || text[mouth] == UInt8(ascii: ")") {
                found.append([text[place], text[mouth]])
            }
            next = borders.firstEyes(from: place + 1)
        }
        return found
    }
}
