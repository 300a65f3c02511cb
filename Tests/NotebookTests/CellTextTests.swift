@testable import Notebook
import Testing
import Values

@Suite struct CellTextTests {
    private func words(_ source: String) -> [[String]]? {
        guard case .commands(let commands) = CellText(source) else { return nil }
        return commands.map { $0.words.map(\.text) }
    }

    @Test(arguments: [
        ("load a.csv; fit a", [["load", "a.csv"], ["fit", "a"]]),
        ("predict I don't like it", [["predict", "I", "don't", "like", "it"]]),
        ("predict \"slow; dull -- #1\" 'it is' x'y z'", [["predict", "slow; dull -- #1", "it is", "x'y", "z'"]]),
        ("fit a # the rest is silence; fit b\nfit c", [["fit", "a"], ["fit", "c"]]),
        ("fit a \\\n  --rows :10", [["fit", "a", "--rows", ":10"]]),
        ("vectorizer ngram_range=(1, 2) norm='l1'", [["vectorizer", "ngram_range=(1, 2)", "norm=l1"]]),
        (#"vectorizer token_pattern=r'\w+' x=(?u)\b\w"#, [["vectorizer", #"token_pattern=\w+"#, #"x=(?u)\b\w"#]]),
        ("predict a\\;b \\#c \"say \\\"so\\\"\"", [["predict", "a;b", "#c", "say \"so\""]]),
        ("predict great (really) movie :-(", [["predict", "great", "(really)", "movie", ":-("]]),
        (
            "classifier --class-weight {'a b': 1, 0: 2} -x",
            [["classifier", "--class-weight", "{'a b': 1, 0: 2}", "-x"]]
        ),
        ("predict {a b", [["predict", "{a", "b"]]),
        ("predict the #1 film # not the #2", [["predict", "the", "#1", "film"]]),
        ("", []), ("  # nothing\n ;;\n", []),
    ])
    func `a text falls into commands and words`(source: String, expected: [[String]]) {
        #expect(words(source) == expected)
    }

    @Test(arguments: [("predict \"open", 8..<9), ("fit a \\", 6..<7), ("vectorizer ngram_range=(1,", 23..<24)])
    func `what is not closed says where it was opened`(source: String, opening: Range<Int>) {
        guard case .unfinished(let range) = CellText(source) else {
            Issue.record("\(source) was taken as finished")
            return
        }
        #expect(range == opening)
    }

    @Test func `a pasted call is one word, over several lines`() throws {
        let source = "clf = SGDClassifier(loss='log',\n    random_state=1)\nfit reviews"
        guard case .commands(let commands) = CellText(source) else {
            Issue.record("not finished")
            return
        }
        #expect(commands.count == 2)
        let call = try #require(try PastedCall(commands[0].words[0]))
        #expect(call.command == "classifier")
        #expect(call.arguments.map(\.name) == ["loss", "random_state"])
        #expect(call.arguments.map(\.value) == [.text("log"), .integer(1)])
    }

    @Test func `words that bash has split keep their spaces`() {
        let text = CommandText(words: ["predict", "two words", "it's", ""])
        #expect(text.words.map(\.text) == ["predict", "two words", "it's", ""])
        #expect(text.source == "predict \"two words\" it's \"\"")
    }

    @Test(arguments: [
        (["predict", "a\\", "b"], #"predict "a\\" b"#), (["#x"], ##""#x""##), (["a", "'b"], #"a "'b""#),
        (["classifier", "loss=a b"], #"classifier loss="a b""#), (["fit", "--note=a b"], #"fit --note "a b""#),
        (["x", "y=(1"], #"x y="(1""#), (["x", "y=r'z'"], #"x y="r'z'""#), (["x", "a\nb"], "x \"a\nb\""),
        (["load", #"C:\x"#, "a=b", "(1"], #"load C:\x a=b "(1""#),
    ])
    func `words that bash has split are the same words in a script`(words: [String], source: String) {
        #expect(CommandText(words: words).source == source)
    }

    @Test func `bytes of ASCII are read as their characters are`() {
        var state: UInt32 = 1
        let signs = Array("aZ_0 \t\n\u{B}\u{C};#'\"\\=()[]{}-rR.\u{0}\u{1C}$")
        for _ in 0..<20_000 {
            let start = state % 3 == 0 ? "SGDClassifier(" : state % 3 == 1 ? "x --" : ""
            let source = (0..<state % 12).reduce(into: start) { source, _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                source.append(signs[Int(state >> 8) % signs.count])
            }
            state = state &* 1_664_525 &+ 1_013_904_223
            var byCharacters = CellScanner(Array(source))
            #expect(
                String(reflecting: CellText(source)) == String(reflecting: byCharacters.scan()),
                "\(source.debugDescription)")
        }
    }

    @Test(arguments: ["é", "a\r\nb", "e\u{301}"])
    func `a text in which characters are more than bytes is read by its characters`(text: String) {
        #expect(ASCIISign.signs(of: text) == nil)
        #expect(words("x \(text)y")?.first?.last?.count == "\(text)y".split(whereSeparator: \.isNewline).first?.count)
    }

    @Test func `a text behind a command that was parsed before is that command's alone`() throws {
        func predict(_ source: String) throws -> PredictCommand {
            guard case .commands(let commands) = CellText(source) else { throw CancellationError() }
            return try #require(try CommandReader.read(commands[0]) as? PredictCommand)
        }
        for source in ["predict one", "predict two --model m.safetensors", "predict \"--three four\"", "predict five"] {
            let command = try predict(source)
            #expect(command.text.joined == source.dropFirst(8).replacing("\"", with: "").split(separator: " --m")[0])
            #expect((command.file.model == nil) == !source.contains("--model"))
        }
        #expect(throws: NotebookError.self) { try predict("predict six --modle m") }
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\rc\n\nd", ["a", "b", "c", "", "d"]), ("\r\r\n", ["", ""]),
        ("é\u{2028}\n", ["é\u{2028}"]),
    ])
    func `lines of a script end in LF, CR LF or CR`(text: String, lines: [String]) {
        let reader = ScriptReader(text: text)
        var read: [String] = []
        while case .lines(let line) = reader.readLine(prompt: "") { read.append(line) }
        #expect(read == lines)
        #expect(text.lineCount == text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).count)
    }
}
