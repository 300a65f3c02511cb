package import Features
package import Feedback
import Files
import Foundation
package import ModelFiles
import Text

/// A web application around a model: a page to write a review on, one with the answer, one that keeps the reader's.
///
/// Its files are those of `experiments/tutorial/flask/application`, which are compiled in; only `vectorizer.py` is made for
/// the model. It never learns by itself, so that `refit update --model pkl_objects/classifier.pkl --db reviews.sqlite` in
/// its folder counts each answer once.
package enum FlaskApplication {
    /// Where the model lies in the folder.
    package static let model = "pkl_objects/classifier.pkl"
    /// Where the feedback lies in the folder.
    package static let database = "reviews.sqlite"
    private static let stopWords = "pkl_objects/stopwords.pkl"

    /// The files that are the same for every model, by their paths in the folder.
    package static var files: [(path: String, bytes: [UInt8])] {
        [
            ("app.py", PackageResources.app_py), ("README.md", PackageResources.README_md),
            ("static/style.css", PackageResources.style_css), ("templates/base.html", PackageResources.base_html),
            ("templates/form.html", PackageResources.form_html),
            ("templates/results.html", PackageResources.results_html),
            ("templates/thanks.html", PackageResources.thanks_html),
        ]
    }

    /// Writes an application with its model and feedback to a folder that is not there yet, or is empty, whole or not at all.
    ///
    /// - Parameters:
    ///   - model: The model; `vectorizer` is the one that makes its rows.
    ///   - vectorizer: How texts become rows.
    ///   - feedback: The database whose rows go along; `nil` for none.
    ///   - folder: The folder.
    /// - Throws: `FlaskError`; the folder is then as it was.
    /// - Complexity: O(*n*) for *n* bytes of model and database.
    package static func write(
        _ model: SavedModel, vectorizer: HashingVectorizerSettings, feedback: FeedbackStore?, to folder: String
    ) throws(FlaskError) {
        guard isFree(folder) else { throw .notEmpty(path: folder) }
        if let feedback, feedback.schema.dateColumn == nil { throw .noDates(path: feedback.path) }
        let draft: String
        do {
            let target = try Path.followingLinks(folder)
            try Path.makeFolders(above: target)
            draft = try ScratchFolder.make(Path.name(of: target), in: Path.folder(of: target))
        } catch {
            throw .file(error)
        }
        do throws(FlaskError) {
            try write(model, vectorizer: vectorizer, into: draft)
            try writeDatabase(feedback, to: "\(draft)/\(database)")
            do throws(FileError) {
                try Path.rename(draft, to: try Path.followingLinks(folder))
            } catch {
                throw .file(error)
            }
        } catch {
            ScratchFolder.remove(draft)
            throw error
        }
    }

    private static func write(
        _ model: SavedModel, vectorizer: HashingVectorizerSettings, into draft: String
    ) throws(FlaskError) {
        do {
            for (path, bytes) in files { try write(bytes, to: "\(draft)/\(path)") }
            try write(Array(program(for: vectorizer).utf8), to: "\(draft)/vectorizer.py")
            try write(Array(requirements(for: vectorizer).utf8), to: "\(draft)/requirements.txt")
            if vectorizer.analyzer.tokenizer == .tutorial {
                try write(PickledTexts.bytes(of: StopWords.tutorial.list), to: "\(draft)/\(stopWords)")
            }
        } catch {
            throw .file(error)
        }
        do throws(ModelFileError) {
            try ModelFile.write(model, to: "\(draft)/\(Self.model)")
        } catch {
            throw .model(error)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        var file = try AtomicFile(replacing: path)
        try unsafe file.write(bytes.span.bytes)
        try file.commit()
    }

    private static func writeDatabase(_ feedback: FeedbackStore?, to path: String) throws(FlaskError) {
        do {
            if let feedback {
                try FeedbackStore.copy(feedback.path, to: path, through: feedback.bound)
            } else {
                _ = try FeedbackStore.create(path)
            }
        } catch {
            throw .feedback(error)
        }
    }

    /// Whether nothing is at a path but an empty folder.
    private static func isFree(_ folder: String) -> Bool {
        guard Path.exists(folder) else { return true }
        return (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty == true
    }
}
