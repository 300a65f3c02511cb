/// Cutting a text into words by one pass over its bytes.
enum WordScanner {
    /// Makes the words of the first `count` bytes of `list` tokens: every maximal run of at least `minimum` word
    /// characters that `dropped` has not.
    ///
    /// The words stay where they are: the bytes of `list` are the text.
    ///
    /// - Complexity: O(*n*) in the bytes of the text; nothing is allocated once the buffers of `list` have grown.
    static func scan(first count: Int, minimum: Int, dropping dropped: WordSet, into list: inout GramList) {
        list.bytes.grow(to: count + WordSet.padding)
        var borders = exchange(&list.borders, with: WordBorders())
        var tokens = exchange(&list.tokens, with: [])
        borders.find(in: list.bytes.span.extracting(first: count))
        let first = tokens.count
        let words = borders.count / 2
        tokens.append(contentsOf: repeatElement(GramList.Gram(start: 0, end: 0), count: words))
        let kept = keep(
            words, minimum, dropped, bytes: list.bytes.span, borders: borders.positions.span, in: &tokens, from: first)
        tokens.removeLast(words - kept)
        list.tokens = tokens
        // Bytes were counted, which are more than scalars where there are others than ASCII.
        if minimum > 1, !borders.isASCII { list.dropTokens(from: first, shorterThan: minimum) }
        list.borders = borders
    }

    /// Writes the words that are kept to `tokens` from `first` on, and returns their number.
    private static func keep(
        _ words: Int, _ minimum: Int, _ dropped: WordSet, bytes: Span<UInt8>, borders: Span<UInt32>,
        in tokens: inout [GramList.Gram], from first: Int
    ) -> Int {
        unsafe tokens.withUnsafeMutableBufferPointer { tokens in
            unsafe borders.withUnsafeBufferPointer { borders in
                var kept = first
                for word in 0..<words {
                    let start = Int(unsafe borders[2 &* word])
                    let end = Int(unsafe borders[2 &* word &+ 1])
                    // Written in any case, and kept or written over: a branch would be mispredicted at every other word.
                    unsafe tokens[kept] = GramList.Gram(start: start, end: end)
                    let isLong = end &- start < minimum ? 0 : 1
                    kept &+= isLong & (dropped.contains(bytes, from: start, to: end) ? 0 : 1)
                }
                return kept - first
            }
        }
    }
}
