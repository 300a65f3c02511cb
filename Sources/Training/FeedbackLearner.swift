package import ModelFiles
package import Values

/// A model that can learn feedback and remembers which rows it has learned.
///
/// It is a value: an update works on a copy and puts it in the original's place when everything went well.
package protocol FeedbackLearner {
    /// What `partialFit` throws.
    associatedtype Failure: ExplainedError
    /// What makes batches of documents.
    associatedtype Maker: BatchMaker

    /// The labels that can be learned, in ascending order.
    var classes: [Label] { get }
    /// Which rows of which databases were learned, one for each database.
    var watermarks: [Watermark] { get set }

    /// What makes batches of documents, whatever has been learned.
    var maker: Maker { get }

    /// Learns one batch in one call, and may leave nothing of it; the labels are those of its documents.
    mutating func partialFit(taking batch: inout Maker.Batch, labels: [Label]) throws(Failure)
    /// Ends a row of calls, which may have left something to do.
    mutating func settle()
}

extension FeedbackLearner {
    /// Nothing, where calls leave nothing to do.
    package mutating func settle() {}

    /// Learns documents in one call.
    package mutating func partialFit(_ documents: [Document]) throws(Failure) {
        var maker = maker
        var batch = maker.emptyBatch()
        maker.append(
            documents.indices, of: maker.part(of: PackedDocuments(documents)), to: &batch, expecting: documents.count)
        try partialFit(taking: &batch, labels: documents.map(\.label))
        settle()
    }
}

/// A model learns what people say of its predictions.
extension TextClassifier: FeedbackLearner {
    package var maker: RowMaker { RowMaker(vectorizer) }
}
