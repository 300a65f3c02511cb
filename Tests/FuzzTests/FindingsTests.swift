import Foundation
import Testing

/// What fuzzers have found, decoded again and again.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct FindingsTests {
    /// An input that a decoder once fell over.
    struct Finding: CustomTestStringConvertible, Sendable {
        var decoder: FuzzedDecoder
        var path: String

        var testDescription: String { "\(decoder.rawValue): \(URL(filePath: path).lastPathComponent)" }
        var bytes: [UInt8] {
            get throws { [UInt8](try Data(contentsOf: URL(filePath: path))) }
        }
    }

    private static let folder = "/\(#filePath.split(separator: "/").dropLast().joined(separator: "/"))/Findings"

    /// Each file of `Findings/DECODER/`.
    static let all: [Finding] = FuzzedDecoder.allCases.flatMap { decoder in
        let folder = "\(folder)/\(decoder.rawValue)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { Finding(decoder: decoder, path: "\(folder)/\($0)") }
    }

    @Test func `every folder of findings is a decoder's, and none is empty`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        for folder in folders {
            #expect(FuzzedDecoder(named: folder) != nil, "\(folder)")
            #expect(Self.all.contains { $0.decoder.rawValue == folder }, "\(folder)")
        }
    }

    @Test(arguments: all)
    func `a finding stays mended`(finding: Finding) throws {
        try finding.decoder.decode(try finding.bytes)
    }

    @Test(arguments: all)
    func `a finding that is cut or changed in one place is no new finding`(finding: Finding) throws {
        let bytes = try finding.bytes
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 20)) {
            try finding.decoder.decode(Array(bytes[..<place]))
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            try finding.decoder.decode(changed)
        }
    }
}
