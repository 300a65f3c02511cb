import Experiments
import Files
import Foundation
import Glibc
import Notebook
import TestSupport
import Testing
import Values

/// `report`, on committed runs, on sessions, and on records that strangers might have written.
@Suite struct ReportCommandTests {
    private static let experiments = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "experiments").path()

    @discardableResult
    private static func report(_ words: String..., in session: Session = Session()) throws -> CellOutput {
        try CommandReader.read(CommandText(words: ["report"] + words)).run(in: session)
    }

    private static func page(of run: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("page.html")
        try report(run, "--to", path)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    /// A run of one command.
    private static func run(
        _ expanded: String, _ figures: [RunRecord.Figure] = [], in folder: TemporaryFolder
    ) throws -> RunFolder {
        var record = RunRecord(name: expanded)
        record.notes = [expanded]
        record.cells = [.init(number: 1, input: expanded, expanded: expanded, seed: nil, figures: figures)]
        let run = RunFolder(folder.file("run"))
        try run.write(record, batches: [], models: [])
        return run
    }

    @Test(arguments: ["tutorial", "feedback", "vectorizers", "imdb"])
    func `a page is well-formed, stands alone, and is the same each time`(name: String) throws {
        let folder = try TemporaryFolder()
        let page = try Self.page(of: "\(Self.experiments)/\(name)", in: folder)
        let reading = try MarkupReading(page)
        #expect(reading.texts(of: "h1") == [name])
        #expect(Set(reading.elements).isDisjoint(with: ["script", "img", "link", "a", "iframe", "foreignObject"]))
        let links = page.replacing("http://www.w3.org/2000/svg", with: "")
        #expect(!links.contains("http:") && !links.contains("https:") && !links.contains("url("))
        #expect(page.contains("prefers-color-scheme: dark"))
        let names = reading.attributes.compactMap { $0["id"] }
        #expect(Set(names).count == names.count)
        #expect(page == (try Self.page(of: "\(Self.experiments)/\(name)", in: folder)))
    }

    @Test func `a comparison's page begins with its verdict and has its tables and pictures`() throws {
        let folder = try TemporaryFolder()
        let reading = try MarkupReading(try Self.page(of: "\(Self.experiments)/feedback", in: folder))
        let record = try RunFolder("\(Self.experiments)/feedback").readRecord()
        let verdict = try #require(
            record.cells.lazy.compactMap { cell in cell.figures.first { $0.key == "verdict" } }.first)
        guard case .text(let words) = verdict.value else { throw NotebookError.other("the verdict is no text") }
        let paragraphs = reading.texts(of: "p")
        // First what the run is, then its note, then the verdicts.
        #expect(paragraphs[2] == words)
        #expect(
            reading.texts(of: "th").contains("p (Holm)") && reading.texts(of: "td").contains("differs, and matters"))
        #expect(reading.elements.contains("svg"))
        #expect(reading.texts(of: "pre").first == "refit replay \(Self.experiments)/feedback")
        #expect(reading.texts(of: "dd").contains { $0.count == 64 })
    }

    @Test func `a run's page begins with its last scores`() throws {
        let folder = try TemporaryFolder()
        let reading = try MarkupReading(try Self.page(of: "\(Self.experiments)/tutorial", in: folder))
        let paragraphs = reading.texts(of: "p")
        #expect(
            paragraphs.contains { $0.hasPrefix("accuracy 0.8660, log loss 0.3255, ROC AUC 0.9356 on 500 documents") })
    }

    @Test(
        arguments: [
            "<script>alert(1)</script>", "\"&amp;' onload=\"x\"", "]]>", "</main></body>", "\u{1B}[31m\u{7}",
            "\u{FFFE}\u{FFFF}", "\u{202E}abc", "映画の評判", String(repeating: "long ", count: 10_000),
        ])
    func `what strangers wrote is text, whatever it says`(text: String) throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(text, [.init("verdict", .text(text)), .init("accuracy", .real(0.5))], in: folder)
        let page = try Self.page(of: run.path, in: folder)
        let reading = try MarkupReading(page)
        #expect(!reading.elements.contains("script"))
        #expect(reading.attributes.allSatisfy { $0["onload"] == nil })
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!page.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `the page lies in the run's folder, and goes when the run is replaced`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run("fit r", in: folder)
        try Self.report(run.path)
        #expect(folder.names == ["run"] && Path.exists(run.page))
        try Self.report(run.path)
        _ = try Self.run("fit other", in: folder)
        #expect(!Path.exists(run.page))
    }

    @Test func `a page of somebody else's is neither replaced nor taken away`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run("fit r", in: folder)
        try Data("mine".utf8).write(to: URL(filePath: run.page))
        #expect(throws: ExperimentError.self) { try Self.report(run.path) }
        _ = try Self.run("fit other", in: folder)
        #expect(try String(contentsOfFile: run.page, encoding: .utf8) == "mine")
        try FileManager.default.removeItem(atPath: run.page)
        try Data("target".utf8).write(to: URL(filePath: folder.file("target")))
        try FileManager.default.createSymbolicLink(atPath: run.page, withDestinationPath: folder.file("target"))
        #expect(throws: ExperimentError.self) { try Self.report(run.path) }
        #expect(try String(contentsOfFile: folder.file("target"), encoding: .utf8) == "target")
    }

    @Test func `no page is written through a folder that is a link, nor over a pipe`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run("fit r", in: folder)
        try FileManager.default.createSymbolicLink(atPath: folder.file("linked"), withDestinationPath: "run")
        let error = #expect(throws: ExperimentError.self) { try Self.report(folder.file("linked")) }
        #expect(error?.code == "not_a_run_of_refit" && !Path.exists(run.page))
        #expect(unsafe mkfifo(folder.file("pipe.html"), 0o600) == 0)
        #expect(throws: FileError.self) { try Self.report(run.path, "--to", folder.file("pipe.html")) }
        #expect(Path.exists(folder.file("pipe.html")) && !Path.isRegularFile(folder.file("pipe.html")))
    }

    @Test func `a link is followed to a file, which is named`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run("fit r", in: folder)
        let link = folder.file("link.html")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target.html")
        let named = "\(link) is a link to \(folder.file("target.html"))"
        #expect(try Self.report(run.path, "--to", link).notes == ["\(named), which was written"])
        #expect(try Self.report(run.path, "--to", link).notes == ["\(named), which was there and was replaced"])
        #expect(Path.isLink(link) && Path.isRegularFile(folder.file("target.html")))
    }

    @Test func `a session that has done nothing has no page, and pages end in html`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: NotebookError.self) { try Self.report(folder.file("page.html")) }
        let run = try Self.run("fit r", in: folder)
        #expect(throws: NotebookError.self) { try Self.report(run.path, "--to", folder.file("page.txt")) }
        #expect(throws: ExperimentError.self) { try Self.report(folder.file("nothing")) }
        #expect(folder.names == ["run"])
    }

    @Test func `figures that there cannot be are left out`() throws {
        let folder = try TemporaryFolder()
        let none = try Self.run(
            "score a", [.init("accuracy", .real(7.5)), .init("documents", -3)], in: folder)
        let page = try Self.page(of: none.path, in: folder)
        #expect(page.contains("nothing was scored") && !page.contains("7.5") && !page.contains("-3 documents"))
        let some = try Self.run(
            "score a",
            [
                .init("accuracy", .real(0.5)), .init("documents", -3), .init("log_loss", .real(-2)),
                .init("roc_auc", .real(9)),
            ], in: folder)
        let reading = try MarkupReading(try Self.page(of: some.path, in: folder))
        #expect(reading.texts(of: "p").contains("accuracy 0.5000"))
        #expect(reading.texts(of: "td") == ["1", "score a", "", "0.5000", "", "", "–"])
    }

    @Test func `what is to be copied is quoted for bash`() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run("fit r", in: folder)
        let named = folder.file("x; touch pwned #")
        try FileManager.default.moveItem(atPath: run.path, toPath: named)
        let reading = try MarkupReading(try Self.page(of: named, in: folder))
        #expect(reading.texts(of: "pre").first == "refit replay '\(named)'")
    }
}
