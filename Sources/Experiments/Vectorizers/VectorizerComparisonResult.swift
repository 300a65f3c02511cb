import Features
import Values

/// What a comparison of vectorizers has found.
package struct VectorizerComparisonResult: Sendable {
    /// What was asked.
    package let comparison: VectorizerComparison
    /// The rows to learn and those to judge by.
    package let documents: ComparedDocuments
    /// Where the finished cells are kept; `nil` where they are not.
    var logPath: String?
    private var made: [VectorizerCell?]
    private var ofSplits: [[Double?]]

    init(comparison: VectorizerComparison, documents: ComparedDocuments) {
        (self.comparison, self.documents) = (comparison, documents)
        made = comparison.vectorizers.map { _ in nil }
        ofSplits = comparison.vectorizers.map { _ in comparison.seeds.map { _ in nil } }
    }

    /// Removes the finished cells, once what came of them is written down.
    package func forgetCells() { TrialLog.remove(logPath) }

    /// How many models are made.
    var finished: Int {
        made.count { $0 != nil } + ofSplits.reduce(0) { $0 + $1.count { $0 != nil } }
    }

    /// Takes what a job came to.
    mutating func add(_ outcome: CellJob.Outcome, of job: CellJob) {
        switch outcome {
        case .cell(let cell): made[job.cell] = cell
        case .accuracy(let accuracy): if let split = job.split { ofSplits[job.cell][split] = accuracy }
        }
    }

    /// Takes what an earlier run has found of some vectorizers, and returns whether that is all.
    mutating func take(_ cells: [Int], from log: TrialLog) throws(ExperimentError) -> Bool {
        for cell in cells {
            for job in CellJob.all(of: cell, seeds: comparison.seeds) {
                if let known = log[job.name] { add(try job.outcome(known), of: job) }
            }
        }
        return cells.allSatisfy { made[$0] != nil && ofSplits[$0].allSatisfy { $0 != nil } }
    }
}

extension VectorizerComparisonResult {
    /// What each vectorizer has come to, in the order of the vectorizers.
    package var cells: [VectorizerCell] { made.compactMap(\.self) }

    /// The accuracies of a vectorizer's models on the splits, in the order of the seeds.
    package func accuracies(of cell: Int) -> [Double] { ofSplits[cell].compactMap(\.self) }

    /// The mean of these with its uncertainty; `nil` with fewer than two splits.
    package func accuracy(of cell: Int) -> ResampledDifference? {
        resampled(accuracies(of: cell))
    }

    /// How much more often one vectorizer's models are right than another's, over the same splits; `nil` with fewer than two.
    package func difference(_ cell: Int, less other: Int) -> ResampledDifference? {
        resampled(zip(accuracies(of: cell), accuracies(of: other)).map { $0 - $1 })
    }

    /// The vectorizer whose models are right most often: by the mean over splits where there are two or more, else by the
    /// test documents; of equal ones the smallest.
    package var best: Int {
        comparison.vectorizers.indices.max { isBehind($0, $1) } ?? 0
    }

    /// The vectorizer with the fewest columns whose models are settled to be as good as the best one's, of equally small
    /// ones the best.
    ///
    /// That is to say that the 90 % interval of the difference lies above −``VectorizerComparison/margin``: a one-sided
    /// test at 5 % against being worse by more. That no difference is found would say little, and the less the fewer the
    /// splits. `nil` where nothing is known of uncertainty.
    package var smallestAsGood: Int? {
        let best = best
        guard comparison.seeds.count >= 2 else { return nil }
        let asGood = comparison.vectorizers.indices.filter { cell in
            cell == best
                || difference(cell, less: best).map { $0.interval(0.9).lowerBound > -comparison.margin } == true
        }
        let fewest = asGood.map { comparison.vectorizers[$0].nFeatures }.min()
        return asGood.filter { comparison.vectorizers[$0].nFeatures == fewest }.max { isBehind($0, $1) }
    }

    private func isBehind(_ a: Int, _ b: Int) -> Bool {
        func rank(_ cell: Int) -> (Double, Int, Int) {
            (
                accuracy(of: cell)?.mean ?? cells[cell].accuracy, -comparison.vectorizers[cell].nFeatures, -cell
            )
        }
        return rank(a) < rank(b)
    }

    private func resampled(_ values: [Double]) -> ResampledDifference? {
        ResampledDifference(values, train: documents.trainingCount, test: documents.testCount)
    }
}
