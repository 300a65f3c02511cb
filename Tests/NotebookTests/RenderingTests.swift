import Notebook
import Testing
import Values

@Suite struct RenderingTests {
    /// Everything a stranger could have put a command for the terminal into.
    private static let hostile = "a\u{1B}]0;owned\u{7}\u{9B}2Jb\r\u{202E}c"
    private static let output = CellOutput(
        blocks: [
            .prose(hostile + "\nsecond line"), .figures([Figure("label", .text(hostile))]),
            .table(Table(title: hostile, columns: [hostile], rows: [[.text(hostile)]])),
        ])

    @Test(arguments: OutputMode.allCases)
    func `no result commands the terminal`(mode: OutputMode) {
        let text = mode.render(Self.output, width: 100)
        let controls = text.unicodeScalars.filter { scalar in
            scalar != "\n" && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(controls.isEmpty)
        #expect(mode == .json || mode == .csv || text.contains("second line"))
    }

    @Test func `no heading is HTML to who reads the Markdown`() {
        let table = Table(title: "<b>", columns: ["<img>|"], rows: [[.text("<i>")]])
        let text = OutputMode.markdown.render(CellOutput(blocks: [.table(table)]), width: 100)
        #expect(text == "**\\<b>**\n\n| \\<img>\\| |\n| --- |\n| \\<i> |\n\n")
    }

    @Test func `settings are spelled so that no terminal obeys them`() {
        let spelled = ParameterValue.text(Self.hostile).description
        #expect(spelled == #"'a\x1b]0;owned\x07\x9b2Jb\r\u202ec'"#)
    }

    @Test func `a table is as wide as its screen`() {
        let table = Table(
            columns: ["row", "text"], rows: [[.number(1), .text(String(repeating: "wide ", count: 60))]])
        let lines = OutputMode.text.render(CellOutput(blocks: [.table(table)]), width: 60).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 60 })
        #expect(lines.last?.hasSuffix("…") == true)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `thousands are grouped`(value: Int, text: String) {
        #expect(Numerals.grouped(value) == text)
    }
}
