import Features
import Feedback
import Foundation
import Learning
import ModelFiles
import TestSupport
import Testing
import Text
import Values

@testable import Flask

@Suite struct FlaskApplicationTests {
    private static let experiment = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "experiments/tutorial/flask/application")

    private static var tutorial: HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        settings.analyzer.decodeError = .ignore
        settings.analyzer.tokenizer = .tutorial
        settings.nFeatures = 1 << 21
        return settings
    }

    /// What the experiment holds, by path.
    private static func committed() throws -> [String: [UInt8]] {
        let files = try #require(FileManager.default.enumerator(atPath: experiment.path()))
        var contents: [String: [UInt8]] = [:]
        for case let path as String in files where !path.contains("__pycache__") {
            let file = experiment.appending(path: path)
            if let data = try? Data(contentsOf: file) { contents[path] = Array(data) }
        }
        return contents
    }

    @Test func `the files are those of the experiment, all of them, to the last byte`() throws {
        var written = Dictionary(uniqueKeysWithValues: FlaskApplication.files.map { ($0.path, $0.bytes) })
        written["vectorizer.py"] = Array(FlaskApplication.program(for: Self.tutorial).utf8)
        written["requirements.txt"] = Array(FlaskApplication.requirements(for: Self.tutorial).utf8)
        let committed = try Self.committed()
        #expect(written.keys.sorted() == committed.keys.sorted())
        for (path, bytes) in committed {
            let isSame = written[path] == bytes
            #expect(isSame, "\(path)")
        }
    }

    @Test func `a vectorizer of other settings is called with them, and with nothing else`() {
        var settings = HashingVectorizerSettings()
        #expect(FlaskApplication.program(for: settings).hasSuffix("\nvect = HashingVectorizer()\n"))
        #expect(!FlaskApplication.program(for: settings).contains("stopwords"))
        settings.nFeatures = 1 << 18
        settings.norm = nil
        settings.analyzer.ngramRange = NgramRange(1, 2)
        settings.analyzer.stopWords = StopWords.own(["it's", "a"])
        settings.analyzer.tokenPattern = #"\w+'?"#
        #expect(
            FlaskApplication.program(for: settings).hasSuffix(
                #"HashingVectorizer(n_features=2**18, ngram_range=(1, 2), norm=None, stop_words=['a', "it's"], "#
                    + #"token_pattern="\\w+'?")"# + "\n"))
        settings.analyzer.tokenizer = .porter
        let stemming = FlaskApplication.program(for: settings)
        #expect(stemming.contains("porter.stem(word)"))
        #expect(stemming.hasSuffix("tokenizer=tokenizer, token_pattern=None)\n"))
        #expect(FlaskApplication.requirements(for: settings).hasSuffix("\nnltk==3.10.4\n"))
    }

    @Test(.enabled(if: Python.isThere))
    func `every program that is made compiles, and the stop words unpickle`() throws {
        let folder = try TemporaryFolder()
        for tokenizer in Tokenizer.allCases {
            var settings = Self.tutorial
            settings.analyzer.tokenizer = tokenizer
            settings.analyzer.stopWords = .nltk153
            let path = folder.file("\(tokenizer.rawValue).py")
            try FlaskApplication.program(for: settings).write(toFile: path, atomically: true, encoding: .utf8)
            #expect(
                try Python.run("import ast, sys; ast.parse(open(sys.argv[1]).read()); print('good')", path) == "good")
        }
        let pickle = folder.file("stopwords.pkl")
        try Data(PickledTexts.bytes(of: ["i", "naïve", ""])).write(to: URL(filePath: pickle))
        let read = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')))"
        #expect(try Python.run(read, pickle) == "['i', 'naïve', '']")
    }

    @Test func `a folder that holds something is left alone`() throws {
        let folder = try TemporaryFolder()
        let target = folder.file("app")
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        try Data().write(to: URL(filePath: "\(target)/mine"))
        let state = try SGDClassifier(
            settings: SGDClassifierSettings(), classes: [.integer(0), .integer(1)], nFeatures: 4
        ).state
        let model = SavedModel(classifier: state, vectorizer: nil, writtenBy: "refit 0")
        let error = #expect(throws: FlaskError.self) {
            try FlaskApplication.write(model, vectorizer: Self.tutorial, feedback: nil, to: target)
        }
        #expect(error?.code == "folder_not_empty")
        #expect(folder.names == ["app"])
    }
}
