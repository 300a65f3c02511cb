package import ModelFiles
package import Values

/// A model that can learn feedback and remembers which rows it has learned.
///
/// It is a value: an update works on a copy and puts it in the original's place when everything went well.
package protocol FeedbackLearner {
    /// What `partialFit` throws.
    associatedtype Failure: ExplainedError

    /// The labels that can be learned, in ascending order.
    var classes: [Label] { get }
    /// Which rows of which databases were learned, one for each database.
    var watermarks: [Watermark] { get set }

    /// Learns one batch in one call.
    mutating func partialFit(_ documents: [Document]) throws(Failure)
}

/// A model learns what people say of its predictions.
extension TextClassifier: FeedbackLearner {}
