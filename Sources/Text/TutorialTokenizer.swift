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
            func first(_ byte: Character, from start: Int) -> Int? {
                guard start < count, let code = byte.asciiValue else { return nil }
                return unsafe memchr(base + start, Int32(code), count - start).map {
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
        // Up to here it is known that there may be eyes.
        var looked = 0
        while index < text.count {
            if index >= looked, index + 64 <= text.count {
                looked = index + 64
                guard text.hasEyes(from: index) else {
                    index = looked
                    continue
                }
            }
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

extension Span where Element == UInt8 {
    /// Whether the 64 bytes from `start` on have a `:`, `;` or `=`: a loop that the compiler vectorizes, since most have none.
    @inline(__always)
    fileprivate func hasEyes(from start: Int) -> Bool {
        let part = extracting(start..<start + 64)
        var found: UInt8 = 0
        for index in 0..<64 {
            let byte = unsafe part[unchecked: index]
            found |= byte == UInt8(ascii: ":") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "=") ? 1 : 0
        }
        return found != 0
    }
}
