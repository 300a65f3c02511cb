package import Values

/// A linear classifier that learns by stochastic gradient descent, with the same bits as scikit-learn's.
///
/// Two classes are one binary problem whose positive class is the second; more are one problem each, the class against
/// the rest. A new classifier has all weights 0 and can learn batch by batch (`partialFit`) or from a whole set (`fit`).
/// The value can be copied to go back to it: copies share their arrays until one of them learns.
///
/// Only columns that occurred have weights in memory, until they are so many that all have; `coefficients` writes all of them out.
/// A classifier that was taken up with all of them keeps them so until it learns.
package struct SGDClassifier: Sendable {
    /// The settings, checked.
    package let settings: SGDClassifierSettings
    /// The classes, ascending.
    package internal(set) var classes: [Label]
    /// Whether scikit-learn knows the classes, which are 0 and 1 here, as `False` and `True`; it changes no weight.
    package internal(set) var hasBoolClasses = false
    /// The number of columns.
    package let nFeatures: Int
    /// The rows learned from, each as often as an epoch visited it, plus 1.
    package internal(set) var t = 1.0
    /// The epochs of the last call (`n_iter_`); 0 before the first.
    package internal(set) var epochs = 0

    /// The weights of all columns as they were taken up, until the classifier learns: so long `index`, `weights` and
    /// `averages` are empty.
    var writtenOut: WrittenOutWeights?
    /// The columns that have weights; `nil` where all have, of one problem: the position of a column is the column itself then.
    var index: ColumnIndex?
    /// The running weights of each problem, by position, but for what is `late` or `gathered`.
    var weights: [[Double]]
    /// What is to be multiplied into the weights of each problem yet, but where they are averaged.
    var late: [LateScales]
    /// The weights of the last call, where they are yet to be put back among those of all columns; then nothing is `late`.
    var gathered = GatheredWeights()
    /// The averaged weights of each problem, by position; empty arrays when nothing is averaged.
    var averages: [[Double]]
    /// Memory for what each problem must be able to take back.
    var earlier: [EarlierWeights]
    /// The running intercepts as scikit-learn keeps them, which is not always as they are: see `finishIntercepts`.
    var runningIntercepts: [Double]
    /// The averaged intercepts; all 0 when nothing is averaged.
    var averageIntercepts: [Double]
    /// The shuffle's seed of each problem, the same in every call.
    let seeds: [UInt32]

    /// A classifier that has learned nothing yet.
    ///
    /// - Parameters:
    ///   - settings: Every setting.
    ///   - classes: The classes in any order, at least two different ones.
    ///   - nFeatures: The number of columns, 1 to 2^31 − 1.
    /// - Throws: What `SGDClassifierSettings.check` throws, `tooFewClasses`, `invalidFeatureCount`, and
    ///   `weightsTooLarge` where the written-out weights would be larger than the machine's memory.
    package init(settings: SGDClassifierSettings, classes: [Label], nFeatures: Int) throws(LearningError) {
        try settings.check()
        let classes = Array(Set(classes)).sorted()
        guard classes.count >= 2 else { throw .tooFewClasses(found: classes.count) }
        guard nFeatures >= 1, nFeatures <= Int(Int32.max) else { throw .invalidFeatureCount(nFeatures) }
        let problems = classes.count == 2 ? 1 : classes.count
        let bytes = Double(nFeatures) * Double(problems) * (settings.average > 0 ? 16 : 8)
        guard bytes <= MachineMemory.bytes else {
            throw .weightsTooLarge(bytesNeeded: bytes, bytesOfMemory: MachineMemory.bytes)
        }
        self.settings = settings
        self.classes = classes
        self.nFeatures = nFeatures
        index = ColumnIndex(nFeatures: nFeatures)
        weights = [[Double]](repeating: [], count: problems)
        averages = weights
        late = weights.map { _ in LateScales() }
        earlier = weights.map { _ in EarlierWeights() }
        runningIntercepts = [Double](repeating: 0, count: problems)
        averageIntercepts = runningIntercepts
        seeds = SampleOrder.seeds(randomState: settings.seed, problems: problems)
    }

    /// The number of binary problems, and so of rows of `coefficients`: 1 for two classes, else one a class.
    package var problemCount: Int { weights.count }

    /// Whether the reported weights are the averages: once averaging has begun.
    package var reportsAverages: Bool {
        settings.average > 0 && Double(settings.average) <= t - 1
    }

    /// The intercept of each problem (`intercept_`).
    package var intercepts: [Double] {
        reportsAverages ? averageIntercepts : runningIntercepts
    }

    /// The weights of all columns (`coef_`), row-major, `problemCount` × `nFeatures`.
    ///
    /// - Complexity: O(`problemCount` · `nFeatures`).
    package var coefficients: [Double] {
        reportedCoefficients.numbers
    }

    /// The number of entries of `coefficients` that are not 0.
    ///
    /// - Complexity: O(*n*), where *n* is the number of weights in memory.
    package var nonzeroWeights: Int {
        reportedCoefficients.nonzeroCount
    }

    /// The weights of one column, one a problem.
    ///
    /// - Complexity: O(`problemCount`).
    package func weights(ofColumn column: Int32) -> [Double] {
        if let all = reportedWrittenOut {
            return Self.weights(all, ofColumn: column, problems: problemCount, nFeatures: nFeatures)
        }
        guard let position = index.map({ $0.position(of: column) }) ?? Int(column) else {
            return [Double](repeating: 0, count: problemCount)
        }
        if reportsAverages { return averages.map { $0[position] } }
        if !gathered.isEmpty { return [gathered.settled(weights[0][position], ofColumn: position)] }
        return zip(late, weights).map { $0.settled($1[position], at: position) }
    }

    /// Calls `body` with each column whose weights may differ from 0, in no particular order.
    ///
    /// - Complexity: O(*n*), where *n* is the number of weights in memory.
    package func forEachColumn(_ body: (_ column: Int32, _ weights: [Double]) -> Void) {
        let indexed = indexed
        let reported = indexed.reportedWeights
        guard let columns = indexed.index?.columns else {
            for column in 0..<nFeatures where reported.contains(where: { $0[column].bitPattern != 0 }) {
                body(Int32(truncatingIfNeeded: column), reported.map { $0[column] })
            }
            return
        }
        for (position, column) in columns.enumerated() {
            body(column, reported.map { $0[position] })
        }
    }

    /// The running weights of each problem, by position.
    ///
    /// - Complexity: O(1); O(*m*) for *m* weights in memory where some calls have left something to be settled.
    var runningWeights: [[Double]] {
        if !gathered.isEmpty { return [gathered.settled(weights[0])] }
        if late.allSatisfy(\.isEmpty) { return weights }
        return zip(late, weights).map { $0.settled($1) }
    }

    /// The weights that predictions use, by position.
    var reportedWeights: [[Double]] {
        reportsAverages ? averages : runningWeights
    }
}
