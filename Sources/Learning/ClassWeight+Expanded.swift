import Values

extension ClassWeight {
    /// The weight of each class, as scikit-learn's `compute_class_weight` gives it.
    ///
    /// - Parameters:
    ///   - classes: The classes, ascending.
    ///   - classOfRow: The index of each row's class, for `balanced`.
    /// - Throws: `classWeightsOfOtherClasses` where some classes have no weight and some weights have no class.
    func expanded(for classes: [Label], classOfRow: [Int32]) throws(LearningError) -> [Double] {
        switch self {
        case .none: return [Double](repeating: 1, count: classes.count)
        case .balanced:
            var counts = [Double](repeating: 0, count: classes.count)
            for index in classOfRow { counts[Int(index)] += 1 }
            return counts.map { Double(classOfRow.count) / (Double(classes.count) * $0) }
        case .weights(let weights):
            guard !weights.isEmpty else { return [Double](repeating: 1, count: classes.count) }
            let given = classes.map { label in weights.first { $0.label == label }?.weight }
            let unweighted = zip(classes, given).filter { $0.1 == nil }.map(\.0)
            guard unweighted.isEmpty || classes.count - unweighted.count == weights.count else {
                throw .classWeightsOfOtherClasses(unweighted: unweighted)
            }
            return given.map { $0 ?? 1 }
        }
    }
}
