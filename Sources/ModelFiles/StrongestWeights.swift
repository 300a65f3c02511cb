package import Learning
package import Values

/// A column and one of its weights.
package struct StrongWeight: Hashable, Sendable {
    /// The class that the weight, where it is positive, speaks for.
    package let label: Label
    /// The column.
    package let column: Int
    /// The weight.
    package let weight: Double
}

extension SGDClassifierState {
    /// The most positive and the most negative weights of each row of `coef_`, at most `count` of each.
    ///
    /// Row after row; within a row from the most positive weight down to the most negative, equal weights by column.
    ///
    /// - Complexity: O(*n* + *m* · `count`) for *n* weights, *m* of which were among the strongest when they were met.
    package func strongestWeights(_ count: Int) -> [StrongWeight] {
        let labels = classes.count == 2 ? [classes[1]] : classes
        let coef = coef.numbers
        return labels.enumerated().flatMap { row, label in
            let weights = coef[row * nFeatures..<(row + 1) * nFeatures]
            let positive = Self.strongest(weights, count) { $0 }
            let negative = Self.strongest(weights, count) { -$0 }
            return (positive + negative.reversed()).map { StrongWeight(label: label, column: $0, weight: $1) }
        }
    }

    /// The weights whose `strength` is above 0 and highest, strongest first.
    private static func strongest(
        _ weights: ArraySlice<Double>, _ count: Int, strength: (Double) -> Double
    ) -> [(column: Int, weight: Double)] {
        var best: [(column: Int, weight: Double)] = []
        for (column, weight) in weights.enumerated() {
            let floor = best.count == count ? best.last.map { strength($0.weight) } ?? 0 : 0
            guard strength(weight) > floor else { continue }
            let place = best.firstIndex { strength($0.weight) < strength(weight) } ?? best.endIndex
            best.insert((column, weight), at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}
