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
        var bytes = text.mutableSpan
        var end = 0
        var index = 0
        while index < count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") {
                var close = index + 1
                while close < count, bytes[close] != UInt8(ascii: ">") { close += 1 }
                if close < count {
                    index = close + 1
                    continue
                }
                while index < count {
                    bytes[end] = bytes[index]
                    end += 1
                    index += 1
                }
                break
            }
            bytes[end] = byte
            end += 1
            index += 1
        }
        return end
    }

    /// Appends the words and emoticons of `text`, which is lower-cased and has no tags, to `list`.
    ///
    /// `dropped` holds the tutorial's stop words and those of the settings.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`.
    static func scan(_ text: Span<UInt8>, dropping dropped: WordSet, into list: inout GramList) {
        var emoticons = emoticons(in: text)
        guard !emoticons.isEmpty else { return WordScanner.scan(text, minimum: 1, dropping: dropped, into: &list) }
        var lastWord = text.count
        while lastWord > 0 {
            let (scalar, start) = text.scalar(before: lastWord)
            guard CharacterClasses.isWord(scalar) else { break }
            lastWord = start
        }
        WordScanner.scan(text.extracting(first: lastWord), minimum: 1, dropping: dropped, into: &list)
        var glued: [UInt8] = []
        for index in lastWord..<text.count { glued.append(text[index]) }
        glued += emoticons.removeFirst()
        list.append(token: glued.span, unlessIn: dropped)
        for emoticon in emoticons { list.append(token: emoticon.span, unlessIn: dropped) }
    }

    /// The emoticons of `text` in their order, without noses.
    private static func emoticons(in text: Span<UInt8>) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var index = 0
        while index < text.count {
            let eyes = text[index]
            index += 1
            guard eyes == UInt8(ascii: ":") || eyes == UInt8(ascii: ";") || eyes == UInt8(ascii: "=") else { continue }
            var mouth = index
            if mouth < text.count, text[mouth] == UInt8(ascii: "-") { mouth += 1 }
            guard mouth < text.count, text[mouth] == UInt8(ascii: "(") || text[mouth] == UInt8(ascii: ")") else {
                continue
            }
            found.append([eyes, text[mouth]])
            index = mouth + 1
        }
        return found
    }
}
