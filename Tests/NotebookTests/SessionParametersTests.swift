import Notebook
import Testing

@Suite struct SessionParametersTests {
    private static let parameters: SessionParameters = {
        var parameters = SessionParameters()
        for (name, value) in [("n", "5"), ("name", "a b"), ("cost", "$n"), ("x_1", "")] {
            _ = parameters.declare(name, default: value)
        }
        return parameters
    }()

    @Test(arguments: [
        ("$n", "5"), ("${n}ame", "5ame"), ("$name", "a b"), ("$names $5 $x $", "$names $5 $x $"), ("a$n.$n", "a5.5"),
        ("\\$n and \\$m", "$n and \\$m"), ("$cost", "$n"), ("${n", "${n"), ("[$x_1]", "[]"), ("\\${n}", "${n}"),
        ("ε$n…", "ε5…"), ("", ""),
    ])
    func `declared names are replaced, and nothing else`(text: String, expected: String) {
        #expect(Self.parameters.filled(text) == expected)
    }

    @Test(arguments: [
        ("set a=1 b=\"2 3\"\nfit $a\n# set c=1\nset d=;set a=3", ["a", "b", "d"]),
        ("set a=1\npredict \"never closed\nset b=2", ["a"]), ("set a=1 \\", ["a"]), ("", []), ("set 1=2 =3", []),
    ])
    func `a script's parameters are found before it is run`(script: String, names: [String]) {
        #expect(SessionParameters.declared(in: script) == names)
    }

    /// What the last command of a script says, or its error.
    private func last(_ script: String, overrides: [String: String] = [:]) -> String {
        let quiet = Quiet()
        let session = Session()
        session.parameters.overrides = overrides
        let status = quiet.loop(session).run(ScriptReader(text: script))
        return status == .done ? session.cells.last?.output?.text ?? "" : quiet.diagnostics
    }

    @Test func `a value is part of one word and adds no commands and no options`() {
        #expect(last("set t=\"a1; quit\"\ntokens $t").contains("quit"))
        #expect(last("set t=\"a1\nquit\"\ntokens $t").contains("quit"))
        #expect(last("set t=--model\ntokens $t x1").contains("model"))
        #expect(last("set t=loss=hinge\nclassifier $t").contains("error:"))
        #expect(last("set t=\"1 --loss hinge\"\nclassifier random_state=$t").contains("error:"))
        #expect(last("set quit=quit\n$quit").contains("there is no command $quit"))
    }

    @Test func `options, settings and pasted calls take values`() {
        #expect(last("set r=\"(1, 2)\"\nvectorizer ngram_range=$r").contains("ngram_range=(1, 2)"))
        #expect(last("set n=2**10; vectorizer --n-features $n").contains("n_features=1024"))
        #expect(last("set s=7\nSGDClassifier(random_state=$s)").contains("random_state=7"))
        #expect(last("set s=\"7, loss='hinge'\"\nSGDClassifier(random_state=$s)").contains("pasted call"))
    }

    @Test func `the command line's value goes before the file's`() {
        #expect(last("set n=2**10\nvectorizer n_features=$n", overrides: ["n": "16"]).contains("n_features=16"))
        #expect(last("vectorizer n_features=$n", overrides: ["n": "16"]).contains("error:"))
    }

    @Test(arguments: ["set", "set n", "set n = 5", "set 5=n", "set $n=5", "set a-b=1", "set =1"])
    func `what declares nothing is refused`(line: String) {
        #expect(last(line).contains("error:"))
    }
}
