import CText
import Values

/// Where the words of a text begin and end: the maximal runs of word characters.
///
/// What the bytes are is one bit a byte, and the borders are the bits in which sixty-four of them differ from themselves
/// shifted by one. A branch a byte would be mispredicted at nearly every border.
struct WordBorders: Sendable {
    /// Which bytes belong to words: the lowest bit of the first number is the first byte.
    private var words: [UInt64] = []
    /// Which bytes are `:`, `;` or `=`.
    private var eyes: [UInt64] = []
    /// How many numbers the present text has.
    private var blocks = 0
    /// Whether the present text has no scalar beyond ASCII.
    private(set) var isASCII = true
    /// The numbers of the words of which a table cannot tell whether a set has them.
    private var doubts: [UInt32] = []
    private let instructions: text_instructions

    /// The best instructions that this processor has.
    static let bestInstructions = text_best_instructions()

    /// No text yet.
    init(instructions: text_instructions = bestInstructions) {
        self.instructions = instructions
    }

    /// Classifies the bytes of a text of less than 2^32 bytes in the place of an earlier one's.
    ///
    /// - Complexity: O(*n*) for *n* bytes; nothing is allocated once the buffers have grown.
    mutating func classify(_ text: Span<UInt8>) {
        blocks = (text.count + 63) / 64
        words.grow(to: blocks)
        eyes.grow(to: blocks)
        isASCII = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe words.withUnsafeMutableBufferPointer { words in
                unsafe eyes.withUnsafeMutableBufferPointer { eyes in
                    unsafe text_classify(
                        bytes.baseAddress, bytes.count, words.baseAddress, eyes.baseAddress, instructions)
                }
            }
        }
        if !isASCII { classifyOthers(text) }
    }

    /// Looks up the scalars beyond ASCII.
    private mutating func classifyOthers(_ text: Span<UInt8>) {
        var words = words.mutableSpan
        var next = text.firstBeyondASCII(from: 0)
        while let index = next {
            let (scalar, length) = text.scalar(at: index)
            if CharacterClasses.isWord(scalar) {
                for place in index..<index + length { words[place >> 6] |= 1 << UInt64(place & 63) }
            }
            next = text.firstBeyondASCII(from: index + length)
        }
    }

    /// Has no byte from `end` on belong to a word.
    mutating func removeWords(from end: Int) {
        guard end >> 6 < blocks else { return }
        blocks = end >> 6 + 1
        words[end >> 6] &= 1 << UInt64(end & 63) - 1
    }

    /// The first place from `start` on that is `:`, `;` or `=`, or `nil`.
    ///
    /// - Complexity: O(*n*) for *n* bytes passed over, sixty-four of them at a time.
    func firstEyes(from start: Int) -> Int? {
        var block = start >> 6
        guard block < blocks else { return nil }
        var bits = eyes[block] & ~0 << UInt64(start & 63)
        while bits == 0 {
            block += 1
            guard block < blocks else { return nil }
            bits = eyes[block]
        }
        return block << 6 + bits.trailingZeroBitCount
    }

    /// Appends the words of at least `minimum` bytes that `dropped` has not to `tokens`.
    ///
    /// `bytes` begins with the text that was classified, and `WordSet.padding` bytes can be read behind that.
    ///
    /// - Complexity: O(*n*) in the bytes of the text.
    mutating func appendWords(
        ofAtLeast minimum: Int, unlessIn dropped: WordSet, bytes: Span<UInt8>, to tokens: inout [GramList.Gram]
    ) {
        // A text has at most one border more than bytes, two of which are a gram.
        let room = (64 * blocks + 2 + Int(text_borders_padding)) / 2
        tokens.append(addingCapacity: room) { output in
            unsafe output.withUnsafeMutableBufferPointer { tokens, count in
                let found = unsafe findWords(in: tokens)
                doubts.grow(to: found)
                count = unsafe keepWords(found, minimum, dropped, bytes, in: tokens)
            }
        }
    }

    /// Writes down the words, and returns their number: on this order of bytes, two borders are a gram.
    private func findWords(in tokens: UnsafeMutableBufferPointer<GramList.Gram>) -> Int {
        unsafe words.withUnsafeBufferPointer { words in
            unsafe text_find_words(words.baseAddress, blocks, UnsafeMutableRawPointer(tokens.baseAddress), instructions)
        }
    }

    /// Moves the words that are kept to the front, and returns their number.
    private mutating func keepWords(
        _ found: Int, _ minimum: Int, _ dropped: WordSet, _ bytes: Span<UInt8>,
        in tokens: UnsafeMutableBufferPointer<GramList.Gram>
    ) -> Int {
        let kept = unsafe doubts.withUnsafeMutableBufferPointer { doubts in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe dropped.withTable { table in
                    unsafe text_keep_words(
                        bytes.baseAddress, UnsafeMutableRawPointer(tokens.baseAddress), found, minimum, table,
                        doubts.baseAddress, instructions)
                }
            }
        }
        guard kept.doubts > 0, let base = tokens.baseAddress else { return kept.words }
        var (end, next) = (0, 0)
        func move(upTo place: Int) {
            unsafe (base + end).update(from: base + next, count: place - next)
            end += place - next
            next = place
        }
        for doubt in doubts[..<kept.doubts] {
            let word = unsafe tokens[Int(doubt)]
            guard dropped.contains(bytes.extracting(word.start..<word.end)) else { continue }
            move(upTo: Int(doubt))
            next += 1
        }
        move(upTo: kept.words)
        return end
    }
}
