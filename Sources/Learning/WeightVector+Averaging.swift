extension WeightVector {
    /// Takes the present weights into the averages, as the `count`th that are averaged.
    ///
    /// Only the row's columns are visited; what the others miss is made up for when the averages are settled.
    /// Source: L. Bottou, "Stochastic Gradient Descent Tricks", Neural Networks: Tricks of the Trade (2012), §5.2.
    mutating func average(_ positions: Span<Int32>, _ values: Span<Double>, step length: Double, count: Double) {
        let share = 1 / count
        let numerator = averageA
        let step = -length / scale
        var averages = averages.mutableSpan
        for entry in positions.indices {
            averages[Int(positions[entry])] += numerator * values[entry] * step
        }
        if count > 1 { averageB /= 1 - share }
        averageA += share * averageB * scale
    }
}
