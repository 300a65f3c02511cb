/// The linear hinge, max(0, threshold − y·p): a linear SVM with threshold 1, the perceptron with threshold 0.
package struct HingeLoss: Loss {
    /// The margin from which on a row costs nothing.
    package let threshold: Double

    /// The hinge with a threshold.
    package init(threshold: Double) {
        self.threshold = threshold
    }

    package func value(score: Double, target: Double) -> Double {
        let margin = score * target
        return margin <= threshold ? threshold - margin : 0
    }

    package func gradient(score: Double, target: Double) -> Double {
        // At the threshold itself the row still counts: a perceptron has to leave its start, where every margin is 0.
        score * target <= threshold ? -target : 0
    }
}
