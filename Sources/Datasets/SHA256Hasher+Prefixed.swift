import Files

extension SHA256Hasher {
    /// Takes in the number of UTF-8 bytes of a text as eight bytes, least significant first, and then the text.
    ///
    /// With its length before it, no text can be mistaken for part of its neighbour.
    mutating func update(prefixedByLength text: String) {
        update(littleEndian: UInt64(text.utf8.count))
        update(text)
    }
}
