import Notebook
import Testing

@Suite struct MarkdownNotebookTests {
    private func commands(_ text: String) throws -> [[String]] {
        try MarkdownNotebook(text: text, name: "n.md").fences.map(\.commands)
    }

    @Test func `only fences with the language refit hold commands`() throws {
        let text = """
            # A title

            Prose, `load nothing`, and an indented block:

                ```refit
                load indented
                ```

            ```
            load plain
            ```
            ```python
            load python
            ```
            ~~~refit  and more words
            load tildes
            fit tildes
            ~~~
            ```refit
            load ticks
            ````
            """
        #expect(try commands(text) == [["load tildes", "fit tildes"], ["load ticks"]])
    }

    @Test func `what a page does not show is not run`() throws {
        #expect(try commands("<!--\n```refit\nload hidden\n```\n-->\n```refit\nload shown\n```\n") == [["load shown"]])
        #expect(try commands("<!-- a --> b\n```refit\nload shown\n```\n") == [["load shown"]])
        #expect(try commands("````markdown\n```refit\nload quoted\n```\n````\n") == [])
        #expect(try commands("> ```refit\n> load quoted\n> ```\n") == [])
        #expect(try commands("<!-- never closed\n```refit\nload hidden\n```\n") == [])
    }

    @Test func `lines end as they do in other editors`() throws {
        #expect(try commands("```refit\r\nload a\r\nfit a\r\n```\r\n") == [["load a", "fit a"]])
        #expect(try commands("\u{FEFF}\n  ```refit\n  load a\n    fit a\n  ```") == [["load a", "  fit a"]])
    }

    @Test(arguments: [
        ("text\n\n```refit\nload a\n", "n.md:3: the fence with commands is not closed"),
        ("```refit\nload a\n```\n<!-- refit: {\"a\":1\n-->", "n.md:4: the figures cannot be read"),
        ("```refit\nload a\n```\n<!-- refit: {\"a\":1,\"a\":2} -->", "n.md:4: the figures cannot be read"),
        ("```refit\nload a\n```\n<!-- refit: [1] -->", "n.md:4: the figures cannot be read"),
        ("```refit\nload a\n```\n<!-- refit:\(String(repeating: "[", count: 100_000)) -->", "n.md:4: the figures"),
    ])
    func `what cannot be read is refused with its line`(text: String, message: String) {
        do {
            _ = try commands(text)
            Issue.record("\(text.prefix(60)) was taken")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }

    @Test func `an error names the line of the notebook's file`() throws {
        let quiet = Quiet()
        let text = "# Title\n\n```refit\ntimer\n\nlaod a\n```\n\n```refit\ntimer\n```\n"
        let (status, results) = quiet.loop(file: "n.md").run(try MarkdownNotebook(text: text, name: "n.md"))
        #expect(status == .failed)
        #expect(results.map(\.count) == [2])
        #expect(quiet.diagnostics.contains("n.md:6: error: there is no command laod"))
    }

    @Test func `a command does not go on from one fence to the next`() throws {
        let quiet = Quiet()
        let text = "```refit\nnote \"open\n```\n\n```refit\nclosed\"\n```\n"
        #expect(quiet.loop(file: "n.md").run(try MarkdownNotebook(text: text, name: "n.md")).status == .failed)
        #expect(quiet.diagnostics.contains("n.md:2: error: this \" is not closed"), "\(quiet.diagnostics)")
    }

    @Test func `outputs are renewed and all else stays to the last byte`() throws {
        let text = """
            intro  \r
            ```refit\r
            set a=1; set b=2\r
            ```\r
            between\r
            ````refit\r
            classifier alpha=1e-3\r
            ````\r
            \r
            ```text\r
            old\r
            ```\r
            <!-- refit: {"old":1} -->\r
            no line feed at the end, \u{FEFF} nothing else
            """
        let notebook = try MarkdownNotebook(text: text, name: "n.md")
        let renewed = notebook.renewed(with: Quiet().loop().run(notebook).results)
        #expect(
            renewed.hasPrefix(
                "intro  \r\n```refit\r\nset a=1; set b=2\r\n```\r\n\r\n```text\r\na = 1\r\nb = 2\r\n```\r\nbetween\r\n")
        )
        let call = "SGDClassifier(alpha=0.001, loss='log_loss', random_state=0)"
        #expect(renewed.contains("````\r\n\r\n```text\r\n\(call)\r\n```\r\n<!-- refit: {"))
        #expect(renewed.hasSuffix(" -->\r\nno line feed at the end, \u{FEFF} nothing else"))
        #expect(!renewed.contains("old"))
        let again = try MarkdownNotebook(text: renewed, name: "n.md")
        #expect(again.renewed(with: Quiet().loop().run(again).results) == renewed)
    }

    @Test func `a byte order mark stays, and is no part of the first line`() throws {
        let notebook = try MarkdownNotebook(text: "\u{FEFF}```refit\nset a=1\n```", name: "n.md")
        #expect(notebook.fences.count == 1)
        #expect(notebook.text == "\u{FEFF}```refit\nset a=1\n```")
        let renewed = notebook.renewed(with: Quiet().loop().run(notebook).results)
        #expect(renewed == "\u{FEFF}```refit\nset a=1\n```\n\n```text\na = 1\n```\n")
    }

    @Test func `an output is added behind the last line of a file`() throws {
        let notebook = try MarkdownNotebook(text: "```refit\nset a=1\n```", name: "n.md")
        let renewed = notebook.renewed(with: Quiet().loop().run(notebook).results)
        #expect(renewed == "```refit\nset a=1\n```\n\n```text\na = 1\n```\n")
    }
}
