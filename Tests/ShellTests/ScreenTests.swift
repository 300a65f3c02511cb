import Testing

@Suite("Screen, the tests' own eyes")
struct ScreenTests {
    private func screen(_ text: String, columns: Int = 10, rows: Int = 3) -> Screen {
        var screen = Screen(columns: columns, rows: rows)
        screen.feed(text.utf8)
        return screen
    }

    @Test("leaves out colours, modes and titles")
    func escapeSequences() {
        #expect(screen("\u{1B}[?2004h\u{1B}[32m[1]: \u{1B}[0mab\u{1B}]0;title\u{07}c").text == "[1]: abc")
    }

    @Test("writes over a row after a carriage return and clears its end")
    func carriageReturn() {
        #expect(screen("abcdef\rxy\u{1B}[K").text == "xy")
    }

    @Test("wraps a row when the next character comes")
    func wrapping() {
        #expect(screen("0123456789").text == "0123456789")
        #expect(screen("0123456789a").text == "0123456789\na")
    }

    @Test("moves up within the window, and keeps the rows above it")
    func scrolling() {
        let rows = screen("1\r\n2\r\n3\r\n4\u{1B}[9A\rx")
        #expect(rows.text == "1\nx\n3\n4")
        #expect(rows.cursorLine == "x")
    }

    @Test("puts a character of several bytes together")
    func multibyte() {
        #expect(screen("é日").text == "é日")
    }
}
