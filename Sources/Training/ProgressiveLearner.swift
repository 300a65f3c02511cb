package import Features
package import ModelFiles
package import Values

/// A model that labels each batch before it learns it, beside the model that it was at the beginning.
///
/// It learns what the model alone would, to the last bit. A batch is labelled twice more, and brought to rows once.
package struct ProgressiveLearner: FeedbackLearner {
    /// The model as it is now.
    package private(set) var model: TextClassifier
    /// How both have done so far.
    package private(set) var curve = ProgressiveCurve()
    private let start: TextClassifier
    private var progressive = ProgressiveValidation()
    private var starting = ProgressiveValidation()
    private let testAccuracy: (TextClassifier) throws(TrainingError) -> Double?

    /// A learner that begins with `model`; `testAccuracy` scores it on held-out documents at the points of the curve.
    package init(
        _ model: TextClassifier,
        testAccuracy: @escaping (TextClassifier) throws(TrainingError) -> Double? = { _ in nil }
    ) {
        (self.model, start, self.testAccuracy) = (model, model, testAccuracy)
    }

    package var classes: [Label] { model.classes }

    package var watermarks: [Watermark] {
        get { model.watermarks }
        set { model.watermarks = newValue }
    }

    package var maker: RowMaker { model.maker }

    package mutating func settle() { model.settle() }

    package mutating func partialFit(taking rows: inout SparseBatch, labels: [Label]) throws(TrainingError) {
        let actual = try model.classIndices(of: labels, firstRow: progressive.documents)
        starting.add(start.judge(rows), actual: actual)
        progressive.add(try model.judgeAndLearn(taking: &rows, labels: labels), actual: actual)
        let point = ProgressiveCurve.Point(progressive, starting: starting)
        try curve.add(point) { () throws(TrainingError) in
            // Or each batch of held-out documents would settle a copy.
            model.settle()
            return try testAccuracy(model)
        }
    }
}
