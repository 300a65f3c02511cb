/// The grams of one document: what `Text` hands to `Features`.
///
/// The grams are ranges of one run of UTF-8 bytes in which the tokens stand one space apart. So a gram of several
/// tokens is already there once its tokens are, and no gram has bytes of its own. One value is used for many
/// documents; its buffers grow to what the largest needed.
package struct GramList: Sendable {
    /// One gram's place in the bytes.
    package struct Gram: Hashable, Sendable {
        /// Where the gram begins.
        package let start: Int
        /// Where the gram ends, which is `start` for an empty gram.
        package let end: Int
    }

    /// The UTF-8 bytes that the grams are ranges of; those from `end` on are left from earlier documents.
    package internal(set) var bytes: [UInt8] = []
    /// The end of the present document's bytes.
    var end = 0
    /// The tokens: ranges of `bytes`, ascending, one space apart.
    var tokens: [Gram] = []
    /// What the bytes of the present text are, kept for its memory.
    var classes = ByteClasses()
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

    /// The text of `gram`, for people.
    package func text(of gram: Gram) -> String {
        String(decoding: bytes[gram.start..<gram.end], as: UTF8.self)
    }

    /// The grams as texts, for people.
    package var texts: [String] { grams.map(text(of:)) }
}
