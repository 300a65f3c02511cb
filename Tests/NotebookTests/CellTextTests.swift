import Notebook
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
}
