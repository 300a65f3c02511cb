import Experiments
import Features
import Files
import ModelFiles
import Text
import Values

extension ModelOption {
    /// The name under which the tutorial pickles its stop words, beside the model.
    private static let stopWordsName = "stopwords.pkl"

    /// The vectorizer for the model file `typed`, where the file does not say it.
    ///
    /// The tutorial's function takes the stop words that lie beside the model, and so does `--vectorizer tutorial`: they may
    /// be those of a later NLTK. Throws `other_stop_words` where they lack words that refit's `tokenizer='tutorial'` drops.
    func vectorizer(for typed: String, at path: String, in session: Session) throws -> HashingVectorizerSettings? {
        guard var settings = vectorizer?.settings else { return session.chosenVectorizer }
        let beside = "\(Path.folder(of: typed))/\(Self.stopWordsName)"
        guard vectorizer == .tutorial, session.workspace.holds(beside, as: .file),
            try ModelFile.read(path: path).vectorizer == nil
        else { return settings }
        let file = try session.workspace.reading(beside, as: .file)
        let words = try StopWordsFile.read(file)
        try session.recorder.files.read(file, typed: beside)
        let (own, theirs) = (Set(StopWords.tutorial.list), Set(words.list))
        guard own.isSubset(of: theirs) else {
            let missing = own.subtracting(theirs).sorted()
            throw NotebookError.refused(
                code: "other_stop_words",
                message:
                    "\(beside) lacks \(Numerals.counted(missing.count, "word")) that tokenizer='tutorial' drops, such as "
                    + "'\(missing[0])'",
                remedy:
                    "weights would not be those of the application; train it with the tutorial's words, or move the file "
                    + "away to go on with them all the same")
        }
        guard own != theirs else { return settings }
        settings.analyzer.stopWords = words
        session.diagnose?("note: stop words are the \(theirs.count) of \(beside)")
        return settings
    }
}
