import Foundation
@testable import Notebook
import Testing

@Suite struct CommandTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every command with the words that call it, those of groups such as `feedback` too.
    static let calls: [[String]] = CommandCatalog.refit.commands.flatMap { command in
        command.subcommands?.isEmpty == false
            ? (command.subcommands ?? []).map { [command.commandName, $0.commandName] } : [[command.commandName]]
    }

    @Test(arguments: calls)
    func `every command has examples, and each of them can be read`(call: [String]) throws {
        let help = try CommandTests.help(call)
        let examples = help.split(separator: "EXAMPLES:\n").dropFirst().joined().split(separator: "\n")
        #expect(!examples.isEmpty, "help \(call.joined(separator: " ")) shows no example")
        for example in examples {
            guard case .commands(let texts) = CellText(String(example)) else {
                Issue.record("\(example) is not finished")
                continue
            }
            for text in texts {
                let command = try CommandReader.read(text)
                // As a record holds it, with all defaults, it can be read again, and stays as it is.
                let expanded = CommandReader.expanded(text, command, in: Session())
                guard case .commands(let again) = CellText(expanded), again.count == 1 else {
                    Issue.record("\(expanded) is not one command")
                    continue
                }
                #expect(
                    CommandReader.expanded(again[0], try CommandReader.read(again[0]), in: Session()) == expanded)
            }
        }
    }

    @Test(arguments: calls)
    func `a command that takes a text is known to take one`(call: [String]) throws {
        let command = try #require(CommandCatalog.refit.command(at: call))
        let takesText = command.arguments?.contains { $0.kind == .positional && $0.valueName == "text" } == true
        #expect((command.type is any TextCommand.Type) == takesText, "\(call)")
    }

    @Test(arguments: [
        ("fit r --rows= :5", "--rows <rows>", 6..<13), ("fit r rows= :5", "--rows <rows>", 6..<11),
        ("feedback add --label= 1 good film", "--label <label>", 13..<21),
        ("feedback add good film label=", "--label <label>", 23..<29),
        ("feedback add good film --label 1 --db", "--db <db>", 33..<37), ("predict film --to", "--to <to>", 13..<17),
        ("predict --model= m.pkl film", "--model <model>", 8..<16), ("fit r --epochs", "--epochs <epochs>", 6..<14),
    ])
    func `an option with nothing behind it takes no other word for its value`(
        line: String, option: String, place: Range<Int>
    ) throws {
        guard case .commands(let texts) = CellText(line), let text = texts.first else {
            Issue.record("\(line) is not finished")
            return
        }
        let error = #expect(throws: NotebookError.self) { try CommandReader.read(text) }
        #expect(error?.message == "missing value for '\(option)'")
        #expect(error?.range == place)
    }

    @Test(arguments: [
        ("fit reviews --rows :3000 --batch-size 500", true), ("feedback add --label= pos good film", false),
        ("load a.csv --as a --text-column 2", true),
        ("score r --rows=3000: --model m.pkl", true), ("predict a film --model m.safetensors", true),
        ("feedback add good film --label 1", true), ("explain \"a film\" --model m.pkl", true),
        ("compare vectorizers r --rows :10 --n-features 2^10 2^12 --test r --test-rows 10:", true),
        ("update --db f.sqlite --fetch fetchone", true), ("predict --dataset r --to p.csv --rows -5:", false),
        ("score r -", false), ("predict film --model --to", false), ("tokens a film", false),
        ("fit reviews --batch_size 500", false), ("fit reviews batch_size=500", false),
        ("fit reviews --batches 5", false),
    ])
    func `words that need no translation are read as with one`(line: String, isPlain: Bool) throws {
        guard case .commands(let texts) = CellText(line), let text = texts.first else {
            Issue.record("\(line) is not finished")
            return
        }
        var words = CommandLineWords(text)
        try words.findCommand()
        let plain = CommandReader.parsePlain(words)
        #expect((plain != nil) == isPlain)
        guard let plain else { return }
        try words.translateOptions()
        let translated = try CommandReader.parse(words)
        // The words of a text are one argument behind a translation, and make the same text.
        func said(_ command: any NotebookCommand) -> String {
            guard var command = command as? any TextCommand else { return "\(command)" }
            let text = command.text.joined
            command.text = []
            return "\(command) \(text)"
        }
        #expect(said(plain) == said(translated))
        let readable = try CommandLineWords(ofReadable: text)
        #expect(readable.arguments.map(\.text) == words.arguments.map(\.text))
    }

    @Test func `the README names every command`() throws {
        let readme = try String(contentsOf: Self.repository.appending(path: "README.md"), encoding: .utf8)
        for call in Self.calls {
            #expect(
                readme.contains("`\(call.joined(separator: " "))"), "README.md lacks \(call.joined(separator: " "))")
        }
    }

    @Test func `the help's overview lists every command`() throws {
        let overview = try CommandTests.help([])
        for command in CommandCatalog.refit.commands {
            #expect(overview.contains(" \(command.commandName) "), "help lacks \(command.commandName)")
        }
    }

    @Test func `a group's help is asked for as a cell asks, and its commands are suggested`() throws {
        for call in Self.calls where call.count > 1 {
            #expect(try CommandTests.help([call[0]]).contains("See help \(call[0]) COMMAND."))
            #expect(try !CommandTests.help([call[0]]).contains("refit help"))
        }
        for (typed, remedy) in [
            (["compare", "bathces"], "did you mean help compare batches?"), (["compare", "zzz"], "see help compare"),
        ] {
            #expect(throws: NotebookError.self) { try CommandTests.help(typed) }
            do { _ = try CommandTests.help(typed) } catch let error as NotebookError { #expect(error.remedy == remedy) }
        }
        for typed in ["bat", "bathces"] {
            do {
                _ = try CommandReader.read(CommandText(words: ["compare", typed]))
                Issue.record("compare \(typed) was read")
            } catch {
                #expect(error.remedy == "did you mean batches?")
            }
        }
    }

    @Test(arguments: [
        ("batch_sise=5", "did you mean batch_size=?"), ("other", "see help fit"), ("xyzzy=3", "see help fit"),
        ("=3", "see help fit"),
    ])
    func `an option that is mistyped behind a name is suggested as it was typed`(word: String, remedy: String) {
        let error = #expect(throws: NotebookError.self) {
            try CommandReader.read(CommandText(words: ["fit", "reviews", word]))
        }
        #expect(error?.remedy == remedy)
    }

    private static func help(_ words: [String]) throws -> String {
        let command = try CommandReader.read(CommandText(words: ["help"] + words))
        return OutputMode.text.render(try command.run(in: Session()), width: 200)
    }
}
