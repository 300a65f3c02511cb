import Features
import Testing
import Text
import Values

@Suite("Vectorizer settings by scikit-learn's names")
struct HashingVectorizerSettingsParametersTests {
    @Test("all of scikit-learn's parameters, in alphabetical order")
    func names() {
        #expect(
            HashingVectorizerSettings().parameters.map(\.name) == [
                "alternate_sign", "analyzer", "binary", "decode_error", "dtype", "encoding", "input", "lowercase",
                "n_features", "ngram_range", "norm", "preprocessor", "stop_words", "strip_accents", "token_pattern",
                "tokenizer",
            ])
    }

    @Test("what is shown can be set again")
    func roundTrip() throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 2_147_483_647
        settings.norm = nil
        settings.binary = true
        settings.alternateSign = false
        settings.analyzer.tokenizer = .tutorial
        var copy = HashingVectorizerSettings()
        for parameter in settings.parameters { #expect(try copy.set(parameter.name, to: parameter.value)) }
        #expect(copy == settings)
    }

    @Test(
        "what scikit-learn refuses, and what refit does not have, is refused by name",
        arguments: [
            ("n_features", ParameterValue.integer(0)), ("n_features", .integer(2_147_483_648)),
            ("n_features", .real(8)), ("norm", .text("max")), ("binary", .text("yes")), ("dtype", .text("float32")),
            ("input", .text("filename")), ("preprocessor", .text("f")), ("analyzer", .none),
        ])
    func refusals(name: String, value: ParameterValue) {
        var settings = HashingVectorizerSettings()
        let error = #expect(throws: FeatureError.self) { try settings.set(name, to: value) }
        #expect(error?.message.contains(name) == true)
        #expect(settings == HashingVectorizerSettings())
    }

    @Test("n_features out of range is refused where it was assigned, too")
    func assigned() {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 0
        #expect(throws: FeatureError.self) { _ = try HashingVectorizer(settings) }
    }

    @Test("a name of another's is not taken")
    func otherNames() throws {
        var settings = HashingVectorizerSettings()
        #expect(try !settings.set("alpha", to: .real(1)))
    }
}
