/// A list of texts as Python's pickle of protocol 4, which `pickle.load` makes a `list` of `str` of and nothing else.
enum PickledTexts {
    /// The pickle; its opcodes are those that Python's own `pickletools` describes.
    ///
    /// - Complexity: O(*n*) for *n* bytes of text.
    static func bytes(of texts: [String]) -> [UInt8] {
        // PROTO 4, EMPTY_LIST, MARK; each text as BINUNICODE with its length in four bytes; APPENDS, STOP.
        var bytes: [UInt8] = [0x80, 4, UInt8(ascii: "]"), UInt8(ascii: "(")]
        for text in texts {
            bytes.append(UInt8(ascii: "X"))
            let count = UInt32(text.utf8.count)
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
            bytes += Array(text.utf8)
        }
        return bytes + [UInt8(ascii: "e"), UInt8(ascii: ".")]
    }
}
