/// How a call comes to the weights that it changes, and how these become the classifier's again.
extension SGDClassifier {
    /// The weights of a problem, taken out of the classifier and up to date where a call has entries.
    ///
    /// When it `keepsEarlier`, those of the entries are kept beside them.
    mutating func vector(of problem: Int, _ entries: NumberedRows, keepsEarlier: Bool) -> WeightVector {
        var vector = WeightVector(
            weights: exchange(&weights[problem], with: []), averages: exchange(&averages[problem], with: []),
            earlier: exchange(&earlier[problem], with: EarlierWeights()),
            late: exchange(&late[problem], with: LateScales()))
        vector.begin(at: entries.positions.span)
        if keepsEarlier { vector.keep(at: entries.positions.span) }
        return vector
    }

    /// Has the weights of problems be the classifier's again.
    mutating func takeUp(_ problems: inout [BinaryProblem]) {
        for problem in problems.indices {
            weights[problem] = problems[problem].vector.weights
            averages[problem] = problems[problem].vector.averages
            late[problem] = problems[problem].vector.late
            // Of many problems it would be as much memory as their weights.
            if problemCount == 1 { earlier[problem] = problems[problem].vector.earlier }
            earlier[problem].trim()
            problems[problem].vector = WeightVector()
        }
    }

    /// Writes over each column its number among those of a call, where it is worthwhile to gather their weights, and says that it did.
    mutating func numberForGathering(_ columns: inout MutableSpan<Int32>) -> Bool {
        guard problemCount == 1, index == nil, settings.average == 0,
            GatheredWeights.areWorthwhile(entries: columns.count, weights: nFeatures)
        else { return false }
        return gathered.number(&columns, nFeatures: nFeatures)
    }

    /// The weights of the columns that were numbered, beside those of all, which stay where they are until the call has ended.
    mutating func gatheredVector() -> WeightVector {
        late[0].settle(&weights[0])
        return WeightVector(gathered: gathered.gather(from: &weights[0]))
    }

    /// Ends a call that has learned gathered weights.
    mutating func leave(_ vector: inout WeightVector) {
        precondition(late[0].isEmpty, "scales wait for weights that were gathered")
        LateScales.multiply(&weights[0], with: vector.settledScales)
        gathered.leave(vector.weights, scale: vector.scale)
        vector = WeightVector()
    }
}
