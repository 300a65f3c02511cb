import Foundation
import Testing

@Suite("The prompt of the built binary", .serialized, .timeLimit(.minutes(10)))
struct PromptTests {
    private let person: Person

    init() throws {
        person = try Person()
    }

    @Test("greets, numbers the cells, and leaves with status 0 on Ctrl-D")
    func controlD() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        #expect(terminal.screen.text.hasPrefix("refit "))
        terminal.enter("tokens a wonderful film")
        try terminal.waitForPrompt(2)
        #expect(terminal.screen.text(after: "[1]: tokens")?.contains("wonderful") == true)
        terminal.send(Key.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("drops the line on Ctrl-C and keeps the number")
    func controlC() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send("tokens half a")
        try terminal.waitForLine("[1]: tokens half a")
        terminal.send(Key.controlC)
        try terminal.wait(for: "[1]: tokens half a^C")
        try terminal.waitForPrompt(1)
        terminal.enter("tokens wonderful")
        try terminal.waitForPrompt(2)
        terminal.send(Key.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("drops a history search on Ctrl-C and takes the next line as it is typed")
    func controlCInSearch() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("tokens wonderful")
        try terminal.waitForPrompt(2)
        terminal.send(Key.controlR + "wond")
        try terminal.wait(for: "(reverse-i-search)`wond': tokens wonderful")
        terminal.send(Key.controlC)
        try terminal.wait(for: "[2]: ^C")
        try terminal.waitForPrompt(2)
        terminal.enter("tokens dreadful")
        try terminal.waitForPrompt(3)
        #expect(terminal.screen.text(after: "[2]: tokens dreadful")?.contains("dreadful") == true)
    }

    @Test("asks for the rest of a line that ends in a backslash, and drops all of it on Ctrl-C")
    func continuation() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("tokens wonderful \\")
        try terminal.waitForLine("...:")
        terminal.send("half" + Key.controlC)
        try terminal.waitForPrompt(1)
        terminal.enter("tokens wonderful \\")
        try terminal.waitForLine("...:")
        terminal.enter("dreadful")
        try terminal.waitForPrompt(2)
        let output = try #require(terminal.screen.text(after: "...: dreadful"))
        #expect(output.contains("wonderful") && output.contains("dreadful"))
    }

    @Test("runs a pasted block line by line")
    func paste() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.paste("load reviews.csv\nwrite reviews first.csv\nwrite reviews second.csv\n")
        try terminal.wait(for: "second.csv")
        #expect(!person.has("first.csv"))
        terminal.send(Key.enter)
        try terminal.waitForPrompt(4)
        #expect(person.has("first.csv") && person.has("second.csv"))
    }

    @Test("stops a pasted block at the first error")
    func pasteWithError() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.paste("load reviews.csv\nscroe reviews\nwrite reviews second.csv\n")
        try terminal.wait(for: "second.csv")
        terminal.send(Key.enter)
        try terminal.waitForPrompt(3)
        terminal.enter("write reviews last.csv")
        try terminal.waitForPrompt(4)
        #expect(person.has("last.csv"))
        #expect(!person.has("second.csv"))
    }

    @Test("suggests a word for a mistyped one")
    func suggestion() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("scroe reviews")
        try terminal.wait(for: "score")
    }

    @Test("draws the line again for the new width as soon as the window is resized")
    func resize() throws {
        let terminal = try person.open(columns: 80)
        try terminal.waitForPrompt(1)
        terminal.paste("tokens wonderful")
        try terminal.waitForLine("[1]: tokens wonderful")
        terminal.resize(columns: 25, rows: 20)
        try terminal.wait(for: "the line drawn again") { _ in terminal.transcript.count(of: "tokens wonderful") == 2 }
        terminal.send(" dreadful")
        try terminal.waitForLine("adful")
        // Only who knows the width finds the way from the second row back to the first.
        terminal.send(Key.controlA + "un")
        try terminal.waitForLine("[1]: untokens wonderful d")
        terminal.send(Key.controlC)
        try terminal.waitForPrompt(1)
    }

    @Test("takes the terminal again after being stopped and continued")
    func stopAndContinue() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send("tokens wonder")
        try terminal.waitForLine("[1]: tokens wonder")
        terminal.signal(SIGSTOP)
        terminal.signal(SIGCONT)
        try terminal.wait(for: "bracketed paste switched on again") { _ in
            terminal.transcript.count(of: "\u{1B}[?2004h") == 2
        }
        terminal.enter("ful")
        try terminal.waitForPrompt(2)
        #expect(terminal.screen.text(after: "[1]: tokens wonderful")?.contains("wonderful") == true)
    }

    @Test("goes on after a Ctrl-Z where no shell could continue it")
    func controlZ() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send("tokens wonder")
        try terminal.waitForLine("[1]: tokens wonder")
        terminal.send(Key.controlZ)
        try terminal.wait(for: "bracketed paste switched on again") { _ in
            terminal.transcript.count(of: "\u{1B}[?2004h") == 2
        }
        terminal.enter("ful")
        try terminal.waitForPrompt(2)
    }

    @Test("ends with 143 on SIGTERM, also inside a search, and gives the terminal back", arguments: ["", Key.controlR])
    func termination(keys: String) throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send(keys)
        if !keys.isEmpty { try terminal.wait(for: "(reverse-i-search)") }
        terminal.signal(SIGTERM)
        #expect(try terminal.waitForExit() == 143)
        #expect(terminal.transcript.count(of: "\u{1B}[?2004l") == 1)
    }

    @Test("takes letters of several bytes, whatever the locale", arguments: ["C.UTF-8", "C", "", "xx_XX.UTF-8"])
    func locale(language: String) throws {
        person.environment["LANG"] = language
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send("tokens naïvé\u{7F}e")
        try terminal.waitForLine("[1]: tokens naïve")
        terminal.send(Key.enter)
        try terminal.waitForPrompt(2)
        #expect(terminal.screen.text(after: "[1]: tokens")?.contains("naïve") == true)
    }

    @Test("keeps to a person's inputrc, also in vi mode")
    func inputrc() throws {
        try person.write(
            """
            set editing-mode vi
            $if refit
            "\\C-xw": "tokens wonderful"
            $endif
            $if other
            "\\C-xw": "wrong"
            $endif

            """, to: "inputrc")
        person.environment["INPUTRC"] = person.path("inputrc")
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send(Key.controlX + "w")
        try terminal.waitForLine("[1]: tokens wonderful")
        // Escape leaves insertion, 0 goes to the beginning, x deletes: only vi mode does so.
        terminal.send(Key.escape)
        terminal.send("0x")
        try terminal.waitForLine("[1]: okens wonderful")
        terminal.send("it" + Key.enter)
        try terminal.waitForPrompt(2)
    }

    @Test("colours the prompt only where it is wanted", arguments: [("", true), ("1", false)])
    func noColor(value: String, isColoured: Bool) throws {
        person.environment["NO_COLOR"] = value
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send(Key.controlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.transcript.count(of: "\u{1B}[32m[1]: ") == (isColoured ? 1 : 0))
    }
}
