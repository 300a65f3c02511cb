import Foundation
import Learning
import Testing

@Suite("Losses")
struct LossTests {
    static let all: [any Loss] = [
        HingeLoss(threshold: 1), HingeLoss(threshold: 0), SquaredHingeLoss(), ModifiedHuberLoss(), LogLoss(),
        SquaredErrorLoss(), HuberLoss(epsilon: 0.1), HuberLoss(epsilon: 0.6), EpsilonInsensitiveLoss(epsilon: 0.1),
        EpsilonInsensitiveLoss(epsilon: 0), SquaredEpsilonInsensitiveLoss(epsilon: 0.1),
        SquaredEpsilonInsensitiveLoss(epsilon: 0),
    ]

    @Test("the gradient is what a small step of the score changes", arguments: all.indices)
    func finiteDifferences(index: Int) {
        let loss = Self.all[index]
        let step = 1e-6
        for target in [type(of: loss).negativeTarget, 1] {
            // The scores are odd enough to keep a step away from every kink.
            for score in stride(from: -40.0123, through: 40, by: 0.3717) {
                let change =
                    loss.value(score: score + step, target: target)
                    - loss.value(score: score - step, target: target)
                let gradient = loss.gradient(score: score, target: target)
                #expect(abs(change / (2 * step) - gradient) < 1e-6 * max(1, abs(gradient)), "\(score), \(target)")
            }
        }
    }

    @Test("no loss is negative, and none is a NaN for the largest scores", arguments: all.indices)
    func range(index: Int) {
        let loss = Self.all[index]
        for target in [type(of: loss).negativeTarget, 1] {
            for score in [0, -0.0, 1, -1, 1e3, -1e3, 1e150, -1e150] {
                #expect(loss.value(score: score, target: target) >= 0)
                #expect(loss.gradient(score: score, target: target).isFinite)
            }
        }
    }

    @Test("the log loss is log(1 + exp(p)) − y·p in each of its ranges")
    func logLoss() {
        for score in [-50, -38, -36.5, -10, -2, -1.5, 0, 3, 17, 19, 33, 34, 60.0] {
            let direct = score < 30 ? log1p(exp(score)) : score + log1p(exp(-score))
            #expect(abs(LogLoss().value(score: score, target: 0) - direct) <= 4 * direct.ulp)
            #expect(abs(LogLoss().value(score: score, target: 1) - (direct - score)) <= 1e-14 * max(1, abs(score)))
        }
        #expect(LogLoss().gradient(score: -1000, target: 1) == -1)
        #expect(LogLoss().gradient(score: 1000, target: 0) == 1)
    }

    @Test("at its threshold the hinge still pushes, or a perceptron would never leave 0")
    func hingeAtThreshold() {
        #expect(HingeLoss(threshold: 0).gradient(score: 0, target: 1) == -1)
        #expect(HingeLoss(threshold: 1).gradient(score: -1, target: -1) == 1)
        #expect(HingeLoss(threshold: 1).gradient(score: 1.0.nextUp, target: 1) == 0)
    }

    @Test("the borders of the other losses belong to the inner side")
    func borders() {
        #expect(ModifiedHuberLoss().gradient(score: 1, target: 1) == 0)
        #expect(ModifiedHuberLoss().value(score: -1, target: 1) == 4)
        #expect(SquaredHingeLoss().gradient(score: 1, target: 1) == 0)
        #expect(EpsilonInsensitiveLoss(epsilon: 0.5).gradient(score: 0.5, target: 1) == 0)
        #expect(HuberLoss(epsilon: 0.5).gradient(score: 1.5, target: 1) == 0.5)
        #expect(HuberLoss(epsilon: 0.5).gradient(score: 3, target: 1) == 0.5)
        #expect(SquaredErrorLoss().gradient(score: 3, target: 1) == 2)
    }
}
