import Testing
import Text
import Values

@Suite("Analyzer settings by scikit-learn's names")
struct AnalyzerSettingsParametersTests {
    @Test("the defaults, in alphabetical order")
    func defaults() {
        let shown = AnalyzerSettings().parameters.map { "\($0.name)=\($0.value)" }
        #expect(
            shown == [
                "analyzer='word'", "decode_error='strict'", "encoding='utf-8'", "lowercase=True", "ngram_range=(1, 1)",
                "stop_words=None", "strip_accents=None", #"token_pattern='(?u)\\b\\w\\w+\\b'"#, "tokenizer=None",
            ])
    }

    @Test("what is shown can be set again")
    func roundTrip() throws {
        var settings = AnalyzerSettings()
        settings.analyzer = .charWb
        settings.decodeError = .replace
        settings.encoding = .latin1
        settings.lowercase = false
        settings.ngramRange = NgramRange(2, 5)
        settings.stopWords = .own(["one", "two"])
        settings.stripAccents = .ascii
        settings.tokenPattern = #"\S+"#
        settings.tokenizer = .porter
        var copy = AnalyzerSettings()
        for parameter in settings.parameters { #expect(try copy.set(parameter.name, to: parameter.value)) }
        #expect(copy == settings)
        for parameter in AnalyzerSettings().parameters { #expect(try copy.set(parameter.name, to: parameter.value)) }
        #expect(copy == AnalyzerSettings())
    }

    @Test("a name of another's is not taken")
    func otherNames() throws {
        var settings = AnalyzerSettings()
        #expect(try !settings.set("n_features", to: .integer(8)))
    }

    @Test(
        "values out of range are refused and change nothing",
        arguments: [
            ("analyzer", ParameterValue.text("words")), ("ngram_range", .list([.integer(2), .integer(1)])),
            ("ngram_range", .list([.integer(-1), .integer(1)])), ("ngram_range", .integer(2)),
            ("stop_words", .text("german")), ("stop_words", .list([.integer(1)])), ("lowercase", .integer(1)),
            ("strip_accents", .text("all")), ("tokenizer", .text("nltk")), ("token_pattern", .text("(")),
            ("encoding", .text("utf-16")), ("decode_error", .text("skip")),
        ])
    func refusals(name: String, value: ParameterValue) {
        var settings = AnalyzerSettings()
        #expect(throws: TextError.self) { try settings.set(name, to: value) }
        #expect(settings == AnalyzerSettings())
    }

    @Test("a reversed n-gram range is refused with the right way round")
    func reversedRange() {
        let error = TextError.reversedNgramRange(low: 3, high: 1)
        #expect(error.description.hasSuffix("write (1, 3)"))
        var settings = AnalyzerSettings()
        settings.ngramRange = NgramRange(3, 1)
        #expect(throws: error) { _ = try TextAnalyzer(settings) }
    }
}
