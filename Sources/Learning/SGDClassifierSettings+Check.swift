import Values

extension SGDClassifierSettings {
    /// Checks every setting and what they mean together, as scikit-learn does before it learns.
    ///
    /// - Throws: `invalidSetting` for a value outside its range, `settingsConflict` for two that exclude each other.
    package func check() throws(LearningError) {
        try Self.require(alpha >= 0 && alpha.isFinite, "alpha", .real(alpha), "a number of at least 0")
        try Self.require((0...1).contains(l1Ratio), "l1_ratio", .real(l1Ratio), "a number from 0 to 1")
        try Self.require(maxIter >= 1, "max_iter", .integer(Int64(maxIter)), "at least 1")
        try Self.require(tol.map { $0 >= 0 } ?? true, "tol", tol.map { .real($0) } ?? .none, "at least 0, or None")
        try Self.require(epsilon >= 0 && epsilon.isFinite, "epsilon", .real(epsilon), "a number of at least 0")
        try Self.require(eta0 > 0 && eta0.isFinite, "eta0", .real(eta0), "a number above 0")
        try Self.require(powerT.isFinite, "power_t", .real(powerT), "a finite number")
        try Self.require(nIterNoChange >= 1, "n_iter_no_change", .integer(Int64(nIterNoChange)), "at least 1")
        try Self.require(
            average >= 0, "average", .integer(Int64(average)), "True, False or a number of rows of at least 1")
        if case .weights(let weights) = classWeight {
            for weight in weights {
                try Self.require(weight.weight.isFinite, "class_weight", .real(weight.weight), "finite weights")
            }
        }
        if learningRate == .optimal, alpha == 0 {
            throw .settingsConflict(
                name: "alpha", value: .real(alpha), with: Parameter("learning_rate", .text("optimal")),
                reason: "the optimal step size is computed from alpha")
        }
        if learningRate == .pa1 || learningRate == .pa2, loss != .hinge {
            throw .settingsConflict(
                name: "loss", value: .text(loss.rawValue),
                with: Parameter("learning_rate", .text(learningRate.rawValue)),
                reason: "it works with loss='hinge' only")
        }
    }

    static func require(
        _ condition: Bool, _ name: String, _ value: ParameterValue, _ expected: String
    ) throws(LearningError) {
        guard condition else { throw .invalidSetting(name: name, value: value, expected: expected) }
    }
}
