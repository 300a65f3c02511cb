/// Cutting a text into words by one pass over its bytes.
enum WordScanner {
    /// Appends every maximal run of at least `minimum` word characters in `text` that `dropped` has not to `list`.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`; nothing is allocated once the buffers of `list` have grown.
    static func scan(_ text: Span<UInt8>, minimum: Int, dropping dropped: WordSet?, into list: inout GramList) {
        var classes = exchange(&list.classes, with: ByteClasses())
        classes.classify(text)
        // Each word takes its own bytes and one space, and is followed by another character or by the end; the last
        // eight bytes are room for copies in steps of eight.
        var buffer = exchange(&list.bytes, with: [])
        buffer.grow(to: list.end + text.count + 9)
        var bytes = buffer.mutableSpan
        var end = list.end
        var index = classes.firstNonzero(from: 0, count: text.count)
        while index < text.count {
            let start = end
            // Scalars, counted only as far as `minimum` asks.
            var length = 0
            while index < text.count {
                let next = classes.firstNonword(from: index, count: text.count)
                bytes.copy(from: text, index..<next, to: end)
                end += next - index
                length += next - index
                index = next
                guard index < text.count, text[index] >= 0x80 else { break }
                let (scalar, width) = text.scalar(at: index)
                guard CharacterClasses.isWord(scalar) else { break }
                for offset in 0..<width { bytes[end + offset] = text[index + offset] }
                end += width
                index += width
                length += 1
            }
            if length >= minimum, length > 0, !(dropped?.contains(bytes.span.extracting(start..<end)) ?? false) {
                list.tokens.append(GramList.Gram(start: start, end: end))
                bytes[end] = 0x20
                end += 1
            } else {
                end = start
            }
            // Over the characters that cannot begin a word.
            while index < text.count {
                index = classes.firstNonzero(from: index, count: text.count)
                guard index < text.count, text[index] >= 0x80 else { break }
                let (scalar, width) = text.scalar(at: index)
                guard !CharacterClasses.isWord(scalar) else { break }
                index += width
            }
        }
        list.end = end
        list.bytes = buffer
        list.classes = classes
    }
}

extension MutableSpan where Element == UInt8 {
    /// Copies bytes of a text, in steps of eight where both sides have them: up to seven more bytes than asked for.
    @inline(__always)
    fileprivate mutating func copy(from text: Span<UInt8>, _ range: Range<Int>, to start: Int) {
        var offset = 0
        let count = range.count
        while offset < count, range.lowerBound + offset + 8 <= text.count {
            let eight = unsafe text.bytes.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound + offset, as: UInt64.self)
            unsafe withUnsafeMutableBytes { bytes in
                unsafe bytes.storeBytes(of: eight, toByteOffset: start + offset, as: UInt64.self)
            }
            offset += 8
        }
        while offset < count {
            self[start + offset] = text[range.lowerBound + offset]
            offset += 1
        }
    }
}
