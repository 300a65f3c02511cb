import Testing
import Text
import Values

@Suite("token_pattern is read and matched as by Python's re")
struct TokenPatternTests {
    private func tokens(_ pattern: String, _ text: String) throws -> [String] {
        var settings = AnalyzerSettings()
        settings.tokenPattern = pattern
        settings.lowercase = false
        return try TextAnalyzer(settings).tokens(of: text)
    }

    @Test("one group is the token, and an unmatched one is empty")
    func group() throws {
        #expect(try tokens(#"(\w)\w*"#, "one two") == ["o", "t"])
        #expect(try tokens("(a)|b", "ab") == ["a", ""])
    }

    @Test("after an empty match, one that is not empty may begin at the same place")
    func emptyMatches() throws {
        #expect(try tokens(#"\w*"#, "ab c") == ["ab", "", "c", ""])
        #expect(try tokens("b??", "bb") == ["", "b", "", "b", ""])
    }

    @Test("a dollar stands before a last line feed, and \\Z does not")
    func ends() throws {
        #expect(try tokens(#"\w+$"#, "one\ntwo\n") == ["two"])
        #expect(try tokens(#"\w+\Z"#, "one\ntwo\n") == [])
        #expect(try tokens(#"(?m)\w+$"#, "one\ntwo\n") == ["one", "two"])
    }

    @Test("combining marks are no word characters")
    func marks() throws {
        #expect(try tokens(#"\w+\b"#, "cafe\u{301}s") == ["cafe", "s"])
    }

    @Test("a long run of alternatives neither fails nor is cut")
    func longRuns() throws {
        let run = String(repeating: "ab", count: 100_000)
        #expect(try tokens("(?:a|b)+", run) == [run])
    }

    @Test("several groups are an error")
    func severalGroups() {
        #expect(throws: TextError.severalGroups(pattern: "(a)(b)", count: 2)) { try tokens("(a)(b)", "") }
    }

    @Test(
        "what is no regular expression is refused with its place",
        arguments: [
            ("a**", 2), ("*a", 0), ("(a", 0), ("a)", 1), ("[a", 0), ("[b-a]", 1), (#"\q"#, 0), ("(?<=a+)b", 0),
            (#"(a\1)"#, 2), ("a(?m)b", 1), ("a{3,2}", 1),
        ])
    func malformed(pattern: String, offset: Int) {
        let error = #expect(throws: TextError.self) { try tokens(pattern, "") }
        guard case .malformedPattern(pattern, offset, _) = error else {
            Issue.record("\(pattern): \(String(describing: error))")
            return
        }
    }

    @Test("patterns made to exhaust a stack or a lifetime are refused or read at once")
    func hostile() throws {
        let nested = String(repeating: "(?:", count: 40_000) + "a" + String(repeating: ")", count: 40_000)
        let error = #expect(throws: TextError.self) { try self.check(nested) }
        #expect(error?.code == "unsupported_token_pattern")
        #expect(throws: TextError.self) { try self.check("(?<=(?:a{4000000000}){4000000000}b)x") }
        #expect(throws: TextError.self) { try self.check("((?:ab{4294967290}){4294967290}b)") }
        try check("(?:){4000000000}a")
        #expect(throws: TextError.self) { try self.check("(?:(?:(?:){4294967290}){4294967290}){4294967290}a") }
    }

    private func check(_ pattern: String) throws(TextError) {
        var settings = AnalyzerSettings()
        _ = try settings.set("token_pattern", to: .text(pattern))
    }

    @Test("what is not supported is refused by name", arguments: ["(?i)a", #"(a)?(?(1)b|c)"#, #"\N{BULLET}"#])
    func unsupported(pattern: String) {
        let error = #expect(throws: TextError.self) { try tokens(pattern, "") }
        #expect(error?.code == "unsupported_token_pattern")
    }
}
