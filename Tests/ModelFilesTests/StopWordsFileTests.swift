import TestSupport
import Testing
import Text

@testable import ModelFiles

/// Stop words as Python has pickled them, by `pickle.dumps` of Python 3.11.
struct StopWordsFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, _ name: String = "stopwords.pkl") throws -> StopWords {
        try FileBytes.write(PickleDisassemblyTests.bytes(text), to: folder.file(name))
        return try StopWordsFile.read(folder.file(name))
    }

    @Test(arguments: [
        "\u{80}\u{02}]q\0(X\u{05}\0\0\0don'tq\u{01}X\u{02}\0\0\0\u{C3}\u{A9}q\u{02}X\u{03}\0\0\0theq\u{03}h\u{03}e.",
        "\u{80}\u{03}]q\0(X\u{05}\0\0\0don'tq\u{01}X\u{02}\0\0\0\u{C3}\u{A9}q\u{02}X\u{03}\0\0\0theq\u{03}h\u{03}e.",
        "\u{80}\u{04}\u{95}\u{1A}\0\0\0\0\0\0\0]\u{94}(\u{8C}\u{05}don't\u{94}\u{8C}\u{02}\u{C3}\u{A9}\u{94}\u{8C}\u{03}the\u{94}h\u{03}e.",
        "\u{80}\u{05}\u{95}\u{1A}\0\0\0\0\0\0\0]\u{94}(\u{8C}\u{05}don't\u{94}\u{8C}\u{02}\u{C3}\u{A9}\u{94}\u{8C}\u{03}the\u{94}h\u{03}e.",
    ])
    func `a list of every protocol`(pickle: String) throws {
        #expect(try read(pickle) == .words(["don't", "the", "é"]))
        #expect(try read(pickle, "words.txt") == .words(["don't", "the", "é"]))
    }

    @Test(arguments: [
        (
            "\u{80}\u{02}(X\u{01}\0\0\0aq\0X\u{01}\0\0\0bq\u{01}X\u{01}\0\0\0cq\u{02}X\u{01}\0\0\0dq\u{03}tq\u{04}.",
            ["a", "b", "c", "d"]
        ),
        ("\u{80}\u{02}c__builtin__\nset\nq\0]q\u{01}X\u{01}\0\0\0xq\u{02}a\u{85}q\u{03}Rq\u{04}.", ["x"]),
        ("\u{80}\u{03}cbuiltins\nfrozenset\nq\0]q\u{01}X\u{01}\0\0\0yq\u{02}a\u{85}q\u{03}Rq\u{04}.", ["y"]),
        ("\u{80}\u{04}\u{95}\u{09}\0\0\0\0\0\0\0\u{8F}\u{94}(\u{8C}\u{01}x\u{94}\u{90}.", ["x"]),
        ("\u{80}\u{05}\u{95}\u{08}\0\0\0\0\0\0\0(\u{8C}\u{01}y\u{94}\u{91}\u{94}.", ["y"]),
        ("\u{80}\u{04}].", []),
    ])
    func `a tuple or a set`(pickle: String, words: [String]) throws {
        #expect(try read(pickle) == .words(words))
    }

    @Test(arguments: [
        (
            "\u{80}\u{02}cos\nsystem\nX\u{02}\0\0\0ls\u{85}R.",
            "os.system is not among the names that a list of words is made of (byte 2)"
        ),
        (
            "\u{80}\u{02}csklearn.linear_model._stochastic_gradient\nSGDClassifier\n)\u{81}.",
            "SGDClassifier is not among the names that a list of words is made of (byte 2)"
        ),
        (
            "\u{80}\u{03}](X\u{01}\0\0\0aC\u{01}be.",
            "element 1 of the pickle should be a text, but it is another value (byte 2)"
        ),
        ("\u{80}\u{03}}.", "the pickle should be a list, a tuple or a set of texts, but it is another value (byte 0)"),
        ("\u{80}\u{03}](X\u{09}\0\0\0a", "a length should be within the file, but it is 9 bytes (byte 9)"),
        ("\u{80}\u{03}]\u{85}cbuiltins\nset\n\u{86}.", "element 0 of the pickle should be a text"),
        (
            "\u{80}\u{03}cbuiltins\nset\nX\u{01}\0\0\0a\u{85}R.",
            "REDUCE calls what a list of words does not call (byte 23)"
        ),
        ("(lp0\nVthe\np1\na.", "LIST is in no pickle of a list of words (byte 1)"),
    ])
    func `what is none is refused by name and place`(pickle: String, reason: String) throws {
        let error = #expect(throws: TextError.self) { try read(pickle) }
        guard case .unreadableStopWords(let path, let found)? = error else { return }
        #expect(path == folder.file("stopwords.pkl"))
        #expect(found.contains(reason), "\(found)")
    }

    @Test func `what is no pickle is text, as before`() throws {
        #expect(try read("the\na b\n", "words") == .words(["a b", "the"]))
        #expect(throws: TextError.self) { try StopWordsFile.read(folder.file("none.pkl")) }
        #expect(throws: TextError.self) { try StopWordsFile.read(folder.path) }
        try FileBytes.write([UInt8](repeating: 0x80, count: StopWords.largestFile + 1), to: folder.file("large.pkl"))
        let error = #expect(throws: TextError.self) { try StopWordsFile.read(folder.file("large.pkl")) }
        #expect(error?.message.contains("larger than 1048576 bytes") == true)
    }
}
