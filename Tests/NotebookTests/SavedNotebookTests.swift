import Foundation
import Notebook
import TestSupport
import Testing
import Values

/// What `save` writes.
@Suite struct SavedNotebookTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try "review,sentiment\na,-->\nb,<!--\n".write(
            toFile: folder.file("hostile.csv"), atomically: true, encoding: .utf8)
    }

    /// Cells of which some try to get out of their fences, comments and cells.
    private var cells: [String] { Self.settings + ["load \(folder.file("hostile.csv"))", "note The end."] }

    private static let settings = [
        "set rows=:10", "mode json", "classifier alpha=1e-3", "mode text", "note ```refit",
        "note \"~~~\n<!-- hidden\n```refit\nload a\n```\"", "set a=\"``` ```` -->\" b='<!-- x'",
        "classifier --class-weight {'-->': 1, '<!--': 2}", "tokens ``` ````` ~~~ it",
    ]

    private func session() -> Session {
        let quiet = Quiet()
        let loop = quiet.loop()
        for cell in cells { #expect(loop.run(text: cell) == .done, "\(cell): \(quiet.diagnostics)") }
        #expect(loop.run(text: "laod nothing") == .failed)
        return loop.session
    }

    private func saved(_ session: Session, as name: String) throws -> String {
        let quiet = Quiet()
        #expect(quiet.loop(session).run(text: "save \"\(folder.file(name))\"") == .done, "\(quiet.diagnostics)")
        return try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }

    @Test func `Markdown gives back the commands, notes are prose, and nothing gets out of its fence`() throws {
        let session = session()
        let text = try saved(session, as: "a session.md")
        let notebook = try MarkdownNotebook(text: text, name: "n.md")
        let kept = session.cells.filter { $0.succeeded && !$0.isMeta && $0.prose == nil }.map(\.source)
        #expect(notebook.fences.map { $0.commands.joined(separator: "\n") } == kept)
        #expect(text.hasPrefix("# a session\n\n```refit\nset rows=:10\n```\n\n```text\nrows = :10\n```\n\n"))
        #expect(text.contains("\n\\```refit\n"))
        #expect(text.contains("\n\\~~~\n\\<!-- hidden\n\\```refit\nload a\n\\```\n"))
        #expect(text.hasSuffix("\nThe end.\n"))
        #expect(!text.contains("\"-->") && text.contains(#"-\u002d>"#))
    }

    @Test func `a notebook that was run again is the same`() throws {
        let text = try saved(session(), as: "n.md")
        let notebook = try MarkdownNotebook(text: text, name: "n.md")
        let (status, results) = Quiet().loop().run(notebook)
        #expect(status == .done)
        #expect(notebook.renewed(with: results) == text)
        let quiet = Quiet()
        #expect(try NotebookCheck(notebook, in: folder.path).run(quiet) == .done, "\(quiet.output)")
    }

    @Test func `a script holds what did what it should, and a parameter's own value`() throws {
        let session = session()
        session.parameters.overrides["rows"] = "a \"b\" \\ $a;c"
        #expect(Quiet().loop(session).run(text: "set rows=:10 x=$rows") == .done)
        let script = try saved(session, as: "n.refit")
        #expect(script.hasPrefix("set rows=:10\nclassifier alpha=1e-3\nnote ```refit\n"))
        #expect(script.hasSuffix("\nset rows=\"a \\\"b\\\" \\\\ \\\\$a;c\" x=:10\n"))
        let again = Quiet().loop()
        #expect(again.run(ScriptReader(text: script)) == .done)
        #expect(again.session.parameters.filled("$rows") == "a \"b\" \\ $a;c")
    }

    @Test func `a Jupyter notebook has the form of nbformat 4.5`() throws {
        let session = session()
        let text = try saved(session, as: "n.ipynb")
        var reader = JSONReader<NotebookError>(
            Array(text.utf8), origin: .init(path: "n.ipynb", field: "the text", offset: 0))
        let notebook = try reader.value()
        try reader.end()
        #expect(notebook["nbformat"] == 4 && notebook["nbformat_minor"] == 5)
        #expect(notebook["metadata"]?["kernelspec"]?["display_name"] == "refit")
        guard case .array(let cells)? = notebook["cells"] else {
            Issue.record("there are no cells")
            return
        }
        let ids = cells.compactMap { $0["id"] }
        #expect(Set(ids).count == cells.count)
        let kinds = cells.compactMap { $0["cell_type"] }
        #expect(kinds.count { $0 == "code" } == 6)
        #expect(kinds.count { $0 == "markdown" } == 4)
        let classifier = try #require(cells.first { $0["source"] == ["classifier alpha=1e-3"] })
        #expect(classifier["execution_count"] == 3)
        let call = "SGDClassifier(alpha=0.001, loss='log_loss', random_state=0)\n"
        #expect(classifier["outputs"] == [["name": "stdout", "output_type": "stream", "text": [.text(call)]]])
    }

    @Test func `another ending is refused`() {
        let quiet = Quiet()
        #expect(quiet.loop().run(text: "save \(folder.file("n.txt"))") == .failed)
        #expect(quiet.diagnostics.contains(".refit, .md or .ipynb"))
    }

    @Test func `an endless output is cut, and says so`() throws {
        let line = "a \(String(repeating: "x", count: 1000))\n"
        let quiet = Quiet()
        let loop = quiet.loop()
        #expect(loop.run(text: "set a=\"\(String(repeating: line, count: 400))\"") == .done)
        let text = try #require(loop.session.cells.last?.output?.text)
        #expect(text.utf8.count < 300_000)
        #expect(text.hasSuffix("more\n") && text.contains("… cut here: "))
    }
}
