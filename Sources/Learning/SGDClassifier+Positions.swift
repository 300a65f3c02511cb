extension SGDClassifier {
    /// How many columns it takes for the weights to lie by column, without an index, in a call of some entries.
    ///
    /// One vector of all columns takes about what the index and a vector of a tenth of them come to soon: before the index has a
    /// slot for each column. But all of its weights are settled from time to time, which takes longer than to learn few entries; and
    /// weights by position lie nearer together, so that with several problems an index, which is looked into but once, costs less.
    private func leastDense(entries: Int) -> Int {
        problemCount == 1 && entries >= nFeatures / 128 ? max(1, nFeatures / 10) : .max
    }

    /// Writes the position of its weights over each column; weights that were not there are 0.
    mutating func number(_ entries: inout MutableSpan<Int32>) {
        let leastDense = leastDense(entries: entries.count)
        guard let numbered = index?.number(&entries, atMost: leastDense), let columns = index?.columns else { return }
        if columns.count >= leastDense {
            for entry in 0..<numbered { entries[entry] = columns[Int(entries[entry])] }
            // What waits goes by position.
            settle()
            index = nil
        }
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
