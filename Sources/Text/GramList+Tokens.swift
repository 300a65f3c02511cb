extension GramList {
    /// Appends `token`, unless `dropped` has it.
    mutating func append(token: Span<UInt8>, unlessIn dropped: WordSet?) {
        guard !(dropped?.contains(token) ?? false) else { return }
        bytes.grow(to: end + token.count + 1)
        for index in token.indices { bytes[end + index] = token[index] }
        bytes[end + token.count] = 0x20
        tokens.append(Gram(start: end, end: end + token.count))
        end += token.count + 1
    }

    /// Leaves out the tokens from number `first` on that have fewer than `minimum` scalars.
    mutating func dropTokens(from first: Int, shorterThan minimum: Int) {
        var kept = first
        for token in tokens[first...] {
            // No scalar has more than four bytes.
            guard
                token.end - token.start >= 4 * minimum
                    || bytes.span.hasScalars(minimum, from: token.start, to: token.end)
            else { continue }
            tokens[kept] = token
            kept += 1
        }
        tokens.removeLast(tokens.count - kept)
    }

    /// Brings the tokens together, one space apart, for grams of several of them.
    ///
    /// - Complexity: O(*n*) in the bytes of the tokens.
    mutating func joinTokens() {
        var joined = exchange(&scratch, with: [])
        var tokens = exchange(&tokens, with: [])
        bytes.grow(to: end + Self.copySize)
        joined.grow(to: end + tokens.count + Self.copySize)
        var target = 0
        var places = tokens.mutableSpan
        unsafe joined.withUnsafeMutableBytes { joined in
            unsafe bytes.withUnsafeBytes { bytes in
                for index in places.indices {
                    let (start, count) = (places[index].start, places[index].end - places[index].start)
                    // Up to fifteen bytes more than the token's, for which both sides have room: few tokens are so long that
                    // it takes more than one step, which could not be foreseen.
                    for offset in stride(from: 0, to: count, by: Self.copySize) {
                        let some = unsafe bytes.loadUnaligned(fromByteOffset: start + offset, as: SIMD2<UInt64>.self)
                        unsafe joined.storeBytes(of: some, toByteOffset: target + offset, as: SIMD2<UInt64>.self)
                    }
                    places[index] = Gram(start: target, end: target + count)
                    unsafe joined[target + count] = 0x20
                    target += count + 1
                }
            }
        }
        scratch = exchange(&bytes, with: joined)
        self.tokens = tokens
        end = target
    }

    private static var copySize: Int { 16 }

    /// Appends `text` with every run of two or more white-space characters as one space; a single one stays.
    mutating func appendCollapsingSpace(_ text: Span<UInt8>) {
        bytes.grow(to: end + text.count)
        var index = 0
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            var next = index + length
            if CharacterClasses.isSpace(scalar) {
                var run = 1
                while next < text.count {
                    let (following, width) = text.scalar(at: next)
                    guard CharacterClasses.isSpace(following) else { break }
                    next += width
                    run += 1
                }
                if run > 1 {
                    bytes[end] = 0x20
                    end += 1
                    index = next
                    continue
                }
            }
            for offset in 0..<length { bytes[end + offset] = text[index + offset] }
            end += length
            index += length
        }
    }

    /// Makes each scalar of `range` of the bytes a token.
    mutating func tokenizeScalars(in range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let length = bytes.span.scalar(at: index).length
            tokens.append(Gram(start: index, end: index + length))
            index += length
        }
    }
}

extension GramList {
    /// Forms the grams of `range` from the tokens: shorter grams first, and from left to right among equals.
    ///
    /// As in scikit-learn, a high end of 1 leaves the tokens of a word analyzer as they are, whatever the low end.
    ///
    /// - Complexity: O(*m*) in the number of grams.
    mutating func formGrams(_ range: NgramRange, ofWords: Bool) {
        if range.high == 1, ofWords || range.low == 1 {
            swap(&tokens, &grams)
            return
        }
        var length = range.low
        while length <= min(range.high, tokens.count) {
            if length == 0 {
                grams.append(contentsOf: repeatElement(Gram(start: 0, end: 0), count: tokens.count + 1))
            } else {
                appendGrams(ofTokens: length)
            }
            length += 1
        }
    }

    /// Appends every gram of `length` tokens in a row, of which there are enough for one.
    private mutating func appendGrams(ofTokens length: Int) {
        let tokens = tokens
        let starts = tokens.span
        let count = starts.count - length + 1
        grams.append(addingCapacity: count) { grams in
            for first in 0..<count {
                // Both are below the number of tokens.
                unsafe grams.append(Gram(from: starts[unchecked: first], to: starts[unchecked: first &+ length &- 1]))
            }
        }
    }

    /// Forms the grams of scalars within words, each word padded with a space on both sides.
    ///
    /// A word that is no longer than a gram counts once, whole.
    ///
    /// - Complexity: O(*m*) in the number of grams and the bytes of `text`.
    mutating func formPaddedGrams(_ range: NgramRange, of text: Span<UInt8>) {
        // Word, space, word, …: neighbours share the space between them as their padding.
        bytes.grow(to: text.count + 2)
        bytes[0] = 0x20
        end = 1
        var index = 0
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            guard !CharacterClasses.isSpace(scalar) else {
                index += length
                continue
            }
            let start = end
            while index < text.count {
                let (scalar, length) = text.scalar(at: index)
                guard !CharacterClasses.isSpace(scalar) else { break }
                for offset in 0..<length { bytes[end + offset] = text[index + offset] }
                end += length
                index += length
            }
            bytes[end] = 0x20
            end += 1
            tokens.removeAll(keepingCapacity: true)
            tokenizeScalars(in: start - 1..<end)
            formPaddedGrams(range)
        }
    }

    /// Forms the grams of one padded word, whose scalars are the tokens.
    private mutating func formPaddedGrams(_ range: NgramRange) {
        for length in range.low...range.high {
            if length == 0 {
                grams.append(contentsOf: repeatElement(Gram(start: 0, end: 0), count: tokens.count + 1))
                continue
            }
            let last = max(tokens.count - length, 0)
            for first in 0...last {
                grams.append(Gram(start: tokens[first].start, end: tokens[min(first + length, tokens.count) - 1].end))
            }
            if last == 0 { return }
        }
    }
}
