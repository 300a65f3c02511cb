import Shell
import Testing

@Suite("Pager")
struct PagerTests {
    @Test(
        "is less unless PAGER says otherwise",
        arguments: [
            (["TERM": "xterm"], "less -FRX"),
            (["TERM": "xterm", "PAGER": "more -d"], "more -d"),
            (["TERM": "xterm", "PAGER": ""], nil),
            (["TERM": "xterm", "PAGER": "cat"], nil),
            (["TERM": "dumb", "PAGER": "less"], nil),
        ] as [([String: String], String?)])
    func command(environment: [String: String], command: String?) {
        #expect(Pager.command(environment: environment) == command)
    }

    @Test(
        "counts the rows that a terminal would need, the prompt's too",
        arguments: [
            ("1\n2\n3\n", false),
            ("1\n2\n3\n4\n", true),
            ("0123456789\n0123456789\n", false),
            ("01234567890\n01234567890\n", true),
            ("\u{1B}[31m0123456789\u{1B}[0m\n0123456789\n3\n", false),
        ])
    func height(text: String, isTaller: Bool) {
        #expect(Pager.isTaller(text, than: (columns: 10, rows: 4)) == isTaller)
    }
}
