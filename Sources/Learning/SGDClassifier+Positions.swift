extension SGDClassifier {
    /// How many columns it takes for the weights to lie by column, without an index, in a call of some entries.
    ///
    /// From an eighth of all columns on, one vector of all takes about what the index and a vector that grows do. But each call
    /// settles all weights, which takes longer than to learn few entries: such calls wait for half of the columns. So do several
    /// vectors, whose memory is not that of the index.
    private func leastDense(entries: Int) -> Int {
        let isEarly = problemCount == 1 && settings.average == 0 && entries >= nFeatures / 128
        return max(1, nFeatures / (isEarly ? 8 : 2))
    }

    /// Writes the position of its weights over each column; weights that were not there are 0.
    mutating func number(_ entries: inout MutableSpan<Int32>) {
        let leastDense = leastDense(entries: entries.count)
        guard let numbered = index?.number(&entries, atMost: leastDense), let columns = index?.columns else { return }
        if columns.count >= leastDense {
            for entry in 0..<numbered { entries[entry] = columns[Int(entries[entry])] }
            index = nil
        }
        makeRoom(for: columns)
    }

    /// Numbers columns that have weights already, in their order, or has no index where they are many.
    mutating func number(_ columns: [Int32]) {
        if columns.count < leastDense(entries: 0) { _ = index?.insert(columns.span) } else { index = nil }
        makeRoom(for: columns)
    }

    /// Gives the weights of the first of some columns places for all of these, or, without an index, for all that there are.
    private mutating func makeRoom(for columns: [Int32]) {
        func makeRoom(in weights: inout [Double], isDense: Bool, nFeatures: Int) {
            if isDense {
                weights = Coefficients(columns: columns, weights: [weights], nFeatures: nFeatures).numbers
            } else {
                weights.append(contentsOf: repeatElement(0, count: columns.count - weights.count))
            }
        }
        // Nothing but the array itself may hold the weights, or they would be copied to grow.
        let (isDense, nFeatures) = (index == nil, nFeatures)
        for problem in weights.indices {
            makeRoom(in: &weights[problem], isDense: isDense, nFeatures: nFeatures)
            if settings.average > 0 { makeRoom(in: &averages[problem], isDense: isDense, nFeatures: nFeatures) }
        }
    }
}
