import Experiments
import Features
import Files
import ModelFiles
import Text
import Values

extension ImportCommand {
    /// The name under which the tutorial pickles its stop words, beside the model.
    private static let stopWordsName = "stopwords.pkl"

    /// The stop words that lie beside the model file `typed`, which does not say its vectorizer, where they are other ones
    /// than `tokenizer='tutorial'` drops; `nil` where all is as the settings say.
    ///
    /// The tutorial's function takes the stop words that lie beside the model: they may be those of a later NLTK. Throws
    /// `other_stop_words` where they lack words that refit's `tokenizer='tutorial'` drops.
    static func stopWords(
        beside typed: String, for settings: HashingVectorizerSettings, in session: Session
    ) throws -> StopWords? {
        let beside = "\(Path.folder(of: typed))/\(stopWordsName)"
        guard settings.analyzer.tokenizer == .tutorial, settings.analyzer.stopWords == nil,
            session.workspace.holds(beside, as: .file)
        else { return nil }
        let file = try session.workspace.reading(beside, as: .file)
        let words = try session.recorder.files.reading(.file, file, typed: beside) { try StopWordsFile.read(file) }
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
        guard own != theirs else { return nil }
        session.diagnose?("note: stop words are the \(theirs.count) of \(beside)")
        return words
    }
}
