import Foundation
import Testing
import Text

@Suite("Bytes are decoded as by Python's bytes.decode")
struct TextDecoderTests {
    private struct Sample: Decodable {
        struct Expectation: Decodable {
            let ignore: String
            let replace: String
            let error_offset: Int?
        }

        let bytes: String
        let utf8: Expectation
        let ascii: Expectation
        let latin1: Expectation

        enum CodingKeys: String, CodingKey {
            case bytes
            case utf8 = "utf-8"
            case ascii
            case latin1 = "latin-1"
        }

        var decoded: [UInt8] {
            let digits = Array(bytes)
            return stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...($0 + 1)]), radix: 16)
            }
        }
    }

    @Test("ill-formed bytes are left out, replaced or refused at the same places", arguments: TextEncoding.allCases)
    func illFormed(encoding: TextEncoding) throws {
        for sample in try JSONDecoder().decode([Sample].self, from: Golden.data("decoding.json")) {
            let expected =
                switch encoding {
                case .utf8: sample.utf8
                case .ascii: sample.ascii
                case .latin1: sample.latin1
                }
            let bytes = sample.decoded
            let ignored = try TextDecoder(encoding: encoding, decodeError: .ignore).decode(bytes)
            #expect(ignored.utf8.elementsEqual(expected.ignore.utf8), "\(sample.bytes)")
            let replaced = try TextDecoder(encoding: encoding, decodeError: .replace).decode(bytes)
            #expect(replaced.utf8.elementsEqual(expected.replace.utf8), "\(sample.bytes)")
            let strict = TextDecoder(encoding: encoding, decodeError: .strict)
            if let offset = expected.error_offset {
                #expect(throws: TextError.invalidText(encoding: encoding, byteOffset: offset, byte: bytes[offset])) {
                    try strict.decode(bytes)
                }
            } else {
                #expect(try strict.decode(bytes).utf8.elementsEqual(expected.ignore.utf8), "\(sample.bytes)")
            }
        }
    }

    @Test("the error names the byte and its offset, and never the text")
    func message() {
        let error = TextError.invalidText(encoding: .utf8, byteOffset: 7, byte: 0xFF)
        #expect(error.message == "byte 0xff at offset 7 is not utf-8")
        #expect(error.code == "invalid_text")
    }
}
