package import Features
package import Learning
package import ModelFiles
package import Values

/// A model that labels texts and keeps learning: the whole way from documents to weights.
///
/// 1. **Text.** A ``Document`` is a decoded text with its label.
/// 2. **Tokens.** The vectorizer's analyzer lower-cases the text, cuts it into tokens and joins them to n-grams.
/// 3. **Columns.** Each gram is hashed to one of `n_features` columns with a sign; what falls into one column is added
///    up, and the row is brought to length 1. A batch of rows is a ``SparseBatch``.
/// 4. **Weights.** The classifier learns from rows and labels (`partialFit`), and a row's margin is the sum of value
///    times weight over its columns, plus the intercept.
///
/// There is no vocabulary and nothing to fit in steps 1 to 3, which is why a model can go on learning from texts that
/// nobody had when it began. A value can be copied to go back to it: copies share their arrays until one learns.
package struct TextClassifier: Sendable {
    /// Steps 2 and 3.
    package private(set) var vectorizer: HashingVectorizer
    /// Step 4.
    package internal(set) var classifier: SGDClassifier
    /// Which rows of which feedback databases were learned.
    package var watermarks: [Watermark] = []
    /// How many documents of each class were learned, in the order of `classes`; scikit-learn's naive Bayes classifiers call
    /// it `class_count_`.
    ///
    /// A document counts as often as an epoch came to it, so that all together are the classifier's t − 1; of several problems
    /// the one that took most epochs counts, as in t. `nil` where nobody has counted, as in models that others have made,
    /// whatever they learn afterwards.
    package private(set) var classCounts: [Int]? {
        get { counted?.counts(of: modelDigest) }
        set { counted = newValue.map { CountedClasses($0) } }
    }
    private var counted: CountedClasses?
    /// Which model it is, for all copies that have learned the same.
    private(set) var identity = ModelIdentity()

    /// A model that has learned nothing yet.
    ///
    /// - Parameters:
    ///   - vectorizer: How texts become rows.
    ///   - classifier: How weights are learned.
    ///   - classes: The labels to tell apart, in any order, at least two different ones.
    /// - Throws: `features` or `learning` for settings and classes that cannot be.
    package init(
        vectorizer: HashingVectorizerSettings, classifier: SGDClassifierSettings, classes: [Label]
    ) throws(TrainingError) {
        self.vectorizer = try Self.vectorizer(vectorizer)
        do {
            self.classifier = try SGDClassifier(
                settings: classifier, classes: classes, nFeatures: vectorizer.nFeatures)
        } catch {
            throw .learning(error)
        }
        classCounts = self.classifier.classes.map { _ in 0 }
    }

    /// Puts together parts that fit.
    init(
        vectorizer: HashingVectorizer, classifier: SGDClassifier, watermarks: [Watermark],
        counted: CountedClasses?,
        identity: ModelIdentity
    ) {
        self.vectorizer = vectorizer
        self.classifier = classifier
        self.watermarks = watermarks
        self.counted = counted
        self.identity = identity
    }

    /// The labels that the model tells apart, ascending.
    package var classes: [Label] { classifier.classes }

    /// Learns from one batch of documents on top of what it has learned: scikit-learn's `partial_fit`.
    package mutating func partialFit(_ documents: [Document]) throws(TrainingError) {
        var rows = rows(of: documents)
        try partialFit(taking: &rows, labels: documents.map(\.label))
        settle()
    }

    /// The rows of documents, of many by several threads: steps 2 and 3.
    package func rows(of documents: [Document]) -> SparseBatch {
        guard documents.count >= Self.manyDocuments else { return rows(of: documents.lazy.map(\.text)) }
        var batches = ReadBatches(of: DocumentList(documents), batchSize: documents.count, RowMaker(vectorizer))
        return batches.next()?.batch ?? maker.emptyBatch()
    }

    /// From this number on threads take less time than starting them.
    private static let manyDocuments = 128

    /// Learns from rows that are made already.
    package mutating func partialFit(_ rows: SparseBatch, labels: [Label]) throws(TrainingError) {
        var rows = rows
        try partialFit(taking: &rows, labels: labels)
        settle()
    }

    /// The same; `rows` has none then, but its memory.
    ///
    /// A row of such calls ends with ``settle()``.
    package mutating func partialFit(taking rows: inout SparseBatch, labels: [Label]) throws(TrainingError) {
        try learn(&rows, labels: labels, judging: false)
    }

    /// The same, and returns what the model says of them before it learns them.
    package mutating func judgeAndLearn(
        taking rows: inout SparseBatch, labels: [Label]
    ) throws(TrainingError) -> Judgements {
        // By itself: within the other call, a copy of the model would be at hand, and learning would copy all weights.
        let margins = try learn(&rows, labels: labels, judging: true)
        return judgements(margins: margins)
    }

    /// Does what calls have left to do: no number changes, but looking at the weights takes no longer than it must from then on.
    package mutating func settle() { classifier.settle() }

    @discardableResult
    private mutating func learn(
        _ rows: inout SparseBatch, labels: [Label], judging: Bool
    ) throws(TrainingError) -> [Double] {
        try check()
        // Asked while it is still the model that may have been counted.
        let counts = classCounts
        defer { identity = ModelIdentity() }
        let margins: [Double]
        do {
            margins = try classifier.partialFit(taking: &rows, labels: labels, judging: judging, settlesLater: true)
        } catch {
            throw .learning(error)
        }
        classCounts = counts.map { counted(labels, onTopOf: $0) }
        return margins
    }

    /// Forgets what it has learned, watermarks too, and learns from a whole set: scikit-learn's `fit`.
    ///
    /// `rows` has none then, but its memory.
    package mutating func fit(
        taking rows: inout SparseBatch, labels: [Label], monitor: (any WorkMonitor)?
    ) throws(TrainingError) {
        do {
            try classifier.fit(taking: &rows, labels: labels, monitor: monitor)
        } catch {
            if case .interrupted = error { throw .interrupted(documents: 0) }
            throw .learning(error)
        }
        identity = ModelIdentity()
        watermarks = []
        classCounts = counted(labels, onTopOf: classes.map { _ in 0 })
    }

    /// The same model, which will learn by other settings; see ``Learning/SGDClassifier/with(_:)``.
    package func with(_ settings: SGDClassifierSettings) throws(TrainingError) -> TextClassifier {
        do {
            var other = self
            other.classifier = try classifier.with(settings)
            other.classCounts = classCounts
            other.identity = ModelIdentity()
            return other
        } catch {
            throw .learning(error)
        }
    }

    /// The counts of classes after a call that has learned these labels, each once an epoch.
    private func counted(_ labels: [Label], onTopOf counts: [Int]) -> [Int] {
        var counts = counts
        let classes = classes
        for label in labels {
            if let index = classes.ascendingIndex(of: label) { counts[index] += classifier.epochs }
        }
        return counts
    }

    /// The rows of texts: steps 2 and 3.
    package func rows(of texts: some Sequence<String>) -> SparseBatch {
        var rows = SparseBatch(nFeatures: classifier.nFeatures)
        var vectorizer = vectorizer
        vectorizer.transform(texts, into: &rows)
        return rows
    }

    /// The vectorizer that settings describe.
    static func vectorizer(_ settings: HashingVectorizerSettings) throws(TrainingError) -> HashingVectorizer {
        do {
            return try HashingVectorizer(settings)
        } catch {
            throw .features(error)
        }
    }
}
