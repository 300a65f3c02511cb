package import Features
import Learning
package import ModelFiles
import Values

extension TextClassifier {
    /// Takes up a model from a file, to the last bit as it was when it was saved.
    ///
    /// - Parameters:
    ///   - saved: What the file holds.
    ///   - vectorizer: How texts become rows where the file does not say; what the file says goes before it.
    /// - Throws: `noVectorizer` where neither says, `otherFeatureCount` where the rows would not fit the weights, and
    ///   what the parts find wrong with their settings or shapes.
    package init(_ saved: SavedModel, vectorizer: HashingVectorizerSettings? = nil) throws(TrainingError) {
        guard let settings = saved.vectorizer ?? vectorizer else {
            throw .noVectorizer(nFeatures: saved.classifier.nFeatures)
        }
        guard settings.nFeatures == saved.classifier.nFeatures else {
            throw .otherFeatureCount(expected: saved.classifier.nFeatures, actual: settings.nFeatures)
        }
        let classifier: SGDClassifier
        do {
            classifier = try SGDClassifier(restoring: saved.classifier)
        } catch {
            throw .learning(error)
        }
        self.init(
            vectorizer: try Self.vectorizer(settings), classifier: classifier, watermarks: saved.watermarks,
            classCounts: saved.classCounts)
    }

    /// Reads the model file at `path`, without making a model of it.
    package static func read(_ path: String) throws(TrainingError) -> SavedModel {
        do {
            return try ModelFile.read(path: path)
        } catch {
            throw .modelFile(error)
        }
    }

    /// Opens the model file at `path`; `vectorizer` is asked only where the file does not say how rows are made.
    package init(
        opening path: String, vectorizer: HashingVectorizerSettings? = nil
    ) throws(TrainingError) {
        try self.init(try Self.read(path), vectorizer: vectorizer)
    }

    /// What a file of the model is to hold; `program` is what it will say that it was written by.
    package func saved(writtenBy program: String) -> SavedModel {
        SavedModel(
            classifier: classifier.state, vectorizer: vectorizer.settings, watermarks: watermarks,
            classCounts: classCounts, writtenBy: program)
    }

    /// Writes the model in the place of the file at `path`, whole or not at all.
    @discardableResult
    package func save(to path: String, writtenBy program: String) throws(TrainingError) -> ModelFile.Written {
        do {
            return try ModelFile.write(saved(writtenBy: program), to: path)
        } catch {
            throw .modelFile(error)
        }
    }

    /// The model's identity; see ``ModelDigest``.
    package var modelDigest: String {
        ModelDigest.of(classifier.state, vectorizer: vectorizer.settings)
    }
}
