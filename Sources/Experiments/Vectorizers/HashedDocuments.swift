import Datasets
import Features
import Files
import Training
import Values

/// Documents whose grams are hashed, those to learn first and those to judge by behind them, for many vectorizers at once.
struct HashedDocuments: Sendable {
    /// The labels to tell apart, ascending.
    let classes: [Label]
    /// How many of the documents are to be learned; the others are to judge by.
    let trainingCount: Int
    /// The index of each document's label among `classes`.
    let labels: [UInt16]
    /// The distinct grams of the documents to be learned.
    let vocabulary: GramVocabulary
    /// SHA-256 of all texts and labels, as 64 lower-case hexadecimal digits.
    let digest: String

    private let ends: [Int]
    private let grams: GramFile

    /// How many documents there are.
    var count: Int { labels.count }

    /// Analyses each text once, and hashes each of its grams once.
    ///
    /// Throws `training` for labels that are not among the classes, `file`, and `interrupted`.
    /// - Complexity: O(*n*) for *n* bytes of texts; in memory are a batch, ten bytes a document and the distinct grams.
    init(
        _ documents: ComparedDocuments, by settings: HashingVectorizerSettings, monitor: (any WorkMonitor)?
    ) throws(ExperimentError) {
        classes = documents.classes
        trainingCount = documents.trainingCount
        var reading = Reading(classes: classes, total: documents.trainingCount + documents.testCount, monitor: monitor)
        do {
            let vectorizer = try HashingVectorizer(settings)
            var builder = try GramFile.Builder()
            try reading.read(documents.training, documents.trainingRows, vectorizer, &builder, isTraining: true)
            try reading.read(documents.test, documents.testRows, vectorizer, &builder, isTraining: false)
            grams = try builder.finish()
        } catch {
            throw ExperimentError(error)
        }
        (labels, ends, vocabulary) = (reading.labels, reading.ends, reading.vocabulary)
        digest = reading.hasher.hexSoFar()
    }

    /// Makes rows of some documents, and appends them to a batch.
    func transform(
        _ documents: some Sequence<Int>, by vectorizer: inout HashingVectorizer, into batch: inout SparseBatch
    ) {
        for document in documents {
            grams.withHashes((document == 0 ? 0 : ends[document - 1])..<ends[document]) { hashes in
                vectorizer.transform(hashes: hashes, into: &batch)
            }
        }
    }

    /// The documents while they are being read: analysed by several threads, put together by one.
    private struct Reading: ~Copyable {
        let classes: [Label]
        let total: Int
        let monitor: (any WorkMonitor)?
        var labels: [UInt16] = []
        var ends: [Int] = []
        var vocabulary = GramVocabulary()
        let hasher = BackgroundSHA256()
        private let indices: [Label: UInt16]

        init(classes: [Label], total: Int, monitor: (any WorkMonitor)?) {
            (self.classes, self.total, self.monitor) = (classes, total, monitor)
            indices = Dictionary(uniqueKeysWithValues: zip(classes, UInt16(0)...))
        }

        mutating func read(
            _ dataset: Dataset, _ rows: RowRange, _ vectorizer: HashingVectorizer,
            _ builder: inout GramFile.Builder, isTraining: Bool
        ) throws {
            let start = labels.count
            var batches = ReadBatches(
                of: try dataset.reader(rows: rows), batchSize: Batching.documents,
                GramMaker(vectorizer, keepsTexts: isTraining))
            while let (batch, batchLabels) = try batches.next() {
                for label in batchLabels {
                    guard let index = indices[label] else {
                        throw TrainingError.unknownLabel(row: labels.count - start, label: label, classes: classes)
                    }
                    labels.append(index)
                }
                for slice in batch { take(slice, &builder, isTraining: isTraining) }
                try builder.flush()
                monitor?.advance(to: labels.count, of: total, unit: "documents analysed")
                if monitor?.isInterrupted == true { throw ExperimentError.interrupted }
            }
        }

        private mutating func take(_ slice: GramMaker.Slice, _ builder: inout GramFile.Builder, isTraining: Bool) {
            let analysed = slice.analysed
            hasher.update(analysed.digested, analysed.digested(of: slice.documents))
            for document in slice.documents {
                for gram in analysed.grams(of: document..<document + 1) {
                    let key = analysed.keys[gram]
                    builder.append(Int32(truncatingIfNeeded: Int64(bitPattern: key)))
                    if isTraining { analysed.withText(of: gram) { vocabulary.add(key, $0) } }
                }
                ends.append(builder.count)
            }
        }
    }
}
