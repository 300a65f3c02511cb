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
        var emoticons = emoticons(in: list.bytes.span.extracting(first: count))
        guard !emoticons.isEmpty else {
            return WordScanner.scan(first: count, minimum: 1, dropping: dropped, into: &list)
        }
        var lastWord = count
        while lastWord > 0 {
            let (scalar, start) = list.bytes.span.scalar(before: lastWord)
            guard CharacterClasses.isWord(scalar) else { break }
            lastWord = start
        }
        WordScanner.scan(first: lastWord, minimum: 1, dropping: dropped, into: &list)
        let glued = list.bytes[lastWord..<count] + emoticons.removeFirst()
        list.append(token: glued.span, unlessIn: dropped)
        for emoticon in emoticons { list.append(token: emoticon.span, unlessIn: dropped) }
    }

    /// The emoticons of `text` in their order, without noses.
    private static func emoticons(in text: Span<UInt8>) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var eyes = Self.eyes.map { Eyes($0, in: text) }
        while let next = eyes.indices.min(by: { eyes[$0].place < eyes[$1].place }), eyes[next].place < text.count {
            let place = eyes[next].place
            var mouth = place + 1
            if mouth < text.count, text[mouth] == UInt8(ascii: "-") { mouth += 1 }
            if mouth < text.count, text[mouth] == UInt8(ascii: "(") || text[mouth] == UInt8(ascii: ")") {
                found.append([text[place], text[mouth]])
            }
            eyes[next].goOn(in: text)
        }
        return found
    }

    private static let eyes = [UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "=")]

    /// Where the next eyes of one kind are.
    private struct Eyes {
        let byte: UInt8
        /// The place, or the end of the text.
        var place = -1

        init(_ byte: UInt8, in text: Span<UInt8>) {
            self.byte = byte
            goOn(in: text)
        }

        mutating func goOn(in text: Span<UInt8>) {
            let start = place + 1
            place = unsafe text.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress, start < bytes.count,
                    let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
                else { return bytes.count }
                return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
        }
    }
}
