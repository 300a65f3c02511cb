package import Features
import Files
package import Learning

/// All that a model file holds: the learned state, how texts became rows, and which feedback it has seen.
package struct SavedModel: Sendable {
    /// The classifier's settings, classes and learned arrays.
    package var classifier: SGDClassifierState { didSet { identity = ModelIdentity() } }
    /// How texts became rows; `nil` where the file does not say.
    package var vectorizer: HashingVectorizerSettings? { didSet { identity = ModelIdentity() } }
    /// Which model it is.
    package private(set) var identity: ModelIdentity
    /// Which rows of which feedback databases were applied.
    package var watermarks: [Watermark]
    /// What the file says of how many documents of each class were learned.
    package internal(set) var counted: CountedClasses?
    /// The program that wrote the file, such as `refit 0.1.0`.
    package var writtenBy: String

    /// The form of refit's own metadata; a file of a later form is refused.
    package static let formatVersion: Int64 = 1

    /// The first `t_` that cannot be counted on from: a `Double` knows no 2^53 + 1.
    package static let endOfCounting = 0x1p53

    /// The most classes that a file may have, as many as a dataset may have labels.
    package static let mostClasses = 1000

    /// Puts together what a file is to hold.
    package init(
        classifier: SGDClassifierState,
        vectorizer: HashingVectorizerSettings?,
        watermarks: [Watermark] = [],
        classCounts: [Int]? = nil,
        writtenBy: String,
        identity: ModelIdentity = ModelIdentity()
    ) {
        self.classifier = classifier
        self.vectorizer = vectorizer
        self.watermarks = watermarks
        counted = classCounts.map { CountedClasses($0) }
        self.writtenBy = writtenBy
        self.identity = identity
    }

    /// The model's digest; see ``ModelIdentity/digest(of:vectorizer:)``.
    package var digest: String { identity.digest(of: classifier, vectorizer: vectorizer) }

    /// Writes all of `coef_`; where nobody has taken the model's digest, it is taken on the way.
    func writeWeights(to file: inout AtomicFile) throws(FileError) {
        try identity.useWeights(of: classifier, vectorizer: vectorizer) { (hash) throws(FileError) in
            if let hash { file.beginHashing(by: hash) }
            try classifier.coef.forEachPiece { (_, piece) throws(FileError) in unsafe try file.write(piece.bytes) }
            if hash != nil { file.endHashing() }
        }
    }

    /// How many documents of each class were learned, in the order of the classes, each as often as `t_` counts it; `nil`
    /// where it is not known.
    ///
    /// - Complexity: O(1), and that of ``digest`` where counts are kept apart from the model, as in a pickle.
    package var classCounts: [Int]? {
        get { counted?.counts(of: digest) }
        set { counted = newValue.map { CountedClasses($0) } }
    }

    /// Looks at a file's arrays; see ``ModelIdentity/check(_:vectorizer:look:)``.
    package func check() throws(ModelFileError) { try identity.check(classifier, vectorizer: vectorizer) }
}
