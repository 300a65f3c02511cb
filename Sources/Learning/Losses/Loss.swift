/// What a wrong score costs, and how steeply.
///
/// `score` is the decision value of a row for the positive class, `target` codes whether the row is of that class.
/// The formulas and their order of operations are scikit-learn's, so that the results have the same bits.
package protocol Loss: Sendable {
    /// The target of a row that is not of the positive class; the target of one that is, is 1.
    static var negativeTarget: Double { get }
    /// The loss.
    func value(score: Double, target: Double) -> Double
    /// The derivative of the loss with respect to the score; at a kink, one of its sides.
    func gradient(score: Double, target: Double) -> Double
}

extension Loss {
    package static var negativeTarget: Double { -1 }
}
