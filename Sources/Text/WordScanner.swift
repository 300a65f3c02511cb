/// Cutting a text into words by one pass over its bytes.
enum WordScanner {
    /// Appends every maximal run of at least `minimum` word characters in `text` that `dropped` has not to `list`.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`; nothing is allocated once the buffers of `list` have grown.
    static func scan(_ text: Span<UInt8>, minimum: Int, dropping dropped: WordSet?, into list: inout GramList) {
        // Each word takes its own bytes and one space, and is followed by another character or by the end.
        var buffer = exchange(&list.bytes, with: [])
        buffer.grow(to: list.end + text.count + 1)
        var bytes = buffer.mutableSpan
        var end = list.end
        var index = 0
        while index < text.count {
            let start = end
            var length = 0
            while index < text.count {
                let byte = text[index]
                if byte < 0x80 {
                    guard CharacterClasses.isWord(ascii: byte) else { break }
                    bytes[end] = byte
                    end += 1
                    index += 1
                } else {
                    let (scalar, width) = text.scalar(at: index)
                    guard CharacterClasses.isWord(scalar) else { break }
                    for offset in 0..<width { bytes[end + offset] = text[index + offset] }
                    end += width
                    index += width
                }
                length += 1
            }
            if length >= minimum, length > 0, !(dropped?.contains(bytes.span.extracting(start..<end)) ?? false) {
                list.tokens.append(GramList.Gram(start: start, end: end))
                bytes[end] = 0x20
                end += 1
            } else {
                end = start
            }
            // Over the character that ended the run, and those after it that cannot begin a word.
            while index < text.count {
                let byte = text[index]
                if byte < 0x80 {
                    guard !CharacterClasses.isWord(ascii: byte) else { break }
                    index += 1
                } else {
                    let (scalar, width) = text.scalar(at: index)
                    guard !CharacterClasses.isWord(scalar) else { break }
                    index += width
                }
            }
        }
        list.end = end
        list.bytes = buffer
    }
}
