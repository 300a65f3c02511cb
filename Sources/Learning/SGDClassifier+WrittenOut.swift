import Features

/// The weights of all columns, row after row.
struct WrittenOutWeights: Sendable {
    /// The running weights.
    var standard: Coefficients
    /// The averaged weights; no numbers when nothing is averaged.
    var average: Coefficients
}

extension SGDClassifier {
    /// The weights that predictions use, where they are held written out.
    var reportedWrittenOut: Coefficients? {
        writtenOut.map { reportsAverages ? $0.average : $0.standard }
    }

    /// The running weights of all columns.
    var runningCoefficients: Coefficients {
        writtenOut?.standard ?? coefficients(runningWeights)
    }

    /// The averaged weights of all columns.
    var averagedCoefficients: Coefficients {
        writtenOut?.average ?? coefficients(averages)
    }

    /// Weights by position as those of all columns.
    private func coefficients(_ weights: [[Double]]) -> Coefficients {
        guard let index else { return Coefficients(weights[0]) }
        return Coefficients(columns: index.columns, weights: weights, nFeatures: nFeatures)
    }

    /// The weights of all columns that predictions use.
    var reportedCoefficients: Coefficients {
        reportsAverages ? averagedCoefficients : runningCoefficients
    }

    /// Takes up the weights of all columns, which are none where nothing is averaged.
    mutating func remember(standard: Coefficients, average: Coefficients?) {
        writtenOut = WrittenOutWeights(
            standard: standard.writtenOut, average: average?.writtenOut ?? Coefficients([]))
    }

    /// The same classifier with its weights by position.
    var indexed: SGDClassifier {
        var copy = self
        copy.keepByColumn()
        return copy
    }

    /// Brings weights that come from a file, and are not on their way yet.
    package func beginReading() {
        writtenOut?.standard.begin()
        writtenOut?.average.begin()
    }

    /// The state with weights that are brought from a file whenever somebody looks at them, for ``keep(_:weights:)``.
    ///
    /// `nil` where there are several problems or averages, or the weights have begun to come.
    package var unkeptState: SGDClassifierState? {
        guard problemCount == 1, settings.average == 0, let coef = writtenOut?.standard.unkept else { return nil }
        var state = state
        state.coef = coef
        return state
    }

    /// Keeps some columns, whose weights these are, each once, and from now on no others; those of all others are 0.
    package mutating func keep(_ columns: [Int32], weights: [Double]) {
        precondition(problemCount == 1 && settings.average == 0 && columns.count == weights.count)
        writtenOut = nil
        _ = index?.insert(columns.span)
        self.weights = [weights]
    }

    /// Keeps the columns that have a weight in any problem, and no others from now on; no number changes.
    ///
    /// Learning begins with it. Whoever keeps copies of a classifier that will learn does it before, so that none of them
    /// holds on to the weights of all columns.
    /// - Complexity: O(`problemCount` · `nFeatures`) the first time, then O(1).
    package mutating func keepByColumn() {
        guard let all = writtenOut else { return }
        writtenOut = nil
        all.standard.withNumbers { standard in
            all.average.withNumbers { average in takeUp(standard, averages: average) }
        }
    }

    private mutating func takeUp(_ standard: Span<Double>, averages average: Span<Double>) {
        var kept: [Int32] = []
        for column in 0..<nFeatures {
            // By bits: a weight of −0 is kept.
            var bits: UInt64 = 0
            for problem in 0..<problemCount {
                let entry = problem * nFeatures + column
                bits |= standard[entry].bitPattern
                if !average.isEmpty { bits |= average[entry].bitPattern }
            }
            if bits != 0 { kept.append(Int32(truncatingIfNeeded: column)) }
        }
        _ = index?.insert(kept.span)
        for problem in 0..<problemCount {
            let start = problem * nFeatures
            weights[problem] = Self.gathered(standard, at: kept, from: start)
            if !average.isEmpty { averages[problem] = Self.gathered(average, at: kept, from: start) }
        }
    }

    /// The weights of some columns of the row that begins at `start`.
    private static func gathered(_ all: Span<Double>, at columns: [Int32], from start: Int) -> [Double] {
        var weights: [Double] = []
        weights.reserveCapacity(columns.count)
        for column in columns { weights.append(all[start + Int(column)]) }
        return weights
    }

    /// The weights of one column, one a problem.
    static func weights(_ all: Coefficients, ofColumn column: Int32, problems: Int, nFeatures: Int) -> [Double] {
        all.withNumbers { all in
            var weights: [Double] = []
            for problem in 0..<problems { weights.append(all[problem * nFeatures + Int(column)]) }
            return weights
        }
    }

    /// The scores of each row by weights that are written out.
    ///
    /// A column of weight 0 adds 0, which changes no sum that starts at 0: the scores are those of the weights by position.
    func scores(_ batch: SparseBatch, _ all: Coefficients, intercepts: [Double]) -> [Double] {
        all.withNumbers { all in scores(batch, all, intercepts: intercepts) }
    }

    private func scores(_ batch: SparseBatch, _ all: Span<Double>, intercepts: [Double]) -> [Double] {
        var scores: [Double] = []
        scores.reserveCapacity(batch.rowCount * problemCount)
        var scratch: [Double] = []
        for row in 0..<batch.rowCount {
            let entries = batch.entries(ofRow: row)
            let columns = batch.columns.span.extracting(entries)
            batch.rowValues.withRow(row, entries: entries, scratch: &scratch) { values in
                for problem in 0..<problemCount {
                    var sum = 0.0
                    for entry in values.indices {
                        sum += values[entry] * all[problem * nFeatures + Int(columns[entry])]
                    }
                    scores.append(sum + intercepts[problem])
                }
            }
        }
        return scores
    }
}
