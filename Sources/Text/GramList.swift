/// The grams of one document as one run of UTF-8 bytes: what `Text` hands to `Features`.
///
/// Gram *i* is `bytes[ends[i - 1]..<ends[i]]`. One value is used for many documents, so that no gram needs an
/// allocation of its own.
package struct GramList: Sendable {
    /// The grams' bytes, one after another.
    package var bytes: [UInt8] = []
    /// Where each gram ends in `bytes`.
    package var ends: [Int] = []

    /// No grams.
    package init() {}

    /// How many grams there are.
    package var count: Int { ends.count }

    /// Forgets the grams and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Ends the gram whose bytes were appended last.
    package mutating func endGram() {
        ends.append(bytes.count)
    }

    /// The grams as texts, for people.
    package var texts: [String] {
        var start = 0
        return ends.map { end in
            defer { start = end }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
    }
}
