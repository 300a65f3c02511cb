package import ArgumentParser
import Experiments
import Features
import Files
import Learning
import ModelFiles
import Text
import Training
import Values

/// `import`: a file as the present model.
package struct ImportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take up a model, its settings and watermarks.")
    package static let examples = ["import models/movies.safetensors", "vectorizer tutorial; import classifier.pkl"]

    @Argument(help: "The file.", completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var path: PathArgument

    package init() {}

    /// The model in a file, known to the cells as `typed`; one that carries no vectorizer takes the one that is given, with
    /// the stop words that lie beside it (``stopWords(beside:for:in:)``).
    ///
    /// `arrays` says when its arrays are looked at.
    static func open(
        _ path: String, typed: String, vectorizer: HashingVectorizerSettings?, in session: Session,
        arrays: ArrayCheck = .now
    ) throws -> TextClassifier {
        let saved = try session.recorder.files.reading(.model, path, typed: typed) { try TextClassifier.read(path) }
        var vectorizer = vectorizer
        if saved.vectorizer == nil, let given = vectorizer,
            let words = try stopWords(beside: typed, for: given, in: session)
        {
            vectorizer?.analyzer.stopWords = words
        }
        var model = try TextClassifier(saved, vectorizer: vectorizer)
        switch arrays {
        case .now: try model.check()
        case .meanwhile: model.beginCheck()
        case .later: try model.beginReading()
        case .toLearn:
            try model.lookAndKeepByColumn()
            try model.check()
        case .toLearnAtOnce: try model.lookAndKeepByColumn()
        }
        return model
    }

    /// When the arrays of a model are looked at that is opened.
    enum ArrayCheck {
        /// Before it is handed over.
        case now
        /// By threads that begin now; whoever uses it checks first, and waits for them.
        case meanwhile
        /// When they are first used, if the file states their digest; reading them begins.
        case later
        /// Before it is handed over, to learn on: only columns with weights are kept.
        case toLearn
        /// The same, but for what is found before anything is learned; until then nothing may predict with it.
        case toLearnAtOnce
    }

    /// What a person is told of a model that learns otherwise here than in scikit-learn.
    static func notes(about model: TextClassifier) -> [String] {
        model.classifier.settings.randomState == nil ? [SettingsCommands.unseeded] : []
    }

    package func run(in session: Session) throws -> CellOutput {
        let file = try session.workspace.reading(path.typed, as: .model)
        // The session looks at the arrays when they are first used; a replay judges each command by itself.
        let model = try Self.open(
            file, typed: path.typed, vectorizer: session.chosenVectorizer, in: session,
            arrays: session.workspace.isScratch ? .now : .later)
        session.takeUp(model, because: "import \(path.typed)")
        let digest = model.modelDigest
        return CellOutput(
            result: [
                "path": .text(path.typed), "classes": .array(model.classes.map { JSONValue($0) }),
                "n_features": .integer(model.classifier.nFeatures), "t": .real(model.classifier.t),
                "seed": .integer(Int(model.classifier.settings.seed)),
                "model_digest": .text(digest),
            ],
            blocks: [
                .prose(
                    """
                    \(path.typed): classes \(model.classes.map(\.description).joined(separator: ", ")), \
                    \(Numerals.grouped(model.classifier.nFeatures)) columns, \
                    \(Numerals.grouped(Int(model.classifier.t) - 1)) documents learned, \
                    model \(Numerals.short(digest: digest))
                    """)
            ],
            notes: Self.notes(about: model))
    }
}
