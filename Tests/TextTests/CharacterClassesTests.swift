import Foundation
import Testing
import Text

@Suite("Every scalar is classified and mapped as by CPython 3.11")
struct CharacterClassesTests {
    /// All scalars but those that are unassigned, or for private use, by whole planes.
    private static let scalars = (Array(UInt32(0)..<0x33480) + Array(0xE0000..<0xE0200)).compactMap(Unicode.Scalar.init)

    private let expected: [String: String]

    init() throws {
        expected = try JSONDecoder().decode([String: String].self, from: Golden.data("unicode.json"))
    }

    /// The digest of the tokens of `text`, one after another.
    private func digest(of text: String, _ change: (inout AnalyzerSettings) -> Void) throws -> String {
        var settings = AnalyzerSettings()
        change(&settings)
        var analyzer = try TextAnalyzer(settings)
        var list = GramList()
        analyzer.grams(of: text, into: &list)
        var bytes: [UInt8] = []
        for gram in list.grams { bytes += list.bytes[gram.start..<gram.end] }
        return Golden.digest(bytes)
    }

    /// Every scalar between `before` and `after`.
    private func text(before: String = "", after: String = "") -> String {
        var text = ""
        for scalar in Self.scalars {
            text += before
            text.unicodeScalars.append(scalar)
            text += after
        }
        return text
    }

    @Test("the classes \\w, \\d and \\s", arguments: [("word", #"[\w]+"#), ("digit", #"\d+"#), ("space", #"\s+"#)])
    func classes(name: String, pattern: String) throws {
        let all = text()
        let actual = try digest(of: all) {
            $0.lowercase = false
            $0.tokenPattern = pattern
        }
        #expect(actual == expected[name])
    }

    @Test("lower-casing")
    func lowerCasing() throws {
        let all = text(after: "|")
        #expect(try digest(of: all) { $0.tokenPattern = "(?s).+" } == expected["lower"])
    }

    @Test("stripping accents", arguments: [StripAccents.unicode, .ascii])
    func accents(kind: StripAccents) throws {
        let all = text(after: "|")
        let actual = try digest(of: all) {
            $0.lowercase = false
            $0.tokenPattern = "(?s).+"
            $0.stripAccents = kind
        }
        #expect(actual == expected["accents_\(kind.rawValue)"])
    }

    @Test(
        "the final sigma beside every scalar",
        arguments: [
            ("sigma_after", "A", "Σ "), ("sigma_after_digit", "1", "Σ "), ("sigma_before", "AΣ", " "),
            ("sigma_before_letter", "AΣ", "A "),
        ])
    func finalSigma(name: String, before: String, after: String) throws {
        let all = text(before: before, after: after)
        #expect(try digest(of: all) { $0.tokenPattern = "(?s).+" } == expected[name])
    }
}
