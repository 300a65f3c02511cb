package import ArgumentParser
import Features
import Text
import Values

/// `vectorizer`: shows or replaces the vectorizer's settings.
package struct VectorizerCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "vectorizer",
        abstract: "Show, or replace, the HashingVectorizer of the next fit.",
        discussion: """
            With settings it makes a new vectorizer, as scikit-learn's constructor does: settings that are not named \
            have their defaults. Without any it shows them all. An imported model that carries no vectorizer takes \
            this one.
            """)

    package static let findsFigures = false
    package static let examples = [
        "vectorizer",
        "vectorizer tutorial",
        "vectorizer --n-features 2^18 --ngram-range 1,2 --stop-words english",
        "vectorizer n_features=2**21 norm=None",
        "HashingVectorizer(decode_error='ignore', n_features=2**21, preprocessor=None, tokenizer=tokenizer)",
    ]

    @Argument(help: "Where to begin: scikit-learn's defaults, or the tutorial's vectorizer.")
    package var preset: VectorizerPreset?

    @Option(help: "True or false: half of the tokens count as −1.", completion: .list(SettingsCommands.booleans))
    package var alternateSign: String?

    @Option(help: "word, char or char_wb.", completion: .list(Analyzer.allCases.map(\.rawValue)))
    package var analyzer: String?

    @Option(help: "True or false: a row says only which columns occur.", completion: .list(SettingsCommands.booleans))
    package var binary: String?

    @Option(
        help: "strict, ignore or replace: what happens to bytes that are not text.",
        completion: .list(DecodeError.allCases.map(\.rawValue)))
    package var decodeError: String?

    @Option(help: "float64; float32 is not supported yet.", completion: .list(["float64"]))
    package var dtype: String?

    @Option(help: "utf-8, latin-1 or ascii.", completion: .list(TextEncoding.allCases.map(\.rawValue)))
    package var encoding: String?

    @Option(help: "content.", completion: .list(["content"]))
    package var input: String?

    @Option(help: "True or false: text is lower-cased.", completion: .list(SettingsCommands.booleans))
    package var lowercase: String?

    @Option(help: "The number of columns, 1 to 2^31 − 1.")
    package var nFeatures: String?

    @Option(help: "The fewest and the most tokens in a gram: 1,2.")
    package var ngramRange: String?

    @Option(help: "l1, l2 or none.", completion: .list(Norm.allCases.map(\.rawValue) + ["none"]))
    package var norm: String?

    @Option(help: "none.", completion: .list(["none"]))
    package var preprocessor: String?

    @Option(
        help: "english, tutorial, nltk153, none, or a file: a word a line, or a pickled list.",
        completion: .list(["english", "tutorial", "nltk153", "none"]))
    package var stopWords: String?

    @Option(help: "ascii, unicode or none.", completion: .list(StripAccents.allCases.map(\.rawValue) + ["none"]))
    package var stripAccents: String?

    @Option(help: "A Python regular expression whose matches are the tokens.")
    package var tokenPattern: String?

    @Option(help: "default, tutorial or porter.", completion: .list(Tokenizer.allCases.map(\.rawValue)))
    package var tokenizer: String?

    /// The arguments of a pasted call, which makes a new object though it has none; `nil` for a typed command.
    var pasted: [SettingsCommands.Given]?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case preset, alternateSign, analyzer, binary, decodeError, dtype, encoding, input, lowercase, nFeatures
        case ngramRange, norm, preprocessor, stopWords, stripAccents, tokenPattern, tokenizer
    }

    /// The command without any words; a fresh `init()` of a parsed type may not be read.
    static var empty: VectorizerCommand {
        get throws(NotebookError) {
            do { return try VectorizerCommand.parse([]) } catch { throw NotebookError(error) }
        }
    }

    package func expanded(in session: Session) -> String? {
        SettingsCommands.expanded("vectorizer", session.vectorizer.parameters)
    }

    package func run(in session: Session) throws -> CellOutput {
        let given = pasted ?? typed
        let isShown = given.isEmpty && preset == nil && pasted == nil
        if !isShown { session.vectorizer = try SettingsCommands.vectorizer(from: given, preset: preset, in: session) }
        return SettingsCommands.output(
            "HashingVectorizer", session.vectorizer.parameters, defaults: HashingVectorizerSettings().parameters,
            isShown: isShown, notes: SettingsCommands.notes(about: given))
    }

    private var typed: [SettingsCommands.Given] {
        let options = [
            ("alternate_sign", alternateSign), ("analyzer", analyzer), ("binary", binary),
            ("decode_error", decodeError), ("dtype", dtype), ("encoding", encoding), ("input", input),
            ("lowercase", lowercase), ("n_features", nFeatures), ("ngram_range", ngramRange), ("norm", norm),
            ("preprocessor", preprocessor), ("stop_words", stopWords), ("strip_accents", stripAccents),
            ("tokenizer", tokenizer),
        ]
        // A pattern is a text whatever it looks like: `\d+,\d+` is no list.
        let pattern = tokenPattern.map { [("token_pattern", ParameterValue.text($0))] } ?? []
        return options.compactMap { name, text in text.map { (name, PythonLiteral.value(of: $0)) } } + pattern
    }
}
