/// Cutting a text into words by one pass over its bytes.
enum WordScanner {
    /// Makes the words of the first `count` bytes of `list` tokens: every maximal run of at least `minimum` word
    /// characters that `dropped` has not.
    ///
    /// The words stay where they are: the bytes of `list` are the text.
    ///
    /// - Complexity: O(*n*) in the bytes of the text; nothing is allocated once the buffers of `list` have grown.
    static func scan(first count: Int, minimum: Int, dropping dropped: WordSet, into list: inout GramList) {
        classify(first: count, of: &list)
        scanClassified(first: count, minimum: minimum, dropping: dropped, into: &list)
    }

    /// Has the borders of `list` know its first `count` bytes.
    static func classify(first count: Int, of list: inout GramList) {
        var borders = exchange(&list.borders, with: WordBorders())
        borders.classify(list.bytes.span.extracting(first: count))
        list.borders = borders
    }

    /// Does what `scan` does for bytes that the borders of `list` already know.
    static func scanClassified(first count: Int, minimum: Int, dropping dropped: WordSet, into list: inout GramList) {
        list.bytes.grow(to: count + WordSet.padding)
        var borders = exchange(&list.borders, with: WordBorders())
        var tokens = exchange(&list.tokens, with: [])
        let first = tokens.count
        borders.appendWords(ofAtLeast: minimum, unlessIn: dropped, bytes: list.bytes.span, to: &tokens)
        list.tokens = tokens
        // Bytes were counted, which are more than scalars where there are others than ASCII.
        if minimum > 1, !borders.isASCII { list.dropTokens(from: first, shorterThan: minimum) }
        list.borders = borders
    }
}
