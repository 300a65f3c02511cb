import Foundation
import Testing
import Values

@Suite struct JSONStringTests {
    @Test func `every scalar of the first planes reads back as itself`() throws {
        for start in stride(from: UInt32(0), to: 0x11000, by: 0x100) {
            let text = (start..<start + 0x100).compactMap(Unicode.Scalar.init).reduce(into: "") {
                $0.unicodeScalars.append($1)
            }
            let quoted = JSONString.quoted(text)
            let read = try JSONSerialization.jsonObject(with: Data(quoted.utf8), options: .fragmentsAllowed) as? String
            #expect(
                read?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, "from U+\(String(start, radix: 16))")
        }
    }

    @Test func `nothing that a terminal obeys is left`() {
        #expect(JSONString.quoted("\u{1B}[2J\u{9B}\u{7F}\u{2028}") == #""\u001b[2J\u009b\u007f\u2028""#)
    }
}
