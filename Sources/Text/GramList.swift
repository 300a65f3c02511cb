/// The grams of one document: what `Text` hands to `Features`.
///
/// The grams are ranges of one run of UTF-8 bytes, and none has bytes of its own: words stay where they stand in the
/// text, and where grams of several tokens are asked for, the tokens are brought together one space apart, so that a gram
/// is there once its tokens are. One value is used for many documents; its buffers grow to what the largest needed.
package struct GramList: Sendable {
    /// One gram's place in the bytes.
    package struct Gram: Hashable, Sendable {
        /// Where the gram begins in the lower half, where it ends in the upper.
        package let bounds: UInt64

        /// The place of a gram in less than 2^32 bytes.
        init(start: Int, end: Int) {
            bounds = UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: end) << 32
        }

        /// The place from the beginning of one gram to the end of another.
        @inline(__always)
        init(from first: Gram, to last: Gram) {
            bounds = first.bounds & 0xFFFF_FFFF | last.bounds & 0xFFFF_FFFF_0000_0000
        }

        /// Where the gram begins.
        package var start: Int { Int(truncatingIfNeeded: bounds & 0xFFFF_FFFF) }
        /// Where the gram ends, which is `start` for an empty gram.
        package var end: Int { Int(truncatingIfNeeded: bounds >> 32) }
    }

    /// The UTF-8 bytes that the grams are ranges of; those from `end` on are left from earlier documents.
    ///
    /// Once there are grams, `padding` bytes can be read behind each.
    package internal(set) var bytes: [UInt8] = []
    /// How many bytes may be read behind a gram, so that kernels take sixteen at a time.
    package static let padding = 16
    /// The end of the present document's bytes.
    var end = 0
    /// The tokens: ranges of `bytes`, ascending.
    var tokens: [Gram] = []
    /// The borders of the words, kept for their memory.
    var borders = WordBorders()
    /// Bytes for a moment, kept for their memory.
    var scratch: [UInt8] = []
    /// The grams, in scikit-learn's order.
    package internal(set) var grams: [Gram] = []

    /// No grams.
    package init() {}

    /// How many grams there are.
    package var count: Int { grams.count }

    /// Forgets the grams and keeps the memory.
    package mutating func removeAll() {
        end = 0
        tokens.removeAll(keepingCapacity: true)
        grams.removeAll(keepingCapacity: true)
    }

    /// Takes the first `count` bytes of a text for its own, and leaves its earlier bytes in their place.
    mutating func take(_ text: inout [UInt8], count: Int) {
        swap(&bytes, &text)
        end = count
    }

    /// The text of `gram`, for people.
    package func text(of gram: Gram) -> String {
        String(decoding: bytes[gram.start..<gram.end], as: UTF8.self)
    }

    /// The grams as texts, for people.
    package var texts: [String] { grams.map(text(of:)) }
}
