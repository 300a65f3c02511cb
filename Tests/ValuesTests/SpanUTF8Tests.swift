import Testing
import Values

@Suite struct SpanUTF8Tests {
    /// Sequences that are UTF-8 and such that are not, by the Unicode Standard's table of well-formed byte sequences.
    private static let sequences: [[UInt8]] = [
        [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xEF, 0xBB, 0xBF], [0xC2, 0x80],
        [0xF4, 0x8F, 0xBF, 0xBF],
        [0x80], [0xC3], [0xC0, 0x80], [0xC3, 0x28], [0xE2, 0x82], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
        [0xF0, 0x9F, 0x98],
        [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3, 0xC3, 0xA9], [0xA9, 0xC3], [0x00],
    ]

    @Test(arguments: sequences) func `bytes are UTF-8 where the standard library says so`(sequence: [UInt8]) {
        for before in [0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 130] {
            for after in [0, 1, 7, 8, 28, 29, 30, 31, 32, 33, 64, 100] {
                for other in [[], [0xC3, 0xA9], [0x80]] as [[UInt8]] {
                    let bytes =
                        [UInt8](repeating: 0x61, count: before) + sequence + [UInt8](repeating: 0x62, count: after)
                        + other
                    let text = String(validating: bytes, as: UTF8.self)
                    #expect(bytes.span.isUTF8 == (text != nil), "\(bytes)")
                    #expect(String(utf8: bytes.span) == text, "\(bytes)")
                    #expect(bytes.span.firstBeyondASCII(from: 0) == bytes.firstIndex { $0 >= 0x80 })
                }
            }
        }
    }

    @Test func `texts of other scripts come back as they are`() {
        for text in [String(repeating: "Очень хороший фильм. ", count: 40), String(repeating: "映画", count: 99), "é"] {
            #expect(String(utf8: Array(text.utf8).span) == text)
        }
    }
}
