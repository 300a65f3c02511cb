import Shell
import Testing

@Suite("Style")
struct StyleTests {
    @Test(
        "decides on colour",
        arguments: [
            (.auto, true, ["TERM": "xterm"], true),
            (.auto, false, ["TERM": "xterm"], false),
            (.auto, true, ["TERM": "dumb"], false),
            (.auto, true, [:], false),
            (.auto, true, ["TERM": "xterm", "NO_COLOR": "1"], false),
            (.auto, true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (.always, false, ["NO_COLOR": "1"], true),
            (.never, true, ["TERM": "xterm"], false),
        ] as [(ColorChoice, Bool, [String: String], Bool)])
    func decision(choice: ColorChoice, isTerminal: Bool, environment: [String: String], usesColor: Bool) {
        #expect(Style(choice, isTerminal: isTerminal, environment: environment).usesColor == usesColor)
    }

    @Test("paints nothing without colour, and nothing where there is no text")
    func plain() {
        #expect(Style(usesColor: false).paint("word", .red) == "word")
        #expect(Style(usesColor: true).paint("", .red).isEmpty)
        #expect(Style(usesColor: true).paint("word", .red) == "\u{1B}[31mword\u{1B}[0m")
    }

    @Test("marks the sequences of a prompt as taking no room")
    func prompt() {
        let painted = Style(usesColor: true).paintPrompt("[1]: ", .green)
        #expect(painted == "\u{01}\u{1B}[32m\u{02}[1]: \u{01}\u{1B}[0m\u{02}")
    }
}
