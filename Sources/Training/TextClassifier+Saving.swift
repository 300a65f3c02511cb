package import Features
import Learning
package import ModelFiles
import Values

extension TextClassifier {
    /// Takes up a model from a file, to the last bit as it was when it was saved.
    ///
    /// Where nobody has looked at the file's arrays yet, ``check()`` does.
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
        // A digest is of the settings, too: where they are not the file's, what it states is looked at now, and is of another one.
        let isOther = saved.vectorizer == nil
        let other = saved.identity.byOtherVectorizer
        if isOther, other == nil { try Self.check(saved) }
        let classifier: SGDClassifier
        do {
            classifier = try SGDClassifier(restoring: saved.classifier, checksNumbers: false)
        } catch {
            throw .learning(error)
        }
        self.init(
            vectorizer: try Self.vectorizer(settings), classifier: classifier, watermarks: saved.watermarks,
            counted: isOther ? saved.classCounts.map { CountedClasses($0) } : saved.counted,
            identity: isOther ? other ?? ModelIdentity() : saved.identity)
    }

    private static func check(_ saved: SavedModel) throws(TrainingError) {
        do {
            try saved.check()
        } catch {
            throw .modelFile(error)
        }
    }

    /// Looks at the arrays of a model that was taken up unseen; before that nothing may predict with it, learn or write it.
    ///
    /// Throws `modelFile(.damaged)` where they are not what the file says, each time.
    /// - Complexity: O(*n*) for *n* bytes of arrays the first time, then O(1).
    package func check() throws(TrainingError) {
        do {
            try identity.check(classifier.state, vectorizer: vectorizer.settings)
        } catch {
            throw .modelFile(error)
        }
    }

    /// Has threads read the arrays of a model that was taken up unseen, and begin what ``check()`` does, which then waits for them.
    package func beginCheck() {
        classifier.beginReading()
        identity.beginCheck(classifier.state, vectorizer: vectorizer.settings)
    }

    /// Looks at the arrays of a model that was taken up unseen and will learn, and lets go of the weights of columns that have
    /// none: see ``Learning/SGDClassifier/keepByColumn()``.
    ///
    /// Whether they are what the file says altogether, a thread may find out meanwhile: ``check()`` waits for it, and nothing is
    /// learned before. Throws `modelFile(.damaged)` for what shows at once.
    ///
    /// Whoever keeps copies of a model that will learn does it before, so that none of them holds on to the weights of all columns.
    /// Where nobody has begun to read them, they go by piece by piece, and are never in memory all at once.
    package mutating func lookAndKeepByColumn() throws(TrainingError) {
        var columns: [Int32] = []
        var weights: [Double] = []
        var hasSeenAll = false
        if let state = classifier.unkeptState {
            do {
                hasSeenAll = try identity.look(state, vectorizer: vectorizer.settings) { start, piece in
                    // By bits: a weight of −0 is kept.
                    for index in piece.indices where piece[index].bitPattern != 0 {
                        columns.append(Int32(truncatingIfNeeded: start + index))
                        weights.append(piece[index])
                    }
                }
            } catch {
                throw .modelFile(error)
            }
        }
        if hasSeenAll { return classifier.keep(columns, weights: weights) }
        try check()
        classifier.keepByColumn()
    }

    /// Begins to read weights that nobody has looked at yet, by a thread of their own; where the file states no digest of
    /// them, looks at them now: see ``check()``.
    package func beginReading() throws(TrainingError) {
        classifier.beginReading()
        if identity.presentDigest == nil { try check() }
    }

    /// Reads the model file at `path`, without making a model of it or looking at its arrays (``check()``).
    ///
    /// Until somebody looks at them, begins to read them, or lets the model go, the file stays open, and its lease may keep
    /// others from writing to it.
    package static func read(_ path: String) throws(TrainingError) -> SavedModel {
        do {
            return try ModelFile.open(path: path)
        } catch {
            throw .modelFile(error)
        }
    }

    /// Opens the model file at `path`; `vectorizer` is asked only where the file does not say how rows are made.
    package init(
        opening path: String, vectorizer: HashingVectorizerSettings? = nil
    ) throws(TrainingError) {
        try self.init(try Self.read(path), vectorizer: vectorizer)
        try check()
    }

    /// What a file of the model is to hold; `program` is what it will say that it was written by.
    package func saved(writtenBy program: String) -> SavedModel {
        SavedModel(
            classifier: classifier.state, vectorizer: vectorizer.settings, watermarks: watermarks,
            classCounts: classCounts, writtenBy: program, identity: identity)
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

    /// Begins to write the model in the place of the file at `path`; see ``ModelWriting``.
    package func beginSaving(to path: String, writtenBy program: String) throws(TrainingError) -> ModelWriting {
        do {
            return try ModelWriting(saved(writtenBy: program), to: path)
        } catch {
            throw .modelFile(error)
        }
    }

    /// The model's digest; of a model that was taken up unseen, what its file states.
    package var modelDigest: String {
        identity.digest(of: classifier.state, vectorizer: vectorizer.settings)
    }
}
