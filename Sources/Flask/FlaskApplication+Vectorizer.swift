package import Features
import Text
import Values

extension FlaskApplication {
    /// `vectorizer.py` for settings: the application's own for the tutorial's tokenizer, with the call that makes the vectorizer
    /// in it; a shorter one for the others.
    package static func program(for settings: HashingVectorizerSettings) -> String {
        let call = "vect = \(call(for: settings))\n"
        let own = String(decoding: PackageResources.vectorizer_py, as: UTF8.self)
        guard settings.analyzer.tokenizer != .tutorial, let documentation = own.split(separator: "\n").first else {
            let lines = own.split(separator: "\n", omittingEmptySubsequences: false)
            let kept = lines.prefix { !$0.hasPrefix("vect = ") }
            return kept.joined(separator: "\n") + "\n" + call
        }
        let stemmer = """
            from nltk.stem.porter import PorterStemmer

            """
        let tokenizer = """

            porter = PorterStemmer()


            def tokenizer(text):
                \"""The stems of a text's words.\"""
                return [porter.stem(word) for word in text.split()]


            """
        let isPorter = settings.analyzer.tokenizer == .porter
        return
            "\(documentation)\n\n\(isPorter ? stemmer : "")from sklearn.feature_extraction.text import HashingVectorizer\n"
            + (isPorter ? tokenizer : "\n") + call
    }

    /// What `pip` is to install for settings.
    package static func requirements(for settings: HashingVectorizerSettings) -> String {
        String(decoding: PackageResources.requirements_txt, as: UTF8.self)
            + (settings.analyzer.tokenizer == .porter ? "nltk==3.10.4\n" : "")
    }

    /// The call of scikit-learn's constructor, with the settings that are not its defaults.
    private static func call(for settings: HashingVectorizerSettings) -> String {
        let defaults = HashingVectorizerSettings().parameters
        var arguments: [String] = []
        for parameter in settings.parameters where !defaults.contains(parameter) {
            switch (parameter.name, parameter.value) {
            case ("tokenizer", _): arguments += ["tokenizer=tokenizer", "token_pattern=None"]
            case ("n_features", .integer(let count)) where count > 1 && count & (count - 1) == 0:
                arguments.append("n_features=2**\(count.trailingZeroBitCount)")
            // A pattern has no part in it where there is a tokenizer, and scikit-learn warns of one.
            case ("token_pattern", _) where settings.analyzer.tokenizer != .default: break
            // scikit-learn knows one list by name, and takes no tuples.
            case ("stop_words", _) where settings.analyzer.stopWords != .english:
                let words = settings.analyzer.stopWords?.list ?? []
                arguments.append(
                    "stop_words=[\(words.map { ParameterValue.text($0).description }.joined(separator: ", "))]")
            default: arguments.append("\(parameter.name)=\(parameter.value)")
            }
        }
        return "HashingVectorizer(\(arguments.joined(separator: ", ")))"
    }
}
